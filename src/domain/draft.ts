/** What the form gives, checked field by field before there is a change at all. */
import type { Draft, Instant, Texts, Window } from './event.ts';
import { missedMilestones } from './short-notice.ts';
import type { Site } from './site.ts';
import { gapAround, isWallClock, startOf } from './window.ts';

/** The form's fields as they were filled in; `start` is a wall-clock time and `minutes` a number once they could be read. */
export interface DraftFields {
  readonly title: string;
  readonly service: string;
  readonly what: string;
  readonly tests: readonly string[];
  readonly backout: string;
  readonly start: string | null;
  readonly minutes: number | null;
  /** It cannot wait. */
  readonly emergency?: boolean;
  /** Why it comes at short notice. */
  readonly reason?: string;
}

export type DraftField =
  'title' | 'service' | 'what' | 'tests' | 'backout' | 'start' | 'duration' | 'emergency' | 'reason';

export const DRAFT_PROBLEMS = [
  'missing',
  'too long',
  'unknown service',
  'too many tests',
  'unreadable start',
  'unreadable duration',
  'start in the past',
  'start too far',
  'start in the gap',
  'duration out of range',
  'no emergency',
  'reason missing',
] as const;

/** What is wrong with a field; the sentences are in `cards/text`, under `problem`. */
export interface Problem {
  readonly problem: (typeof DRAFT_PROBLEMS)[number];
  readonly values: Readonly<Record<string, string | number>>;
}

export type Problems = Readonly<Partial<Record<DraftField, Problem>>>;

/** A title is a line on a phone; the long fields fit a card of 25 KB together. */
const LONGEST = { title: 120, what: 4000, backout: 2000, test: 200, reason: 1000 } as const;
const MOST_TESTS = 20;
const SHORTEST_WINDOW_MIN = 5;
const LONGEST_WINDOW_MIN = 7 * 24 * 60;
/** Two years: nobody plans further, but a year is mistyped easily. */
const FURTHEST_MS = 2 * 365 * 24 * 60 * 60_000;

/** The draft, or every problem there is, by field. The reason of a short notice may still be missing: `domain/warnings.ts` asks for it. */
export function checkDraft(
  fields: DraftFields,
  site: Site,
  now: Instant,
): { readonly draft: Draft } | { readonly problems: Problems } {
  const { emergency = false } = fields;
  const reason = (fields.reason ?? '').trim();
  const texts = checkTexts(fields, site);
  const window = checkWindow(fields, site, now);
  const problems: Problems = {
    ...problemsOf(texts),
    ...problemsOf(window),
    ...(reason.length > LONGEST.reason ? { reason: tooLong(reason, LONGEST.reason) } : {}),
  };
  if (Object.keys(problems).length > 0 || 'problems' in texts || 'problems' in window) return { problems };
  const draft = { ...texts, window };
  const missed = missedMilestones(draft, site, now);
  if (emergency && !missed.includes('go-nogo')) return { problems: { emergency: problem('no emergency') } };
  if (missed.length === 0) return { draft };
  return { draft: { ...draft, shortNotice: { missed, reason }, ...(emergency ? { emergency } : {}) } };
}

/** All but the window, or what is wrong with it. */
export function checkTexts(
  fields: Pick<DraftFields, keyof Texts>,
  site: Site,
): Texts | { readonly problems: Problems } {
  const clean = {
    title: fields.title.trim(),
    service: fields.service.trim(),
    what: fields.what.trim(),
    tests: fields.tests.map((line) => line.trim()).filter((line) => line !== ''),
    backout: fields.backout.trim(),
  };
  const problems = found({
    title: text(clean.title, LONGEST.title),
    service: service(clean.service, site),
    what: text(clean.what, LONGEST.what),
    tests: tests(clean.tests),
    backout: text(clean.backout, LONGEST.backout),
  });
  return Object.keys(problems).length > 0 ? { problems } : clean;
}

/** The window, or what is wrong with it. */
export function checkWindow(
  fields: Pick<DraftFields, 'start' | 'minutes'>,
  site: Site,
  now: Instant,
): Window | { readonly problems: Problems } {
  const problems = found({ start: start(fields.start, site, now), duration: duration(fields.minutes) });
  if (Object.keys(problems).length > 0 || fields.start === null || fields.minutes === null) return { problems };
  return { start: fields.start, minutes: fields.minutes };
}

function found(problems: Readonly<Partial<Record<DraftField, Problem | null>>>): Problems {
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== null));
}

function problemsOf(checked: object): Problems {
  return 'problems' in checked ? (checked.problems as Problems) : {};
}

function text(value: string, most: number): Problem | null {
  if (value === '') return problem('missing');
  return value.length > most ? tooLong(value, most) : null;
}

function tooLong({ length }: string, most: number): Problem {
  return problem('too long', { most, length });
}

function service(key: string, site: Site): Problem | null {
  if (key === '') return problem('missing');
  if (site.services.some((s) => s.key === key)) return null;
  return problem('unknown service', { found: key, scope: site.services.map((s) => s.key).join(', ') });
}

function tests(lines: readonly string[]): Problem | null {
  if (lines.length === 0) return problem('missing');
  if (lines.length > MOST_TESTS) return problem('too many tests', { most: MOST_TESTS, found: lines.length });
  const long = lines.find((line) => line.length > LONGEST.test);
  return long === undefined ? null : tooLong(long, LONGEST.test);
}

function start(wall: string | null, site: Site, now: Instant): Problem | null {
  if (wall === null || !isWallClock(wall)) return problem('unreadable start');
  const gap = gapAround(wall, site.timeZone);
  if (gap !== null) return problem('start in the gap', { ...gap, zone: site.timeZone });
  const at = startOf({ start: wall, minutes: 0 }, site.timeZone);
  if (at <= now) return problem('start in the past');
  return at > now + FURTHEST_MS ? problem('start too far') : null;
}

function duration(minutes: number | null): Problem | null {
  if (minutes === null || !Number.isInteger(minutes)) return problem('unreadable duration');
  if (minutes >= SHORTEST_WINDOW_MIN && minutes <= LONGEST_WINDOW_MIN) return null;
  return problem('duration out of range', { least: SHORTEST_WINDOW_MIN, days: LONGEST_WINDOW_MIN / 24 / 60 });
}

/** A problem with what its sentence names. */
export function problem(code: Problem['problem'], values: Problem['values'] = {}): Problem {
  return { problem: code, values };
}
