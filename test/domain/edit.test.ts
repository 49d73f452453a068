/** GO is bound to what was approved: window, services, what is modified, tests. A typo elsewhere does not void it. */
import { describe, expect, test } from '@jest/globals';
import type { Texts } from '../../src/domain/event.ts';
import { differences, isSameToApprove } from '../../src/domain/fingerprint.ts';
import type { Person } from '../../src/domain/site.ts';
import { approver, implementer, member, upgrade, zurich } from '../support/fixtures.ts';
import { textsOf } from '../support/replans.ts';
import type { Story } from '../support/given.ts';
import { created, given } from '../support/given.ts';
import { noticeFacts } from '../support/letters.ts';
import {
  approved,
  askedForGo,
  askedForPreCheck,
  checked,
  completed,
  correcting,
  nogo,
  reminded,
  started,
  takingSnapshot,
  withSnapshot,
} from '../support/stories.ts';

const texts: Texts = textsOf(upgrade);
const edit = (change: Partial<Texts>): { type: 'edit'; texts: Texts } => ({
  type: 'edit',
  texts: { ...texts, ...change },
});
const edited = (story: Story, change: Partial<Texts>, moment: string | number, by: Person = implementer): Story =>
  story.says(by, moment, edit(change));
const lastMoment = (story: Story): number => story.events.at(-1)?.at ?? 0;
const GO = { type: 'giveGo' } as const;

const MATERIAL: readonly (readonly [string, Partial<Texts>])[] = [
  ['the service', { service: 'sandbox' }],
  ['what is modified', { what: 'Moodle goes to the next version, and PHP too.' }],
  ['a test more', { tests: [...upgrade.tests, 'A teacher can log in'] }],
  ['a test less', { tests: ['A student can log in'] }],
  ['another test', { tests: ['A student can log in', 'A quiz opens'] }],
];

const COSMETIC: readonly (readonly [string, Partial<Texts>])[] = [
  ['the title', { title: 'Upgrade of Moodle' }],
  ['the backout', { backout: 'Restore the snapshot of the data.' }],
  ['capitals and spaces', { what: ' moodle on Hannibal goes to the next  long-term version.' }],
  ['the full stop', { what: 'Moodle on Hannibal goes to the next long-term version' }],
  ['the dash', { what: 'Moodle on Hannibal goes to the next long‑term version.' }],
];

describe('after GO', () => {
  test.each(MATERIAL)('an edit of %s voids it, and it is asked anew at once', (_name, change) => {
    const after = edited(approved(), change, '2027-02-08 10:00');
    expect(after.change.stage.is).toBe('checked');
    const asked = after.until('2027-02-08 10:00');
    expect(asked.since(after)).toEqual([
      { type: 'asked', question: 'go-nogo', due: zurich('2027-02-08 10:00'), late: false },
    ]);
    expect(asked.change.asks['go-nogo']).toMatchObject({ round: 2, closed: false });
    expect(after.until('2027-02-13 08:00').change.stage.is).toBe('checked');
  });

  test.each(COSMETIC)('an edit of %s does not', (_name, change) => {
    const after = edited(approved(), change, '2027-02-08 10:00');
    expect(after.all('edited')).toMatchObject([{ voids: false }]);
    expect(after.change.stage.is).toBe('approved');
    expect(after.until('2027-02-12 10:00').notices.map(([name]) => name)).toEqual(['announce', 'remind']);
  });

  test('the approver sees what differs from what they approved, all edits together', () => {
    const after = edited(
      edited(approved(), { tests: ['A student can log in'] }, '2027-02-08 10:00'),
      { tests: ['A student can log in'], what: 'Something else' },
      '2027-02-08 11:00',
    );
    const { seen, planned } = after.change;
    expect(seen).toEqual(upgrade);
    expect(seen === null ? [] : differences(seen, planned)).toEqual(['what', 'tests']);
  });

  test('edited back it differs in nothing, and still wants its GO', () => {
    const away = edited(approved(), { what: 'Something else' }, '2027-02-08 10:00');
    const back = edited(away, {}, '2027-02-08 11:00');
    const { seen, planned, stage } = back.change;
    expect(seen === null ? null : differences(seen, planned)).toEqual([]);
    expect(stage.is).toBe('checked');
  });

  test('a new GO for the same window tells people nothing again', () => {
    const again = edited(approved(), { what: 'Something else' }, '2027-02-08 10:00')
      .until('2027-02-08 10:00')
      .says(approver, '2027-02-08 11:00', GO);
    expect(again.notices.map(([name]) => name)).toEqual(['announce']);
    expect(again.until('2027-02-12 10:00').notices.map(([name]) => name)).toEqual(['announce', 'remind']);
  });

  test('a new GO for another service tells those who were told which one it is', () => {
    const again = edited(approved(), { service: 'sandbox' }, '2027-02-08 10:00')
      .until('2027-02-08 10:00')
      .says(approver, '2027-02-08 11:00', GO);
    expect(noticeFacts(again, 'moved')).toMatchObject([{ service: 'Sandbox', before: { service: 'ISC Learn' } }]);
  });

  test('after the reminder, without a new GO, whoever was told hears at the start that it does not take place', () => {
    const after = edited(reminded(), { what: 'Something else' }, '2027-02-12 20:00');
    expect(after.until('2027-02-12 21:00').change.hold).toBeNull();
    expect(after.until('2027-02-13 08:00').notices.at(-1)).toEqual(['postponed', zurich('2027-02-13 08:00')]);
  });

  test('and in spite of all it takes place by a GO within the window: that is told anew', () => {
    const late = edited(withSnapshot(), { what: 'Something else' }, '2027-02-13 07:50')
      .until('2027-02-13 08:20')
      .says(approver, '2027-02-13 08:20', GO)
      .until('2027-02-13 08:20');
    expect(late.change.stage.is).toBe('in progress');
    expect(late.notices.slice(-3).map(([name]) => name)).toEqual(['postponed', 'announce', 'start']);
  });

  test('a snapshot is kept, unless it is of another host by now', () => {
    const kept = edited(withSnapshot(), { what: 'Something else' }, '2027-02-13 07:50').change;
    expect(kept.snapshot.is).toBe('finished');
    const other = edited(takingSnapshot(), { service: 'sandbox' }, '2027-02-13 07:00').change;
    expect(other.snapshot.is).toBe('none');
  });
});

describe('before GO', () => {
  test.each([
    ['preparing', () => created(), 'preparing'],
    ['asked for the pre-check', askedForPreCheck, 'prepared'],
    ['correcting', correcting, 'correcting'],
    ['checked', checked, 'checked'],
    ['asked for GO', askedForGo, 'checked'],
    ['refused its GO', nogo, 'nogo'],
  ] as const)('a change that is %s can be edited, and stays %s', (_name, story, stage) => {
    const before = story();
    const after = edited(before, { what: 'Something else' }, lastMoment(before)).change;
    expect(after.stage.is).toBe(stage);
    expect(after.draft.what).toBe('Something else');
    expect(after.draft.window).toEqual(upgrade.window);
  });

  test('corrections are made by editing: the approver sees them at GO', () => {
    const corrected = edited(correcting(), { tests: ['A teacher can log in'] }, '2027-01-31 10:00');
    const { seen, planned } = corrected.change;
    expect(seen === null ? [] : differences(seen, planned)).toEqual(['tests']);
  });

  test('a GO on a card of before the edit is outdated', () => {
    const before = askedForGo();
    const after = edited(before, { what: 'Something else' }, '2027-02-06 09:30');
    given(after).when(approver, '2027-02-06 09:31', GO, before.change.version).then('outdated');
  });
});

describe('an edit that cannot be', () => {
  test('changes nothing', () => {
    given(approved()).when(implementer, '2027-02-08 10:00', edit({})).then('nothing edited');
  });

  test('names a service that is not of the site', () => {
    given(approved())
      .when(implementer, '2027-02-08 10:00', edit({ service: 'moon' }))
      .then('unknown service');
  });

  test('comes while it runs, or after', () => {
    const other = edit({ what: 'Something else' });
    given(started()).when(implementer, '2027-02-13 09:00', other).then('no edit while running');
    given(completed()).when(implementer, '2027-02-13 10:30', other).then('no edit after the end');
  });

  test('by somebody else', () => {
    given(approved())
      .when(member, '2027-02-08 10:00', edit({ title: 'Mine' }))
      .then('not the implementer');
  });
});

describe('what is the same to approve', () => {
  test('is not what differs inside a word: a path, a version, an option', () => {
    const what = (text: string) => ({ ...upgrade, what: text });
    for (const [a, b] of [
      ['rm -rf /data/old', 'rm -rf /data /old'],
      ['to 4.1', 'to 41'],
      ['with --force', 'with force'],
    ] as const)
      expect(isSameToApprove(what(a), what(b))).toBe(false);
  });

  test('is any window but the very same one not', () => {
    expect(isSameToApprove(upgrade, { ...upgrade, window: { ...upgrade.window, minutes: 245 } })).toBe(false);
  });
});
