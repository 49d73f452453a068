/** `delegate @colleague 2027-02-01 to 2027-02-14`: what it says, what becomes of it, and who stands in. */
import { MILESTONE_OF, ROLE_OF } from '../domain/plan.ts';
import { openQuestions } from '../app/view.ts';
import type { Delegation } from '../domain/delegation.ts';
import { delegated, undelegated } from '../domain/delegation.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Deputy, Person } from '../domain/site.ts';
import { dayOf, isWallClock, startOf } from '../domain/window.ts';
import { namedIn } from './mentions.ts';
import { refusalSaid } from './refused.ts';
import type { Service } from './service.ts';
import type { Reply } from './talk.ts';
import { note } from './talk.ts';

const END = /\b(?:end|none|no more|stop|remove|cancel)\b/i;
const MENTION = /<at>.*?<\/at>/gi;
const ISO = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/g;
const SWISS = /\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b/g;

/** Without anything more: who stands in, and when. */
export async function delegate(
  rest: string,
  by: Person,
  service: Service,
  mentioned: readonly Person[],
): Promise<Reply> {
  if (rest.trim() === '' && mentioned.length === 0) return deputies(service);
  const { team, site, clock } = service;
  const deputy = mentioned.length === 1 ? (mentioned[0] ?? null) : namedIn(rest, team);
  const said = rest.replace(MENTION, ' ');
  const days = daysIn(said);
  const ends = days === null && END.test(said);
  const next = ends
    ? undelegated(team.delegations, deputy, by, site)
    : delegated(team.delegations, { deputy, days }, by, site, clock());
  service.log.info({ command: 'delegate', outcome: isRefused(next) ? `refused: ${next.refused}` : 'done' }, 'command');
  if (isRefused(next) || deputy === null) return refused(next as Refusal, service);
  await team.delegate(next);
  return ends || days === null ? done('ended', deputy, {}, service) : delegatedNow({ ...deputy, ...days }, service);
}

/** The first and the last day as they are written; one day alone is both. Null: not to be read. */
export function daysIn(text: string): { readonly from: string; readonly to: string } | null {
  const iso = [...text.matchAll(ISO)].map(([, year = '', month = '', day = '']) => [year, month, day]);
  const swiss = [...text.matchAll(SWISS)].map(([, day = '', month = '', year = '']) => [year, month, day]);
  const days = [...iso, ...swiss].map((parts) => parts.map((part) => part.padStart(2, '0')).join('-'));
  const [from, to = from, ...more] = days;
  if (from === undefined || to === undefined || more.length > 0) return null;
  return [from, to].every((day) => isWallClock(`${day}T00:00`)) ? { from, to } : null;
}

function delegatedNow(delegation: Delegation, service: Service): Reply {
  const { from, to } = delegation;
  const today = dayOf(service.clock(), service.site.timeZone);
  const waiting = from <= today && today <= to ? waitingFor(service) : '';
  const values = { from: dayName(from, service), to: dayName(to, service), waiting: waiting === '' ? 'none' : waiting };
  return done('delegated', delegation, values, service);
}

/** What waits for the approver's answer just now: `CHG-2027-001 (GO / NOGO)`. */
function waitingFor({ changes, voice }: Service): string {
  return changes
    .open()
    .flatMap((change) =>
      openQuestions(change)
        .filter((question) => ROLE_OF[question] === 'approver')
        .map((question) => `${change.id} (${voice.sentences.say(`milestone.${MILESTONE_OF[question]}`)})`),
    )
    .join(', ');
}

function done(what: 'delegated' | 'ended', { name }: Person, values: Record<string, string>, service: Service): Reply {
  const { escape } = service.voice;
  return note(service, `delegate.${what}`, {
    deputy: escape(name),
    approver: escape(service.site.approver.name),
    ...values,
  });
}

function deputies(service: Service): Reply {
  const { deck, site, team, voice, clock } = service;
  const { sentences, escape } = voice;
  const today = dayOf(clock(), site.timeZone);
  const lines = site.deputies
    .filter(({ to = today }) => to >= today)
    .map((deputy) => ({
      line: sentences.say(`delegate.${kindOf(deputy)}`, {
        deputy: escape(deputy.name),
        from: deputy.from === undefined ? 'none' : dayName(deputy.from, service),
        to: deputy.to === undefined ? 'none' : dayName(deputy.to, service),
        source: team.delegations.some((one) => one === deputy) ? 'delegate' : 'file',
      }),
    }));
  const text = sentences.section('cards.deputies', { approver: escape(site.approver.name) });
  return { card: deck.plain('deputies', { text, lines, none: lines.length === 0 }) };
}

function kindOf({ from, to }: Deputy): 'always' | 'dated' {
  return from === undefined && to === undefined ? 'always' : 'dated';
}

/** `Mon 1 Feb 2027` */
function dayName(day: string, { site, voice }: Service): string {
  return voice.times.day(startOf({ start: `${day}T12:00`, minutes: 0 }, site.timeZone));
}

function refused(refusal: Refusal, { deck, voice }: Service): Reply {
  return { card: deck.plain('note', { line: refusalSaid(refusal, voice) }) };
}

function isRefused(next: readonly Delegation[] | Refusal): next is Refusal {
  return 'refused' in next;
}
