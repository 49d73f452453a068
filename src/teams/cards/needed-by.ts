/** Until when a question needs its answer. */
import type { Change } from '../../domain/change.ts';
import type { Instant, Question } from '../../domain/event.ts';
import { firstCheck } from '../../domain/plan.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { scheduleOf } from '../../domain/schedule.ts';
import type { Site } from '../../domain/site.ts';
import type { Times } from '../../app/words.ts';

/** A milestone that is off or has no instant gives none. */
const NEEDED_BY: Readonly<Record<Question, (schedule: Schedule, site: Site, change: Change) => Instant | undefined>> = {
  prepare: (schedule, site) => schedule[firstCheck(site)],
  'pre-check': (schedule) => schedule['go-nogo'],
  corrections: (schedule) => schedule['go-nogo'],
  'go-nogo': approvedBy,
  nogo: approvedBy,
  snapshot: ({ start }) => start,
  skip: ({ start }) => start,
  tests: ({ end }) => end,
  'last-rollback': (schedule) => schedule['last-rollback'],
  decide: ({ end }) => end,
  more: ({ end }) => end,
  incident: () => undefined,
  close: () => undefined,
};

/** The day before, the change is put on hold; where nobody is reminded, or it came later than that, at its start. */
function approvedBy({ remind, start }: Schedule, site: Site, { createdAt }: Change): Instant | undefined {
  return site.process.remind.on && remind !== undefined && remind > createdAt ? remind : start;
}

/** Empty where nothing hurries, or where it was too late already when it was asked. */
export function dueOf(question: Question, change: Change, site: Site, times: Times): string {
  const due = NEEDED_BY[question](scheduleOf(change.planned, site), site, change);
  return due === undefined || due <= (change.asks[question]?.at ?? 0) ? '' : times.when(due);
}
