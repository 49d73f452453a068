/** The real program stands still, as under SIGSTOP or on a machine that sleeps. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { InvokeAnswer } from '../../src/rehearsal/connector/invoke.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { cardWith, cast, toldTo } from '../support/house.ts';
import type { Ended, Program } from '../support/program.ts';
import { NEXT_YEARS, Programs } from '../support/programs.ts';
import { ALL_PREPARED } from '../support/stations.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

jest.setTimeout(90_000);

const programs = new Programs();
beforeEach(() => programs.open());
afterEach(() => programs.close());

const prepare = (teams: Connector): Promise<InvokeAnswer> =>
  teams.press(cast.implementer, cardWith(teams, 'tickPreparations').id, { verb: 'tickPreparations' }, ALL_PREPARED);
const prepared = (teams: Connector) =>
  teams.until((m) => JSON.stringify(m.activity).includes('Prepared by Implementer'), 'the prepared card');

/** Once the lock has run out; until then every one is refused. */
async function tookOver(): Promise<{ readonly second: Program; readonly refused: readonly Ended[] }> {
  const refused: Ended[] = [];
  for (;;) {
    const second = programs.run();
    if ((await second.url.catch(() => null)) !== null) return { second, refused };
    refused.push(await second.ended);
  }
}

test('for less than a lock lasts: what was pressed meanwhile is answered when it goes on', async () => {
  const it = programs.run();
  const teams = await programs.created(it);
  it.kill('SIGSTOP');
  const pressed = prepare(teams);
  await pause(500);
  it.kill('SIGCONT');
  expect(toldTo(await pressed)).toBe('');
  await prepared(teams);
});

test('for longer than a lock lasts, and nobody took the folder: it goes on, and nothing is lost', async () => {
  const it = programs.run();
  const teams = await programs.created(it);
  it.kill('SIGSTOP');
  await pause(6_500);
  it.kill('SIGCONT');
  expect(toldTo(await prepare(teams))).toBe('');
  await prepared(teams);
  it.kill('SIGTERM');
  expect(await it.ended).toMatchObject({ code: 0 });
});

test('a second program is refused while the lock lasts and takes over after; the first one then says so, writes nothing, and ends with 1', async () => {
  const it = programs.run();
  const teams = await programs.created(it);
  it.kill('SIGSTOP');
  const { second, refused } = await tookOver();
  for (const { code, stderr } of refused) {
    expect(code).toBe(1);
    expect(stderr).toContain(`is in use by process ${String(it.pid)} on host`);
  }
  // A press that reaches the first one when it wakes up: it must not be written any more.
  const late = prepare(teams).catch(() => null);
  it.kill('SIGCONT');
  expect(await it.ended).toMatchObject({ code: 1, signal: null });
  expect(it.lines.map(({ msg }) => msg)).toContain('the data folder is no longer ours: stopping');
  await late;
  const text = await readFile(join(programs.folder, 'changes', `${NEXT_YEARS}.json`), 'utf8');
  expect(text).not.toContain('"type":"prepared"');

  teams.retarget(await second.url);
  expect(toldTo(await prepare(teams))).toBe('');
  await prepared(teams);
  second.kill('SIGTERM');
  expect(await second.ended).toMatchObject({ code: 0 });
});
