/** The machine's clock is set while the real program runs: it keeps its folder, knocks every second, and answers. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { send } from '../../src/rehearsal/connector/send.ts';
import { cardWith, cast, toldTo } from '../support/house.ts';
import { Programs } from '../support/programs.ts';
import { ALL_PREPARED } from '../support/stations.ts';

jest.setTimeout(60_000);

const CLOCK = new URL('../support/jumping-clock.mjs', import.meta.url).href;
const HOUR = 3_600_000;

const programs = new Programs();
beforeEach(() => programs.open());
afterEach(() => programs.close());

/** How often the clock has knocked so far. */
async function knocks(url: string): Promise<number> {
  const text = String((await send(`${url}/metrics`)).body);
  return Number(/^change_steward_tick_duration_seconds_count (\d+)$/m.exec(text)?.[1] ?? 0);
}

test.each([
  ['back by two hours', -2 * HOUR],
  ['back by a day', -24 * HOUR],
  ['forward by a week', 7 * 24 * HOUR],
])('set %s', async (_, ms) => {
  const it = programs.run({ NODE_OPTIONS: `--import ${CLOCK}`, CLOCK_JUMP_MS: String(ms) });
  const teams = await programs.created(it);
  const url = await it.url;
  const before = await knocks(url);
  it.kill('SIGUSR2');
  const since = performance.now();
  while ((await knocks(url)) < before + 3) await pause(50);
  expect(performance.now() - since).toBeLessThan(6_000);
  expect(
    toldTo(
      await teams.press(
        cast.implementer,
        cardWith(teams, 'tickPreparations').id,
        { verb: 'tickPreparations' },
        ALL_PREPARED,
      ),
    ),
  ).toBe('');
  await teams.until((m) => JSON.stringify(m.activity).includes('Prepared by Implementer'), 'the prepared card');
  expect((await send(`${url}/health/ready`)).status).toBe(200);
  it.kill('SIGTERM');
  expect(await it.ended).toMatchObject({ code: 0, stderr: '' });
});
