/** The form comes back once with what stands against its window; sent again, it makes the change. */
import { describe, expect, test } from '@jest/globals';
import type { DraftFields } from '../../src/domain/draft.ts';
import { checkDraft } from '../../src/domain/draft.ts';
import type { Draft } from '../../src/domain/event.ts';
import { unconfirmed, warningsAbout } from '../../src/domain/warnings.ts';
import type { Site } from '../../src/domain/site.ts';
import { site, upgrade, zurich } from '../support/fixtures.ts';
import { approved } from '../support/stories.ts';

const FIELDS: DraftFields = { ...upgrade, start: '2027-02-13T08:00', minutes: 240 };
const freezing: Site = { ...site, freezePeriods: [{ from: '2027-02-13', to: '2027-02-14', why: 'Exams' }] };

function draftOf(fields: Partial<DraftFields>, moment: string, at = site): Draft {
  const checked = checkDraft({ ...FIELDS, ...fields }, at, zurich(moment));
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return checked.draft;
}

describe('a form that is sent', () => {
  test('in good time is a draft with nothing to confirm', () => {
    const draft = draftOf({}, '2027-01-09 10:00');
    expect(draft).toEqual(upgrade);
    expect(unconfirmed(draft, [], site, '')).toBeNull();
  });

  test('at short notice comes back once, and asks for the reason', () => {
    const draft = draftOf({}, '2027-02-01 10:00');
    const back = unconfirmed(draft, [], site, '');
    expect(back).toMatchObject({
      warnings: [{ warning: 'short notice', missed: ['prepare', 'pre-check'] }],
      problems: {},
    });
    expect(unconfirmed(draft, [], site, back?.shown ?? '')).toMatchObject({
      problems: { reason: { problem: 'reason missing' } },
    });
    const explained = draftOf({ reason: ' The vendor ends support ' }, '2027-02-01 10:01');
    expect(explained.shortNotice).toEqual({ missed: ['prepare', 'pre-check'], reason: 'The vendor ends support' });
    expect(unconfirmed(explained, [], site, back?.shown ?? '')).toBeNull();
  });

  test('comes back again when something else stands against it by then', () => {
    const reason = 'The vendor ends support';
    const seen = unconfirmed(draftOf({}, '2027-02-01 10:00'), [], site, '')?.shown ?? '';
    const later = unconfirmed(draftOf({ reason }, '2027-02-06 09:01'), [], site, seen);
    expect(later?.warnings).toEqual([{ warning: 'short notice', missed: ['prepare', 'pre-check', 'go-nogo'] }]);
    const other = { ...approved().change, id: 'CHG-2027-002' };
    const clashing = unconfirmed(draftOf({ reason }, '2027-02-01 10:00'), [other], site, seen);
    expect(clashing?.warnings.map(({ warning }) => warning)).toEqual(['short notice', 'clash']);
  });

  test('is told of everything at once', () => {
    const other = { ...approved().change, id: 'CHG-2027-002' };
    const draft = draftOf({ minutes: 60 }, '2027-02-01 10:00', freezing);
    expect(warningsAbout(draft, [other], freezing).map(({ warning }) => warning)).toEqual([
      'short notice',
      'too short',
      'freeze',
      'clash',
    ]);
  });

  test('in good time but in a freeze period needs no reason, only a second press', () => {
    const draft = draftOf({}, '2027-01-09 10:00', freezing);
    const back = unconfirmed(draft, [], freezing, '');
    expect(back?.warnings).toEqual([{ warning: 'freeze', period: freezing.freezePeriods?.[0] }]);
    expect(unconfirmed(draft, [], freezing, back?.shown ?? '')).toBeNull();
  });
});

describe('an emergency', () => {
  test('is one whose GO is past', () => {
    expect(draftOf({ emergency: true, reason: 'It burns' }, '2027-02-10 10:00')).toMatchObject({
      emergency: true,
      shortNotice: { reason: 'It burns' },
    });
    for (const moment of ['2027-01-09 10:00', '2027-02-06 09:00'])
      expect(checkDraft({ ...FIELDS, emergency: true }, site, zurich(moment))).toEqual({
        problems: { emergency: { problem: 'no emergency', values: {} } },
      });
  });

  test('a reason is as long as a reason may be', () => {
    const checked = checkDraft({ ...FIELDS, reason: 'x'.repeat(1001) }, site, zurich('2027-02-10 10:00'));
    expect(checked).toMatchObject({ problems: { reason: { problem: 'too long' } } });
  });
});
