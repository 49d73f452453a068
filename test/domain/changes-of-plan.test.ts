/** However often the plan changes, whoever does it, and whenever the bot runs: what never happens. */
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { isFinal } from '../../src/app/cards-out.ts';
import { isOver } from '../../src/domain/change.ts';
import type { CardName, Draft, Event } from '../../src/domain/event.ts';
import type { NoticeFacts } from '../../src/domain/posting.ts';
import { scheduleOf } from '../../src/domain/schedule.ts';
import type { Person } from '../../src/domain/site.ts';
import { lastTold } from '../../src/domain/telling.ts';
import { start } from '../support/arbitraries.ts';
import { goAllTheWay } from '../support/driver.ts';
import { approver, deputy, implementer, member } from '../support/fixtures.ts';
import { Story } from '../support/given.ts';
import type { Saying, Walk } from '../support/walk.ts';
import { walk } from '../support/walk.ts';

const RUNS = 300;
const SEED = 20270213;
jest.setTimeout(60_000);

const saying: fc.Arbitrary<Saying> = fc.record({
  wait: fc.oneof(
    fc.record({ minutes: fc.constantFrom(0, 1, 30, 180, 24 * 60) }),
    fc.record({ untilDue: fc.constantFrom(-1, 0, 0, 1, 24 * 60) }),
  ),
  down: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  by: fc.constantFrom<Person>(implementer, implementer, approver, deputy, member),
  request: fc.oneof(
    { weight: 8, arbitrary: fc.record({ answer: fc.constant(0) }) },
    { weight: 1, arbitrary: fc.record({ answer: fc.nat(9) }) },
    { weight: 3, arbitrary: fc.record({ replan: fc.nat(200) }) },
  ),
  card: fc.constantFrom('present' as const, 'none' as const),
});

const sayings = fc.array(saying, { minLength: 10, maxLength: 60, size: 'max' });
const walks = new Map<string, Walk>();

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

/** Every notice with what it said, in order. */
function notices({ record }: Walk): readonly { readonly notice: string; readonly facts: NoticeFacts }[] {
  return record.flatMap(({ letters }) =>
    letters.flatMap((letter) => (letter.kind === 'notice' ? [{ notice: letter.notice, facts: letter.facts }] : [])),
  );
}

describe('on any walk on which the plan changes', () => {
  test('all of it is seen, so that what follows means something', () => {
    const seen = new Map<string, number>();
    always((walked) => {
      for (const { event } of walked.record) {
        const name = nameOf(event);
        seen.set(name, (seen.get(name) ?? 0) + 1);
      }
    });
    expect(SEEN.filter((name) => (seen.get(name) ?? 0) < 3)).toEqual([]);
  });

  test('nothing starts that differs from what GO was given for', () => {
    always(({ record, site }) => {
      let approved: Draft | null = null;
      for (const { event, before, after } of record) {
        if (event.type === 'goGiven') approved = after.planned;
        if (event.type !== 'started' || before === undefined) continue;
        // A start that was delayed for its snapshot moves within what was agreed.
        const asApproved: Draft = { ...before.planned, window: before.draft.window };
        expect(material(asApproved)).toEqual(approved === null ? null : material(approved));
        const delay = scheduleOf(before.planned, site).start - scheduleOf(before.draft, site).start;
        expect(delay).toBeLessThanOrEqual((before.acceptable ?? 0) * 60_000);
      }
    });
  });

  test('nobody carries out what they approved themselves', () => {
    always(({ record, site }) => {
      if (site.ownApproval) return;
      let by: Person | null = null;
      for (const { event, before } of record) {
        if (event.type === 'goGiven') ({ by } = event);
        if (event.type === 'started') expect(by?.entraId).not.toBe(before?.implementer.entraId);
      }
    });
  });

  test('nothing starts at a time that people were not told', () => {
    always((walked) => {
      const said = notices(walked);
      for (const [index, { notice, facts }] of said.entries()) {
        if (notice !== 'start') continue;
        const known = said[index - 1];
        expect([known?.facts.start, known?.facts.end]).toEqual([facts.start, facts.end]);
        expect(['announce', 'moved', 'delayed', 'remind']).toContain(known?.notice);
      }
    });
  });

  test('what has moved, is delayed, postponed or cancelled is told to those who were told, by what they knew', () => {
    always((walked) => {
      const said = notices(walked);
      for (const [index, { notice, facts }] of said.entries()) {
        const known = said[index - 1];
        if (known === undefined || known.notice === 'cancel') {
          expect(notice).toBe('announce');
          continue;
        }
        const window = [known.facts.service, known.facts.start, known.facts.end];
        if (notice === 'moved' || notice === 'delayed')
          expect([facts.before?.service, facts.before?.start, facts.before?.end]).toEqual(window);
        if (notice === 'postponed' || notice === 'cancel')
          expect([facts.service, facts.start, facts.end]).toEqual(window);
        if (notice === 'announce') expect(known.notice).toBe('postponed');
      }
    });
  });

  test('nobody waits for what does not come: by the start that they know, people know better', () => {
    always(({ change, now, site }) => {
      const told = lastTold(change);
      if (told?.is !== 'planned' || !WITHOUT_GO.includes(change.stage.is)) return;
      expect(scheduleOf({ ...change.planned, window: told.window }, site).start).toBeGreaterThan(now);
    });
  });

  test('no two letters have one key, and the clock comes to rest', () => {
    always(({ record, mostAtOnce }) => {
      const keys = record.flatMap(({ letters }) => letters.map((letter) => letter.key));
      expect(new Set(keys).size).toBe(keys.length);
      expect(mostAtOnce).toBeLessThan(10);
    });
  });

  test('no card has the number of another one', () => {
    always(({ record }) => {
      const cards = record.flatMap(({ letters }) =>
        letters.flatMap((letter) => (letter.kind === 'ask' ? [`${letter.question}/${letter.round}`] : [])),
      );
      expect(new Set(cards).size).toBe(cards.length);
    });
  });

  test('a card that will not be updated any more is not asked on again', () => {
    always(({ record }) => {
      // Within one decision a card may open and be asked anew at once.
      const rests = record.filter(({ event }, index) => record[index + 1]?.event.at !== event.at);
      for (const [index, { after: before }] of rests.entries()) {
        const after = rests[index + 1]?.after;
        if (after === undefined || isOver(before)) continue;
        for (const [question, { round }] of Object.entries(before.asks)) {
          const card = `${question}/${round}` as CardName;
          if (isFinal(card, before)) expect([card, isFinal(card, after)]).toEqual([card, true]);
        }
      }
    });
  });

  test('there is always a way forward', () => {
    always(({ record, site, now }) => {
      const story = new Story(
        record.map(({ event }) => event),
        site,
      );
      expect(isOver(goAllTheWay(story.until(now)).change)).toBe(true);
    });
  });
});

/** The walks edit whole words and capitals, nothing finer. */
function material({ window, service, what, tests }: Draft): Partial<Draft> {
  return { window, service, what: what.toLowerCase(), tests };
}

const WITHOUT_GO = ['preparing', 'prepared', 'correcting', 'checked', 'nogo'];

function nameOf(event: Event): string {
  if (event.type === 'noticed') return `noticed ${event.notice}`;
  return event.type === 'edited' && event.voids ? 'edited, GO is void' : event.type;
}

const SEEN: readonly string[] = [
  'rescheduled',
  'edited',
  'edited, GO is void',
  'handedOver',
  'startDelayed',
  'goGiven',
  'nogoGiven',
  'started',
  'noticed announce',
  'noticed moved',
  'noticed postponed',
  'noticed delayed',
  'noticed start',
  'noticed cancel',
];
