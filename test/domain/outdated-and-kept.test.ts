/** A press on an old card decides nothing; everything that happened is kept. */
import { describe, expect, test } from '@jest/globals';
import { isSilent } from '../../src/domain/event.ts';
import { isKnownRefusal } from '../../src/domain/refused-press.ts';
import type { Event } from '../../src/domain/event.ts';
import { evolve, fold } from '../../src/domain/evolve.ts';
import { decide } from '../../src/domain/decide.ts';
import { approver, implementer, member, zurich } from '../support/fixtures.ts';
import { given } from '../support/given.ts';
import { approved, askedForGo, askedForPreCheck, closed } from '../support/stories.ts';

const TEN = '2027-02-06 10:00';

describe('a press on a card', () => {
  test('of the present version decides', () => {
    const story = askedForGo();
    given(story)
      .when(approver, TEN, { type: 'giveGo' }, story.change.version)
      .then([
        { type: 'goGiven', acceptable: 120 },
        { type: 'noticed', notice: 'announce', due: zurich(TEN), late: false },
      ]);
  });

  test('of an older version decides nothing, whoever presses and whatever it asks', () => {
    const older = askedForPreCheck().change.version;
    given(askedForGo()).when(approver, TEN, { type: 'giveGo' }, older).then('outdated');
    given(askedForGo()).when(member, TEN, { type: 'giveGo' }, older).then('outdated');
    given(closed()).when(implementer, '2027-03-01 10:00', { type: 'cancel', reason: '' }, older).then('outdated');
  });

  test('of a version that never was decides nothing', () => {
    given(askedForGo()).when(approver, TEN, { type: 'giveGo' }, -1).then('outdated');
    given(askedForGo()).when(approver, TEN, { type: 'giveGo' }, 9999).then('outdated');
  });

  test('twice decides once: the second is outdated', () => {
    const { version } = askedForGo().change;
    const once = askedForGo().says(approver, TEN, { type: 'giveGo' });
    given(once).when(approver, TEN, { type: 'giveGo' }, version).then('outdated');
  });
});

describe('the version', () => {
  const sent: Event = {
    type: 'delivered',
    key: 'k',
    card: 'living',
    activity: 'a',
    conversation: 'c',
    at: 1,
    by: null,
  };
  const refused: Event = { type: 'refused', command: 'giveGo', why: 'not the approver', version: 7, at: 1, by: member };
  const gaveUp: Event = { type: 'gaveUp', key: 'k', why: 'gone', at: 1, by: null };

  test.each([sent, refused, gaveUp])('is not moved by what no card shows ($type)', (event) => {
    const { change } = askedForGo();
    const after = evolve(change, event);
    expect(isSilent(event)).toBe(true);
    expect(after.version).toBe(change.version);
    expect(after.length).toBe(change.length + 1);
  });

  test('is the number of the event that moved it, so that no two states share one', () => {
    const quiet = evolve(evolve(askedForGo().change, sent), gaveUp);
    expect(evolve(quiet, { type: 'goGiven', acceptable: 120, at: 2, by: approver }).version).toBe(quiet.length + 1);
  });
});

describe('everything is kept', () => {
  test('who, when and what, of every event', () => {
    for (const event of closed().events) {
      expect(event.at).toBeGreaterThanOrEqual(zurich('2027-01-09 10:00'));
      expect(event.by === null || event.by === implementer || event.by === approver).toBe(true);
    }
    expect(approved().all('goGiven')).toEqual([{ type: 'goGiven', acceptable: 120, at: zurich(TEN), by: approver }]);
  });

  test('from which card it was pressed', () => {
    const press = { type: 'giveGo', changeId: 'CHG-2027-001', by: approver, from: 'go-nogo/1' } as const;
    const story = askedForGo();
    const decision = decide(story.change, { ...press, now: zurich(TEN) }, story.site);
    expect(decision).toMatchObject([{ type: 'goGiven', from: 'go-nogo/1' }, { type: 'noticed' }]);
  });

  test('a refused press, which is known again when it is sent again', () => {
    const refused: Event = { type: 'refused', command: 'giveGo', why: 'own approval', version: 6, at: 1, by: member };
    const after = evolve(askedForGo().change, refused);
    const again = { entraId: member.entraId, command: 'giveGo', why: 'own approval' };
    expect(isKnownRefusal(after, { ...again, at: 15_000 })).toBe(true);
    expect(isKnownRefusal(after, { ...again, at: 3_600_000 })).toBe(false);
    expect(isKnownRefusal(after, { ...again, at: 15_000, command: 'giveNogo' })).toBe(false);
    expect(evolve(after, { type: 'goGiven', acceptable: 120, at: 2, by: approver }).refusals).toEqual([]);
  });

  test('a send, and a send that was given up', () => {
    const { change, site } = askedForGo();
    const base = { changeId: change.id, now: 5, key: 'CHG-2027-001/created/channel/1' } as const;
    const sent = decide(
      change,
      { ...base, type: 'recordDelivery', card: 'living', activity: 'a1', conversation: 'c1' },
      site,
    );
    const failed = decide(change, { ...base, type: 'recordFailure', why: 'too large' }, site);
    const after = fold([...(sent as readonly Event[]), ...(failed as readonly Event[])], change);
    expect(after?.cards.living).toEqual({ activity: 'a1', conversation: 'c1' });
    expect(after?.delivered).toEqual({ [base.key]: 5 });
    expect(after?.gaveUp).toEqual([{ key: base.key, why: 'too large', at: 5 }]);
  });

  test('a history that is none is refused loudly', () => {
    expect(() => fold([{ type: 'prepared', at: 1, by: implementer }])).toThrow("is 'created' by a person");
    expect(fold([])).toBeUndefined();
    const { events } = askedForGo();
    const [created] = events;
    if (created === undefined) throw new Error('no events');
    expect(() => fold([...events, created])).toThrow('created twice');
    expect(() => fold([...events, { type: 'goGiven', acceptable: 120, at: 1, by: null }])).toThrow(
      "a person's decision",
    );
    expect(() => fold([...events, { type: 'ended', untested: null, at: 1, by: approver }])).toThrow('ended while');
    expect(() => fold([...events, { type: 'closed', lessons: '', at: 1, by: approver }])).toThrow('closed while');
    expect(() =>
      fold([...events, { type: 'reminded', question: 'decide', escalated: false, at: 1, by: null }]),
    ).toThrow('never asked');
  });
});
