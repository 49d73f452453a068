/** A change that goes its way at any site, by the process alone, and every notice that it sends. */
import type { Change } from '../../src/domain/change.ts';
import { isOpen } from '../../src/domain/change.ts';
import type { Command, Request } from '../../src/domain/command.ts';
import { decide, isRefusal } from '../../src/domain/decide.ts';
import type { Draft, Event, Instant, Question } from '../../src/domain/event.ts';
import { PREPARATIONS } from '../../src/domain/event.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { postings } from '../../src/domain/notices.ts';
import { nextDue } from '../../src/domain/plan.ts';
import type { MailName, MailPosting, Posting } from '../../src/domain/posting.ts';
import type { Site } from '../../src/domain/site.ts';
import { implementer } from '../../test/support/fixtures.ts';

export const ID = 'CHG-2027-001';
const MINUTE = 60_000;
/** More steps than any change takes from its creation to its end. */
const MOST_STEPS = 300;
/** Minutes after the announced end that are agreed to at GO: room for what the notices of a bad day say. */
const AGREED = 120;

/** At this site the story does not go on like that. */
export class NoWay extends Error {}

/** What a notice said, in the channel and by mail, with the change as it was then. */
export interface Said {
  /** Null: those who read the channel are not told. */
  readonly notice: Extract<Posting, { kind: 'notice' }> | null;
  readonly mail: MailPosting;
  readonly change: Change;
  readonly at: Instant;
}

interface Letter {
  readonly posting: Posting;
  readonly change: Change;
  readonly at: Instant;
}

/** Told step by step; each step gives another story, so that several go on from one beginning. */
export class Story {
  readonly site: Site;
  readonly now: Instant;
  readonly #change: Change | undefined;
  readonly #letters: readonly Letter[];

  private constructor(site: Site, now: Instant, change: Change | undefined, letters: readonly Letter[]) {
    this.site = site;
    this.now = now;
    this.#change = change;
    this.#letters = letters;
  }

  /** Somebody makes a change of this draft. */
  static of(draft: Draft, site: Site, now: Instant): Story {
    return new Story(site, now, undefined, []).says({ type: 'create', form: 'form', draft });
  }

  get change(): Change {
    if (this.#change === undefined) throw new Error('the story has no change yet');
    return this.#change;
  }

  /** Whoever it is for says something, so many minutes later. @throws NoWay when it is refused */
  says(request: Request, minutes = 0): Story {
    const then = minutes === 0 ? this : this.until(this.now + minutes * MINUTE);
    const by = OF_THE_APPROVER.includes(request.type) ? this.site.approver : implementer;
    return then.#hears({ ...request, changeId: ID, by, now: then.now });
  }

  /** The clock goes on, and nobody says anything. */
  until(target: Instant): Story {
    const due = nextDue(this.change, this.site);
    if (due === null || due > target) return new Story(this.site, target, this.#change, this.#letters);
    return this.#knocked(due).until(target);
  }

  /** Everybody does the obvious thing until it is so. @throws NoWay when that never happens */
  goesOn(isSo: (change: Change) => boolean): Story {
    return stepByStep(this, isSo, (story) => {
      const said = OBVIOUS.find(([question]) => isOpen(story.change, question))?.[1](story.change);
      return said === undefined ? story.#clock() : story.says(said);
    });
  }

  /** Nobody says anything until it is so. @throws NoWay when that never happens */
  waits(isSo: (change: Change) => boolean): Story {
    return stepByStep(this, isSo, (story) => story.#clock());
  }

  /** From the next day on the site writes to other people too. */
  meets(site: Site): Story {
    const now = this.now + 24 * 60 * MINUTE;
    const story = new Story(site, now, this.#change, this.#letters);
    return story.#hears({ type: 'meetRecipients', changeId: ID, now });
  }

  /** The newest notice of this name. @throws NoWay when there was none */
  said(name: MailName): Said {
    const mail = this.#letters.findLast(({ posting }) => posting.kind === 'mail' && posting.notice === name);
    if (mail?.posting.kind !== 'mail') throw new NoWay(`no ${name} was sent`);
    const { posting, change, at } = mail;
    const beside = this.#letters.findLast((one) => one.at === at && isNotice(one.posting, name))?.posting;
    const told = posting.joined === undefined && beside?.kind === 'notice';
    return { notice: told ? beside : null, mail: posting, change, at };
  }

  #clock(): Story {
    const due = nextDue(this.change, this.site);
    if (due === null) throw new NoWay(`nothing leads on from ${this.change.stage.is}`);
    return this.#knocked(due);
  }

  #knocked(due: Instant): Story {
    return this.#hears({ type: 'fallDue', changeId: ID, now: Math.max(due, this.now) });
  }

  #hears(command: Command): Story {
    const decision = decide(this.#change, command, this.site);
    if (decision === 'outdated' || isRefusal(decision)) throw new NoWay(`${command.type}: ${JSON.stringify(decision)}`);
    return decision.reduce<Story>((story, event) => story.#happens(event), this.#at(command.now));
  }

  #happens(event: Event): Story {
    const change = evolve(this.#change, event);
    const letters = postings(change, event, this.site).map((posting) => ({ posting, change, at: event.at }));
    return new Story(this.site, this.now, change, [...this.#letters, ...letters]);
  }

  #at(now: Instant): Story {
    return new Story(this.site, now, this.#change, this.#letters);
  }
}

function stepByStep(from: Story, isSo: (change: Change) => boolean, step: (story: Story) => Story): Story {
  let story = from;
  for (let steps = 0; !isSo(story.change); steps += 1) {
    if (steps > MOST_STEPS) throw new NoWay(`it stays ${story.change.stage.is}`);
    story = step(story);
  }
  return story;
}

function isNotice(posting: Posting, name: MailName): boolean {
  return posting.kind === 'notice' && posting.notice === name;
}

const OF_THE_APPROVER: readonly Request['type'][] = ['acceptPreCheck', 'giveGo'];

/** What is said to each question on the way to the start. */
const OBVIOUS: readonly (readonly [Question, (change: Change) => Request])[] = [
  ['prepare', () => ({ type: 'tickPreparations', items: PREPARATIONS })],
  ['pre-check', () => ({ type: 'acceptPreCheck' })],
  ['go-nogo', () => ({ type: 'giveGo', acceptable: AGREED })],
  ['snapshot', ({ snapshot }) => ({ type: snapshot.is === 'started' ? 'finishSnapshot' : 'startSnapshot' })],
];
