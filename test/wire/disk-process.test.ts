/** The disk of the real program: full, read-only, missing, taken away, and already somebody's. */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { InvokeAnswer } from '../../src/rehearsal/connector/invoke.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import { cardWith, cast, toldTo } from '../support/house.ts';
import { beside, canHaveOwnDisk, onOwnDisk } from '../support/own-disk.ts';
import type { Program } from '../support/program.ts';
import { NEXT_YEARS, Programs } from '../support/programs.ts';
import { ALL_PREPARED } from '../support/stations.ts';

jest.setTimeout(60_000);

const programs = new Programs();
beforeEach(() => programs.open());
afterEach(() => programs.close());

const prepare = (teams: Connector, more: object = {}): Promise<InvokeAnswer> =>
  teams.press(
    cast.implementer,
    cardWith(teams, 'tickPreparations').id,
    { verb: 'tickPreparations' },
    ALL_PREPARED,
    more,
  );

function expectRefused(answer: InvokeAnswer): void {
  expect(asJson(answer.body)).toMatchObject({ statusCode: 500, type: 'application/vnd.microsoft.error' });
  expect(toldTo(answer)).toContain('nothing of it has happened');
}

/** The living card shows that it is prepared. */
const prepared = (teams: Connector) =>
  teams.until((m) => JSON.stringify(m.activity).includes('Prepared by Implementer'), 'the prepared card');

/** Everything the bot has sent but answers to people. */
const sent = (teams: Connector): readonly string[] => teams.requests.map(({ method, path }) => `${method} ${path}`);

/** A disk that takes nothing: the press is refused, nothing of it has happened, and works when there is room again. */
async function expectNothingHappens(it: Program, teams: Connector, again: () => void): Promise<void> {
  const file = join(programs.folder, 'changes', `${NEXT_YEARS}.json`);
  const [stored, before] = [beside(it, `cat ${file}`), sent(teams)];
  const card = cardOf(cardWith(teams, 'tickPreparations').activity);
  const refused = await prepare(teams);
  expectRefused(refused);
  await teams.say(cast.member, `show ${NEXT_YEARS}`, 'personal');
  const shown = await teams.until((m) => m.owner?.entraId === cast.member.entraId, 'the card that was asked for');
  expect(JSON.stringify(shown.activity)).not.toContain('Prepared by');
  expect(sent(teams).slice(0, before.length)).toEqual(before);
  expect(
    sent(teams)
      .slice(before.length)
      .filter((one) => !one.includes('a:')),
  ).toEqual([]);
  expect(beside(it, `cat ${file}; ls ${programs.folder}/changes`)).toBe(`${stored}${NEXT_YEARS}.json\n`);

  again();
  // As Teams sends it again, after a while and with the id that it had.
  const second = await prepare(teams, { activityId: refused.activityId, card });
  expect(toldTo(second)).toBe('');
  await prepared(teams);
}

const withOwnDisk = canHaveOwnDisk() ? describe : describe.skip;

withOwnDisk('on a disk of its own (left out where this machine allows no mount namespace)', () => {
  test('that is full, a press is refused with a sentence and has not happened; with room again it works', async () => {
    const it = programs.run({}, onOwnDisk(programs.folder, 512));
    const teams = await programs.created(it);
    beside(it, `cat /dev/zero > ${programs.folder}/filler 2>/dev/null || true`);
    await expectNothingHappens(it, teams, () => {
      beside(it, `rm ${programs.folder}/filler`);
    });
  });

  test('that is read-only for longer than a lock lasts, people are answered all the while; writable again, it works', async () => {
    const it = programs.run({}, onOwnDisk(programs.folder, 512));
    const teams = await programs.created(it);
    beside(it, `mount -o remount,ro ${programs.folder}`);
    const since = performance.now();
    while (performance.now() - since < 7_000) expectRefused(await prepare(teams));
    await expectNothingHappens(it, teams, () => {
      beside(it, `mount -o remount,rw ${programs.folder}`);
    });
    it.kill('SIGTERM');
    expect(await it.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test.each([
    ['full', 'cat /dev/zero > "$0/filler" 2>/dev/null || true', 'there is no space left (ENOSPC)', 'Make space'],
    ['read-only', 'mount -o remount,ro "$0"', 'the file system is read-only (EROFS)', 'Mount it for writing'],
  ])('that is %s from the beginning, it says what to do and ends with 1', async (_, spoilt, found, remedy) => {
    const within = onOwnDisk(programs.folder, 64, `mkdir "$0/changes" && { ${spoilt}; }`);
    const { code, stderr } = await programs.run({}, within).ended;
    expect(code).toBe(1);
    expect(stderr).toBe(
      `The data folder ${programs.folder} cannot be used: ${found}. Expected a folder that this ` +
        `process may create, read and write. ${remedy}, or name another folder with STEWARD_DATA.\n`,
    );
  });
});

test('a folder that is not there is made, and the log says that nothing is stored in it', async () => {
  const data = join(programs.folder, 'not', 'there');
  const it = programs.run({ STEWARD_DATA: data });
  await it.url;
  expect(it.lines.map(({ msg }) => msg)).toContain(
    `The data folder ${data} is a new one: nothing is stored in it yet.`,
  );
});

test('a folder that is taken away under the running service: it says so, and ends with 1 for whoever starts it again', async () => {
  const it = programs.run({ STEWARD_DATA: join(programs.folder, 'data') });
  const teams = await programs.created(it);
  await rename(join(programs.folder, 'data'), join(programs.folder, 'elsewhere'));
  // It may have stopped listening by then.
  const answer = await prepare(teams).catch(() => null);
  if (answer !== null) expectRefused(answer);
  expect(await it.ended).toMatchObject({ code: 1, signal: null });
  expect(it.lines.find(({ msg }) => msg.includes('no longer ours'))?.err).toMatchObject({
    message: expect.stringContaining('does not belong to this process any more') as unknown,
  });
});

test('a second program on the folder is refused with a sentence and ends with 1; the first one notices nothing', async () => {
  const it = programs.run();
  const teams = await programs.created(it);
  const { code, stdout, stderr } = await programs.run().ended;
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`The data folder ${programs.folder} is in use by process ${String(it.pid)} on host`);
  expect(stderr).toContain('Stop that process, or give this one a folder of its own with STEWARD_DATA.');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(toldTo(await prepare(teams))).toBe('');
  await prepared(teams);
  expect(await readFile(join(programs.folder, 'changes', `${NEXT_YEARS}.json`), 'utf8')).toContain('"prepared"');
  it.kill('SIGTERM');
  expect((await it.ended).code).toBe(0);
});
