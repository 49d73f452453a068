/** `given(events).when(command).then(events | refusal)`: tests of the process as sentences. */
import { expect } from '@jest/globals';
import type { Change } from '../../src/domain/change.ts';
import type { Command, Request } from '../../src/domain/command.ts';
import { decide, isRefusal } from '../../src/domain/decide.ts';
import type { Event, Happening } from '../../src/domain/event.ts';
import { fold } from '../../src/domain/evolve.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';
import type { Person, Site } from '../../src/domain/site.ts';
import { implementer, site as theSite, upgrade, zurich } from './fixtures.ts';

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

  /** A person says something, at a wall-clock time of the Zurich winter. */
  says(by: Person, wall: string, request: Request): Story {
    return this.goesOn(this.hear(by, wall, request));
  }

  /** The clock reaches a time: everything due by then happens, at its own instant. */
  until(wall: string, downSince?: string): Story {
    return this.knock(zurich(wall), downSince !== undefined);
  }

  /** The bot was down and comes back at this time: whatever was due happens now. */
  backAt(wall: string): Story {
    return this.knock(zurich(wall), true);
  }

  /** What a command would give, without going on. */
  hear(by: Person, wall: string, request: Request, version?: number): ReturnType<typeof decide> {
    const base = { changeId: 'CHG-2027-001', by, now: zurich(wall) };
    const command: Command = version === undefined ? { ...base, ...request } : { ...base, ...request, version };
    return decide(fold(this.events), command, this.site);
  }

  private goesOn(decision: ReturnType<typeof decide>): Story {
    if (decision === 'outdated') throw new Error('outdated');
    if (isRefusal(decision)) throw new Error(`refused: ${decision.refused}`);
    return new Story([...this.events, ...decision], this.site);
  }

  private knock(target: number, down: boolean): Story {
    const next = dueAt(this.change, this.site);
    if (next === null || next > target) return this;
    const now = down ? target : Math.max(next, this.change.stage.since);
    return this.goesOn(decide(this.change, { type: 'fallDue', changeId: this.change.id, now }, this.site)).knock(target, down);
  }
}

import { nextDue } from '../../src/domain/plan.ts';
const dueAt = nextDue;

/** The example, created five weeks ahead. */
export function created(site: Site = theSite): Story {
  return new Story([], site).says(implementer, '2027-01-09 10:00', { type: 'create', form: 'form-1', draft: upgrade });
}

export function expectRefused(decision: ReturnType<typeof decide>, why: RefusalCode): void {
  expect(decision).toMatchObject({ refused: why });
}

/** The decision as happenings, without who and when. */
export function happenings(decision: ReturnType<typeof decide>): readonly Happening['type'][] {
  if (decision === 'outdated' || isRefusal(decision)) throw new Error(JSON.stringify(decision));
  return decision.map((event) => event.type);
}
