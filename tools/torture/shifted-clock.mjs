// Loaded before the service: the machine's clock is ahead by so many milliseconds, and goes on from there after a restart, as the
// clock of a machine does. The clock that `POST /clock` moves is the process's own and dies with it.
import process from 'node:process';

const ahead = Number(process.env.TORTURE_AHEAD_MS ?? 0);
const real = Date.now;
const now = () => real() + ahead;
Date.now = now;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as),
  apply: (target) => new target(now()).toString(),
});
