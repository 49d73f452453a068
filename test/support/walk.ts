/** A change led by chance: anybody says anything at any time, the bot runs or is down, and a record is kept of all of it. */
import type { Change } from '../../src/domain/change.ts';
import { isOver, isRunning } from '../../src/domain/change.ts';
import { isKnownRefusal } from '../../src/domain/refused-press.ts';
import type { Command, PersonCommand, Request } from '../../src/domain/command.ts';
import type { Decision } from '../../src/domain/decide.ts';
import { decide, isRefusal } from '../../src/domain/decide.ts';
import type { Draft, Event } from '../../src/domain/event.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { postings } from '../../src/domain/notices.ts';
import { nextDue } from '../../src/domain/plan.ts';
import type { Posting } from '../../src/domain/posting.ts';
import type { Person, Site } from '../../src/domain/site.ts';
import type { Step } from './driver.ts';
import { answersTo, obviousStep } from './driver.ts';
import { replans } from './replans.ts';

/** How long until somebody says something: so many minutes, or around the next thing that is due. */
export type Wait = { readonly minutes: number } | { readonly untilDue: number };

/** Something that fits what is asked just then: the n-th of all the answers there are, said by whom it is asked of. */
export interface Fitting {
  readonly answer: number;
}

/** A change of plan: the n-th of all the ways there are. */
export interface Replanning {
  readonly replan: number;
}

export interface Saying {
  readonly wait: Wait;
  /** Whether the bot is down until then. */
  readonly down: boolean;
  readonly by: Person;
  readonly request: Request | Fitting | Replanning;
  /** The version on the card: the present one, an older one, or none because it was no card. */
  readonly card: 'present' | 'older' | 'none';
}

export interface Start {
  readonly site: Site;
  readonly by: Person;
  readonly draft: Draft;
  readonly now: number;
  /** Everybody does the obvious thing until it has started: few would come so far by chance. */
  readonly carried: boolean;
}

/** One event, with the change before and after it and the letters it put into the outbox. */
export interface Recorded {
  readonly event: Event;
  readonly before: Change | undefined;
  readonly after: Change;
  readonly letters: readonly Posting[];
}

export interface Walk {
  readonly site: Site;
  readonly change: Change;
  readonly record: readonly Recorded[];
  /** The most that ever fell due at one and the same knock. */
  readonly mostAtOnce: number;
  /** What became of the presses on cards that show an older version. */
  readonly onOlderCards: readonly Decision[];
  readonly now: number;
}

const ID = 'CHG-2027-001';
const MINUTE = 60_000;
/** More than this at one instant would never end. */
const MOST_AT_ONCE = 50;
/** Every change has started, or cannot, within so many steps. */
const MOST_STEPS = 60;

/** Walks from creation through everything that is said. */
export function walk(start: Start, sayings: readonly Saying[]): Walk {
  const { site } = start;
  const record: Recorded[] = [];
  let change: Change | undefined;
  let now = start.now;
  let mostAtOnce = 0;
  const onOlderCards: Decision[] = [];

  const keep = (events: readonly Event[]): void => {
    for (const event of events) {
      const after = evolve(change, event);
      record.push({ event, before: change, after, letters: postings(after, event, site) });
      change = after;
    }
  };
  const hear = (command: Command): Decision => {
    const decision = decide(change, command, site);
    if (decision !== 'outdated' && !isRefusal(decision)) keep(decision);
    else if (isRefusal(decision)) keep(refused(change, command as PersonCommand, decision.refused));
    return decision;
  };
  const knock = (at: number): void => {
    for (let knocks = 0; ; knocks += 1) {
      mostAtOnce = Math.max(mostAtOnce, knocks);
      const due = change && nextDue(change, site);
      if (due === undefined || due === null || due > at || knocks > MOST_AT_ONCE) return;
      hear({ type: 'fallDue', changeId: ID, now: at });
    }
  };
  const run = (until: number): void => {
    for (;;) {
      const due = change && nextDue(change, site);
      if (due === undefined || due === null || due > until || mostAtOnce > MOST_AT_ONCE) return;
      knock(Math.max(due, now));
      now = Math.max(due, now);
    }
  };

  hear({ type: 'create', changeId: ID, form: 'form-1', draft: start.draft, by: start.by, now });
  knock(now);
  const carry = (): void => {
    for (let step = 0; step < MOST_STEPS && change !== undefined && !isRunning(change) && !isOver(change); step += 1) {
      const obvious = obviousStep(change, site, now);
      if (obvious !== null) hear({ ...obvious.request, changeId: ID, by: obvious.by, now });
      else now = Math.max(now, nextDue(change, site) ?? now);
      knock(now);
    }
  };
  if (start.carried) carry();
  for (const saying of sayings) {
    if (change === undefined) break;
    const then = later(change, site, now, saying.wait);
    if (!saying.down) run(then);
    now = then;
    if (!saying.down) knock(now);
    const said = saidBy(saying, change, site, now);
    if (said === undefined) continue;
    const version = saying.card === 'present' ? change.version : change.version - 1;
    const card = saying.card === 'none' ? {} : { version };
    const decision = hear({ ...said.request, changeId: ID, by: said.by, now, ...card });
    if (saying.card === 'older') onOlderCards.push(decision);
  }
  knock(now);
  if (change === undefined) throw new Error('nothing was created');
  return { site, change, record, mostAtOnce, onOlderCards, now };
}

function saidBy({ by, request }: Saying, change: Change, site: Site, now: number): Step | undefined {
  if ('type' in request) return { by, request };
  if ('replan' in request) {
    const ways = replans(change, site, now);
    return ways[request.replan % ways.length];
  }
  const fitting = answersTo(change, site, now);
  return fitting[request.answer % Math.max(1, fitting.length)];
}

/** As the use case keeps it: the same refusal again is not kept twice. */
function refused(change: Change | undefined, { type, by, now }: PersonCommand, why: string): readonly Event[] {
  if (change === undefined || isKnownRefusal(change, { entraId: by.entraId, command: type, why, at: now })) return [];
  return [{ type: 'refused', command: type, why, version: change.version, at: now, by }];
}

function later(change: Change, site: Site, now: number, wait: Wait): number {
  if ('minutes' in wait) return now + wait.minutes * MINUTE;
  return Math.max(now, (nextDue(change, site) ?? now) + wait.untilDue * MINUTE);
}
