/** `given(story).when(who, when, what).then(events | refusal)`: tests of the process as sentences. */
import { expect } from '@jest/globals';
import type { Change } from '../../src/domain/change.ts';
import type { Command, Request } from '../../src/domain/command.ts';
import type { Decision } from '../../src/domain/decide.ts';
import { decide, isRefusal } from '../../src/domain/decide.ts';
import type { Draft, Event, Happening } from '../../src/domain/event.ts';
import { evolve, fold } from '../../src/domain/evolve.ts';
import type { NoticeName } from '../../src/domain/milestone.ts';
import { postings } from '../../src/domain/notices.ts';
import { nextDue } from '../../src/domain/plan.ts';
import type { NoticeFacts, Posting } from '../../src/domain/posting.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';
import type { Person, Site } from '../../src/domain/site.ts';
import { implementer, inZone, site as theSite, upgrade } from './fixtures.ts';

const ID = 'CHG-2027-001';
/** Daily reminders over a year are fewer than this. */
const MOST_KNOCKS = 1000;

/** A wall-clock time of the site, or an instant. */
export type Moment = string | number;

/** A story of a change: who said what and when, and what the clock did. Every step has to succeed. */
export class Story {
  readonly events: readonly Event[];
  readonly site: Site;
  constructor(events: readonly Event[] = [], site: Site = theSite) {
    this.events = events;
    this.site = site;
  }

  /** The change as it is by now. */
  get change(): Change {
    const change = fold(this.events);
    if (change === undefined) throw new Error('the story has no change yet');
    return change;
  }

  /** A person says something, and it happens. */
  says(by: Person, moment: Moment, request: Request): Story {
    return this.#goesOn(this.hear(by, moment, request));
  }

  /** The clock reaches a time: everything due by then happens, each at its own instant. */
  until(moment: Moment): Story {
    return this.#knock(this.instant(moment), false);
  }

  /** The bot was down and comes back at this time: whatever was due happens now. */
  backAt(moment: Moment): Story {
    return this.#knock(this.instant(moment), true);
  }

  /** What a command would give, without going on; `version` is the one on the card that is pressed. */
  hear(by: Person, moment: Moment, request: Request, version?: number): Decision {
    const base = { changeId: ID, by, now: this.instant(moment) };
    const command: Command = version === undefined ? { ...base, ...request } : { ...base, ...request, version };
    return decide(fold(this.events), command, this.site);
  }

  /** What came after another story that this one goes on from, without who and when. */
  since(earlier: Story): readonly Happening[] {
    return this.events.slice(earlier.events.length).map(bare);
  }

  /** The events of one type. */
  all<T extends Event['type']>(type: T): readonly Extract<Event, { type: T }>[] {
    return this.events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
  }

  /** When each notice of this story was decided, in order. */
  get notices(): readonly (readonly [string, number])[] {
    return this.all('noticed').map((event) => [event.notice, event.at] as const);
  }

  /** What everybody read in the notices of one name, in order. */
  read(notice: NoticeName): readonly NoticeFacts[] {
    return this.letters.flatMap((letter) =>
      letter.kind === 'notice' && letter.notice === notice ? [letter.facts] : [],
    );
  }

  /** Everything that was put into the outbox, in order. */
  get letters(): readonly Posting[] {
    let change: Change | undefined;
    return this.events.flatMap((event) => {
      change = evolve(change, event);
      return postings(change, event, this.site);
    });
  }

  instant(moment: Moment): number {
    return typeof moment === 'number' ? moment : inZone(moment, this.site.timeZone);
  }

  #goesOn(decision: Decision): Story {
    if (decision === 'outdated') throw new Error('outdated');
    if (isRefusal(decision)) throw new Error(`refused: ${decision.refused}`);
    return new Story([...this.events, ...decision], this.site);
  }

  #knock(target: number, down: boolean): Story {
    const events = [...this.events];
    let { change } = this;
    for (let knocks = 0; ; knocks += 1) {
      const next = nextDue(change, this.site);
      if (next === null || next > target) return new Story(events, this.site);
      if (knocks > MOST_KNOCKS) throw new Error('the clock does not come to rest');
      const now = down ? target : Math.max(next, events.at(-1)?.at ?? next);
      const decided = decide(change, { type: 'fallDue', changeId: ID, now }, this.site) as readonly Event[];
      change = fold(decided, change) ?? change;
      events.push(...decided);
    }
  }
}

/** A change of this draft at a site, created five weeks ahead of the example's window. */
export function created(site: Site = theSite, draft: Draft = upgrade, moment: Moment = '2027-01-09 10:00'): Story {
  return new Story([], site).says(implementer, moment, { type: 'create', form: 'form-1', draft });
}

interface When {
  /** Exactly these happenings, or this refusal. */
  then(expected: readonly Happening[] | RefusalCode | 'outdated'): void;
}

/** `given(askedForGo).when(approver, '2027-02-06 10:00', { type: 'giveGo' }).then([…])` */
export function given(story: Story): { when(by: Person, moment: Moment, request: Request, version?: number): When } {
  return {
    when: (by, moment, request, version) => ({
      then(expected) {
        const decision = story.hear(by, moment, request, version);
        if (expected === 'outdated') expect(decision).toBe('outdated');
        else if (typeof expected === 'string') expectRefused(decision, expected);
        else expect(happened(decision)).toEqual(expected);
      },
    }),
  };
}

export function expectRefused(decision: Decision, why: RefusalCode): void {
  expect(decision).toMatchObject({ refused: why });
}

/** The types of what a decision makes happen. */
export function happenings(decision: Decision): readonly Happening['type'][] {
  return happened(decision).map((event) => event.type);
}

/** What a decision makes happen, without who and when. */
function happened(decision: Decision): readonly Happening[] {
  if (decision === 'outdated' || isRefusal(decision)) throw new Error(JSON.stringify(decision));
  return decision.map(bare);
}

function bare(event: Event): Happening {
  return Object.fromEntries(
    Object.entries(event).filter(([key]) => !['at', 'by', 'for', 'from'].includes(key)),
  ) as Happening;
}
