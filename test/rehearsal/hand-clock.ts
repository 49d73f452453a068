import type { TinyBot } from './tiny-bot.ts';

const HOUR = 3_600_000;

/** Gives the bot a clock in Zurich's winter that is moved by hand; the next milestone is always a day ahead. */
export function handClock(bot: TinyBot, start = '2027-01-15T08:00:00Z'): void {
  let now = Date.parse(start);
  bot.clock = (to) => {
    const steps: Record<string, number> = { next: 24 * HOUR, '+1h': HOUR, '+1d': 24 * HOUR };
    const step = to === undefined ? 0 : steps[to];
    const moved = step === undefined ? Date.parse(`${(to ?? '').replace(' ', 'T')}:00+01:00`) : now + step;
    if (Number.isNaN(moved)) return { status: 400, body: { message: `"${to ?? ''}" is no time.` } };
    if (moved < now) return { status: 400, body: { message: 'The clock does not go back.' } };
    now = moved;
    const next = {
      at: new Date(now + 24 * HOUR).toISOString(),
      local: local(now + 24 * HOUR),
      what: 'remind CHG-2027-001',
    };
    return { status: 200, body: { now: new Date(now).toISOString(), local: local(now), zone: 'Europe/Zurich', next } };
  };
}

function local(instant: number): string {
  return `${new Date(instant + HOUR).toISOString().slice(0, 16).replace('T', ' ')} CET (+01:00)`;
}
