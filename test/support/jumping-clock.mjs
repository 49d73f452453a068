// Loaded before the program: at SIGUSR2 the machine's clock jumps by CLOCK_JUMP_MS, as when somebody sets it.
import process from 'node:process';

const real = Date.now;
let ahead = 0;
const now = () => real() + ahead;
Date.now = now;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as),
  apply: (target) => new target(now()).toString(),
});
process.on('SIGUSR2', () => {
  ahead += Number(process.env.CLOCK_JUMP_MS);
});
