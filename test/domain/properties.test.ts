/** Whatever anybody says and whenever the bot runs: what never happens, and what always can. */
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../src/domain/change.ts';
import { extendedBy, extraLeft, isOver, isRunning, isSettled } from '../../src/domain/change.ts';
import { isSilent } from '../../src/domain/event.ts';
import type { Event } from '../../src/domain/event.ts';
import { fold } from '../../src/domain/evolve.ts';
import { windowNotOverGate } from '../../src/domain/gates.ts';
import type { NoticeName } from '../../src/domain/milestone.ts';
import { plan } from '../../src/domain/plan.ts';
import type { NoticeFacts, Posting } from '../../src/domain/posting.ts';
import { approverOnly } from '../../src/domain/roles.ts';
import { scheduleOf, takesSnapshot } from '../../src/domain/schedule.ts';
import { dayOf } from '../../src/domain/window.ts';
import { milestones, nextMilestone, openQuestions } from '../../src/app/view.ts';
import { sayings, start } from '../support/arbitraries.ts';
import { goAllTheWay } from '../support/driver.ts';
import { Story } from '../support/given.ts';
import type { Walk } from '../support/walk.ts';
import { walk } from '../support/walk.ts';

const RUNS = 2_000;
const SEED = 20270213;
// A few seconds, but not on a machine that does three other things.
jest.setTimeout(60_000);

// The seed is one for all, so that the same walks come again: each is gone once.
const walks = new Map<string, Walk>();

/** On any walk; fast-check tells seed and path of one where it fails. */
function always(property: (walked: Walk) => void): void {
  fc.assert(
    fc.property(start, sayings, (from, said) => {
      const key = JSON.stringify([from, said]);
      const walked = walks.get(key) ?? walk(from, said);
      walks.set(key, walked);
      property(walked);
    }),
    { seed: SEED, numRuns: RUNS },
  );
}

type Noticed = Extract<Event, { type: 'noticed' }>;

const eventsOf = ({ record }: Walk): readonly Event[] => record.map(({ event }) => event);
const noticesOf = (walked: Walk): readonly Noticed[] =>
  eventsOf(walked).filter((event): event is Noticed => event.type === 'noticed');

/** What people read in the notices of one name. */
const factsOf = (letters: readonly Posting[], name: NoticeName): readonly NoticeFacts[] =>
  letters.flatMap((letter) => (letter.kind === 'notice' && letter.notice === name ? [letter.facts] : []));

describe('on any walk', () => {
  test('all of the process is seen, so that what follows means something', () => {
    const seen = new Map<string, number>();
    always((walked) => {
      for (const { event } of walked.record) {
        const name = event.type === 'noticed' ? `noticed ${event.notice}` : event.type;
        seen.set(name, (seen.get(name) ?? 0) + 1);
      }
    });
    const rare = SEEN.filter((name) => (seen.get(name) ?? 0) < 3);
    expect(rare).toEqual([]);
  });

  test('nothing is announced without the GO of somebody who may give it', () => {
    always((walked) => {
      const events = eventsOf(walked);
      const announced = events.findIndex((event) => event.type === 'noticed' && event.notice === 'announce');
      if (announced === -1) return;
      const go = events.slice(0, announced).findLast((event) => event.type === 'goGiven');
      expect(go?.by).toBeTruthy();
      expect(go?.at).toBe(events[announced]?.at);
      expect(walked.site.ownApproval || go?.by?.entraId !== walked.change.implementer.entraId).toBe(true);
    });
  });

  test('pre-check and GO are never asked side by side, and GO leaves neither unanswered', () => {
    always(({ record }) => {
      for (const { event, after } of record) {
        const open = openQuestions(after);
        expect(open.includes('pre-check') && open.includes('go-nogo')).toBe(false);
        if (event.type !== 'goGiven' || after.skipped.includes('pre-check')) continue;
        const checked = after.decisions.filter(({ what }) => what === 'pre-check OK' || what === 'corrections needed');
        expect(checked).not.toHaveLength(0);
      }
    });
  });

  test('nothing starts without GO, without its snapshot, or after its window', () => {
    always(({ record, site }) => {
      for (const { event, before } of record) {
        if (event.type !== 'started' || before === undefined) continue;
        expect(before.stage.is).toBe('approved');
        expect(isSettled(before.snapshot) || !takesSnapshot(before.draft, site)).toBe(true);
        expect(event.at).toBeGreaterThanOrEqual(scheduleOf(before.draft, site).start);
        expect(windowNotOverGate(before, site, event.at)).toBe(true);
      }
    });
  });

  test('nothing is approved, ended, closed or cancelled but by a person', () => {
    always((walked) => {
      expect(eventsOf(walked).filter(({ type, by }) => PERSONS.includes(type) && by === null)).toEqual([]);
    });
  });

  test('nothing ends with a test unticked and no reason', () => {
    always(({ record }) => {
      for (const { event, after } of record) {
        if (event.type !== 'ended') continue;
        const unticked = after.draft.tests.filter((_, index) => !after.testsDone.includes(index));
        expect(unticked.length === 0 || event.untested !== null).toBe(true);
      }
    });
  });

  test('no two letters have one key', () => {
    always(({ record }) => {
      const keys = record.flatMap(({ letters }) => letters.map((letter) => letter.key));
      expect(new Set(keys).size).toBe(keys.length);
    });
  });

  test('no notice comes twice, but where there is something new to say', () => {
    always((walked) => {
      const names = noticesOf(walked)
        .map((event) => event.notice)
        .filter((name) => !AGAIN_AND_AGAIN.includes(name));
      expect(new Set(names).size).toBe(names.length);
    });
  });

  test('the end is never later than was agreed, all extensions together', () => {
    always(({ change, record }) => {
      for (const { event, after } of record)
        if (event.type === 'extended') expect(extendedBy(after)).toBeLessThanOrEqual(after.acceptable ?? 0);
      for (const { event, before } of record)
        if (event.type === 'extended' && !event.agreed && before !== undefined)
          expect(event.minutes).toBeLessThanOrEqual(extraLeft(before));
      expect(change.planned.window.minutes).toBe(change.draft.window.minutes + extendedBy(change));
    });
  });

  test('more than was agreed at GO is agreed to by nobody but who may approve', () => {
    always(({ record, site }) => {
      for (const { event, before } of record)
        if (event.type === 'extended' && event.agreed && before !== undefined && event.by !== null)
          expect(approverOnly(before, event.by, site, event.at)).toBeUndefined();
    });
  });

  test('the agreed time is what the approver said at GO, or agreed to later, and no restore goes beyond it', () => {
    always(({ record }) => {
      for (const { event, before, after } of record) {
        const isAgreed = event.type === 'goGiven' || (event.type === 'extended' && event.agreed);
        // With GO goes what was agreed to.
        const isGone = event.type === 'nogoGiven';
        if (!isAgreed) expect(after.acceptable).toBe(isGone ? null : (before?.acceptable ?? null));
        if (event.type === 'goGiven') expect(after.acceptable).toBe(event.acceptable);
      }
    });
  });

  test('a notice of another end tells the end that was told before, and a later one', () => {
    always(({ record, change, site }) => {
      let told = scheduleOf(change.draft, site).end;
      for (const { before, end } of record.flatMap(({ letters }) => factsOf(letters, 'extend'))) {
        expect(before?.end).toBe(told);
        expect(end).toBeGreaterThan(told);
        told = end;
      }
    });
  });

  test('the clock declares an incident only after the agreed extra time, and only where nobody answered', () => {
    always(({ record, site }) => {
      for (const { event, before } of record) {
        if (event.type !== 'incidentDeclared' || event.by !== null || before === undefined) continue;
        const agreed = scheduleOf(before.draft, site).end + (before.acceptable ?? 0) * 60_000;
        expect(event.at).toBeGreaterThanOrEqual(agreed);
        expect(event.at).toBeGreaterThanOrEqual(scheduleOf(before.planned, site).end);
        expect(before.stage.is).toBe('in progress');
        if (!site.process.decide.on || before.skipped.includes('decide')) continue;
        expect(event.at - (before.asks.decide?.at ?? Infinity)).toBeGreaterThanOrEqual(HALF_AN_HOUR);
      }
    });
  });

  test('nobody hears of an incident before it is one, or of news of it after it is over', () => {
    always(({ record }) => {
      for (const { event, before } of record)
        if (event.type === 'noticed' && event.notice.startsWith('incident')) {
          const stages =
            event.notice === 'incident-over' || event.notice === 'incident-process' ? ['ended'] : ['incident'];
          expect(stages).toContain(before?.stage.is);
        }
    });
  });

  test('every letter of an incident comes after it was declared', () => {
    always(({ record }) => {
      for (const { after, letters } of record)
        for (const letter of letters) if (isOfIncident(letter)) expect(after.incident).not.toBeNull();
    });
  });

  test('what becomes of a change that runs is told to those who heard that it began', () => {
    always((walked) => {
      const names = noticesOf(walked).map(({ notice }) => notice);
      const first = names.findIndex((name) => WHILE_IT_RUNS.includes(name));
      if (first !== -1) expect(names.slice(0, first)).toContain('start');
    });
  });

  test('nobody but a person says that it is over, or that the end is another one', () => {
    always((walked) => {
      expect(noticesOf(walked).filter(({ notice, by }) => BY_A_PERSON.includes(notice) && by === null)).toEqual([]);
    });
  });

  test('news are promised for later, or it is an incident in the same breath', () => {
    always(({ record }) => {
      record.forEach(({ event, letters }, index) => {
        const becomes = record.slice(index).find((one) => one.event.type === 'incidentDeclared')?.event;
        for (const { next } of factsOf(letters, 'overrun'))
          if (becomes?.at !== event.at) expect(next).toBeGreaterThan(event.at);
      });
    });
  });

  test('nobody hears of the end, the start or the cancellation of something that was never announced', () => {
    always((walked) => {
      const [first] = noticesOf(walked);
      if (first !== undefined) expect(first.notice).toBe('announce');
    });
  });

  test('everybody who was told hears how it ends', () => {
    always((walked) => {
      const names = noticesOf(walked).map((event) => event.notice);
      if (!isOver(walked.change) || names.length === 0) return;
      expect(names.at(-1)).toBe(LAST[lastOutcome(walked.change)]);
    });
  });

  test('"tomorrow" is not said on the day itself, and expires before it', () => {
    always(({ record, site }) => {
      for (const { event, after, letters } of record) {
        if (event.type !== 'noticed' || event.notice !== 'remind') continue;
        const day = dayOf(scheduleOf(after.draft, site).start, site.timeZone);
        expect(dayOf(event.at, site.timeZone) < day).toBe(true);
        for (const letter of letters) {
          const { expires } = letter;
          expect(expires).not.toBeNull();
          expect(dayOf((expires ?? 0) - 1, site.timeZone) < day).toBe(true);
        }
      }
    });
  });

  test('the clock comes to rest: never is there no end of what falls due at one instant', () => {
    always(({ mostAtOnce }) => {
      expect(mostAtOnce).toBeLessThan(10);
    });
  });

  test('the history gives the change again, also from its document', () => {
    always((walked) => {
      expect(fold(eventsOf(walked))).toEqual(walked.change);
      expect(fold(JSON.parse(JSON.stringify(eventsOf(walked))) as Event[])).toEqual(walked.change);
    });
  });

  test('the version only ever grows, by what cards show and by nothing else', () => {
    always(({ record }) => {
      const wrong = record.filter(
        ({ event, before, after }) =>
          after.length !== (before?.length ?? 0) + 1 ||
          after.version !== (isSilent(event) ? before?.version : after.length),
      );
      expect(wrong).toEqual([]);
    });
  });

  test('a refusal changes nothing that a card shows, and nothing that is due', () => {
    always(({ record, site }) => {
      for (const { event, before, after, letters } of record) {
        if (event.type !== 'refused' || before === undefined) continue;
        expect(shown(after)).toEqual(shown(before));
        expect(letters).toEqual([]);
        expect([plan(after, site), milestones(after, site), nextMilestone(after, site), openQuestions(after)]).toEqual([
          plan(before, site),
          milestones(before, site),
          nextMilestone(before, site),
          openQuestions(before),
        ]);
      }
    });
  });

  test('a press on an older card is never decided', () => {
    always(({ onOlderCards }) => {
      for (const decision of onOlderCards) expect(decision).toBe('outdated');
    });
  });

  test('a change that is over stays as it is', () => {
    always(({ record }) => {
      for (const { event, before } of record)
        if (before !== undefined && isOver(before) && !isSilent(event)) expect(afterTheEnd(event)).toBe(true);
    });
  });

  test('at every moment something is asked or due, until it is over', () => {
    always(({ record, site }) => {
      record.forEach(({ event, after }, index) => {
        // Events of one instant belong together: what is asked next follows what was answered.
        const isMoment = record[index + 1]?.event.at !== event.at;
        if (isMoment && !isOver(after))
          expect(openQuestions(after).length + plan(after, site).length).toBeGreaterThan(0);
      });
    });
  });

  test('while it runs somebody is always asked, in trouble or not', () => {
    always(({ record }) => {
      record.forEach(({ event, after }, index) => {
        if (isRunning(after) && record[index + 1]?.event.at !== event.at)
          expect(openQuestions(after)).toContain(after.stage.is === 'incident' ? 'incident' : 'tests');
      });
    });
  });

  test('there is always a way forward: who does the obvious thing comes to the end', () => {
    always((walked) => {
      const story = new Story(eventsOf(walked), walked.site);
      expect(isOver(goAllTheWay(story.until(walked.now)).change)).toBe(true);
    });
  });
});

/** What is not about the record itself. */
function shown(change: Change): Partial<Change> {
  return { ...change, length: 0, latest: 0, refusals: [] };
}

/** Told again whenever there is something new. */
const AGAIN_AND_AGAIN: readonly string[] = ['extend', 'overrun', 'incident-update'];

const HALF_AN_HOUR = 30 * 60_000;

/** What becomes of a change that takes place. */
const WHILE_IT_RUNS: readonly NoticeName[] = [
  'extend',
  'overrun',
  'incident',
  'incident-update',
  'incident-over',
  'incident-process',
  'end',
];

const BY_A_PERSON: readonly NoticeName[] = ['extend', 'incident-update', 'incident-over', 'incident-process', 'end'];

function isOfIncident(letter: Posting): boolean {
  if (letter.kind === 'ready text') return true;
  if (letter.kind === 'notice') return letter.notice.startsWith('incident');
  return (letter.kind === 'ask' || letter.kind === 'reminder') && letter.question === 'incident';
}

/** The last notice of each ending. */
const LAST: Readonly<Record<string, string>> = {
  completed: 'end',
  restored: 'end',
  'restored after an incident': 'incident-over',
  repaired: 'incident-over',
  failed: 'incident-process',
  cancelled: 'cancel',
};

function lastOutcome({ stage, incident }: Change): string {
  if (stage.is !== 'closed') return stage.is;
  return stage.outcome === 'restored' && incident !== null ? 'restored after an incident' : stage.outcome;
}

/** A change that was cancelled says so, and may get its lessons; nothing else happens to one that is over. */
function afterTheEnd(event: Event): boolean {
  if (event.type === 'noticed') return event.notice === 'cancel';
  return event.type === 'closed' || (event.type === 'asked' && event.question === 'close');
}

const PERSONS: readonly Event['type'][] = [
  'created',
  'preparationTicked',
  'prepared',
  'preCheckAccepted',
  'correctionsNeeded',
  'correctionsTicked',
  'corrected',
  'goGiven',
  'nogoGiven',
  'goRequested',
  'released',
  'snapshotStarted',
  'snapshotFinished',
  'snapshotFailed',
  'skipRequested',
  'skipAgreed',
  'skipRefused',
  'testsTicked',
  'keptGoing',
  'restoreStarted',
  'extended',
  'moreRequested',
  'moreRefused',
  'repairStarted',
  'incidentUpdated',
  'repairFailed',
  'incidentResolved',
  'incidentHandedOver',
  'ended',
  'closed',
  'cancelled',
];

const SEEN: readonly string[] = [
  ...PERSONS,
  'asked',
  'reminded',
  'skipped',
  'held',
  'started',
  'refused',
  'noticed announce',
  'noticed remind',
  'noticed start',
  'noticed end',
  'incidentDeclared',
  'noticed extend',
  'noticed overrun',
  'noticed incident',
  'noticed incident-update',
  'noticed incident-over',
  'noticed incident-process',
  'noticed cancel',
];
