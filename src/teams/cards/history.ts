/** The history as people read it: a line an event, with who and when. */
import type { Change } from '../../domain/change.ts';
import type { Event, Instant, Question } from '../../domain/event.ts';
import { MILESTONE_OF, ROLE_OF } from '../../domain/plan.ts';
import type { Site } from '../../domain/site.ts';
import type { LedgerLine } from '../../app/ledger.ts';
import type { Values, Voice } from '../../app/words.ts';
import { valuesOf } from '../values.ts';
import type { Entry } from './story.ts';
import { mailLine } from './history-mail.ts';
import { inOne } from './in-one.ts';
import { letterName } from './letter-name.ts';
import { planLine } from './history-plan.ts';
import { wayName } from '../../app/notice-text.ts';
import { whoDecided } from '../urgency.ts';

/** What happened, in a line with its time of day and who made it happen. */
export function historyLine(
  { event, delivered }: Entry,
  change: Change,
  site: Site,
  voice: Voice,
  ledger: readonly LedgerLine[],
): string {
  const { sentences, times } = voice;
  const what = sent(happened(event, change, site, voice, ledger), event.at, delivered, voice);
  const at = times.time(event.at);
  if (event.by !== null && !BY_ITSELF.includes(event.type))
    return sentences.say('history.byPerson', { at, by: whoDecided(event.by, event.for, voice), what });
  return sentences.say('history.line', { at, what });
}

/** What the bot does because of what somebody did: it stands in the history without a name of its own. */
const BY_ITSELF: readonly Event['type'][] = [
  'asked',
  'reminded',
  'noticed',
  'skipped',
  'held',
  'released',
  'started',
  'delivered',
  'gaveUp',
  'addressed',
  'mailed',
];

/** With when it was delivered: a time only where that was not at once. */
function sent(what: string, at: Instant, delivered: Instant | null, { sentences, times }: Voice): string {
  if (delivered === null) return what;
  const later = times.when(delivered) === times.when(at) ? 'no' : 'yes';
  const time = times.day(delivered) === times.day(at) ? times.time(delivered) : times.when(delivered);
  return sentences.say('history.sent', { what, later, at: time });
}

function happened(event: Event, change: Change, site: Site, voice: Voice, ledger: readonly LedgerLine[]): string {
  const { sentences, escape, times } = voice;
  const say = (key: string, values: Values = {}): string => sentences.say(`history.${key}`, values);
  const due = 'due' in event ? times.when(event.due) : '';
  const milestone = (name: string): string => sentences.say(`milestone.${name}`);
  switch (event.type) {
    case 'asked':
      return say(event.late ? 'askedLate' : 'asked', { due, question: questionName(event.question, voice) });
    case 'reminded':
      return say(event.escalated ? `remindedBehind.${ROLE_OF[event.question]}` : 'reminded', {
        question: questionName(event.question, voice),
      });
    case 'preparationTicked':
      return say('preparationTicked', { ticked: event.items.length });
    case 'correctionsNeeded':
      return say('correctionsNeeded', { list: inOne(event.corrections.map(escape), voice) });
    case 'correctionsTicked':
    case 'nogoTasksTicked':
    case 'testsTicked':
      return say(event.type, { ticked: event.done.length });
    case 'nogoGiven':
    case 'snapshotFailed':
    case 'skipRequested':
    case 'skipRefused':
    case 'moreRefused':
    case 'repairFailed':
    case 'incidentHandedOver':
    case 'cancelled':
      return say(event.type, { reason: escape(event.reason) });
    case 'goRequested':
      return say('goRequested', { corrected: escape(event.corrected) });
    case 'noticed':
      return say(event.late ? 'noticedLate' : 'noticed', {
        due,
        notice: sentences.say(`notice.${event.notice}.name`),
      });
    case 'skipped':
      return say(leftOutBy(event, change), { due, milestone: milestone(event.milestone) });
    case 'held':
      return say('held', {
        reasons: event.reasons
          // Why there was no GO then is in the lines before.
          .map((reason) => sentences.say(`hold.${reason}`, { ...valuesOf(change, site, voice), stageIs: '' }))
          .join(' '),
      });
    case 'started':
      return say(event.late ? 'startedLate' : 'started', { due });
    case 'ended':
      return event.untested === null ? say('ended') : say('endedUntested', { reason: escape(event.untested) });
    case 'closed':
      return say('closed', { lessons: escape(event.lessons) || sentences.say('lessons.none') });
    case 'refused':
      return say('refused', { command: sentences.say(`verb.${event.command}`), why: event.why });
    case 'delivered':
      return say('delivered', { key: letterName(event.key, voice) });
    case 'gaveUp':
      return say('gaveUp', { key: letterName(event.key, voice), why: escape(event.why) });
    case 'addressed':
    case 'mailed':
    case 'resent':
      return mailLine(event, ledger, voice);
    case 'created':
      return createdLine(event, voice);
    case 'prepared':
    case 'preCheckAccepted':
    case 'corrected':
    case 'released':
    case 'snapshotStarted':
    case 'snapshotFinished':
    case 'skipAgreed':
    case 'keptGoing':
    case 'restoreStarted':
      return say(event.type);
    case 'goGiven':
      return say('goGiven', { acceptable: times.span(event.acceptable) });
    case 'rescheduled':
    case 'edited':
    case 'handedOver':
    case 'startDelayed':
      return planLine(event, site, voice);
    case 'extended':
    case 'moreRequested':
    case 'incidentDeclared':
    case 'repairStarted':
    case 'incidentUpdated':
    case 'incidentResolved':
      return troubleLine(event, voice);
  }
}

/** A step is left out at the site, by the emergency that went without it, or because its time has passed. */
function leftOutBy({ due, at, milestone }: Extract<Event, { type: 'skipped' }>, { draft }: Change): string {
  if (due !== at) return 'skipped';
  return milestone === 'prepare' && draft.emergency === true ? 'leftOutInEmergency' : 'leftOut';
}

function createdLine({ draft }: Extract<Event, { type: 'created' }>, { sentences, escape }: Voice): string {
  const { shortNotice, emergency } = draft;
  if (shortNotice === undefined) return sentences.say('history.created');
  const missed = shortNotice.missed.map((name) => sentences.say(`milestone.${name}`)).join(', ');
  const key = emergency === true ? 'createdInEmergency' : 'createdAtShortNotice';
  return sentences.say(`history.${key}`, { missed, reason: escape(shortNotice.reason) });
}

type TroubleEvent = Extract<
  Event,
  {
    type: 'extended' | 'moreRequested' | 'incidentDeclared' | 'repairStarted' | 'incidentUpdated' | 'incidentResolved';
  }
>;

/** What happened on a bad day and takes more than its reason to tell. */
function troubleLine(event: TroubleEvent, voice: Voice): string {
  const { sentences, times, escape } = voice;
  const say = (key: string, values: Values = {}): string => sentences.say(`history.${key}`, values);
  const estimate = 'minutes' in event && event.minutes !== null ? times.span(event.minutes) : 'none';
  switch (event.type) {
    case 'extended':
      return event.restore
        ? say('extendedForRestore', { minutes: estimate })
        : say(event.agreed ? 'extendedAgreed' : 'extended', { minutes: estimate, reason: escape(event.reason) });
    case 'moreRequested':
      return say('moreRequested', { minutes: estimate, reason: escape(event.reason) });
    case 'incidentDeclared':
      return event.reason === null ? say('incidentByClock') : say('incidentDeclared', { reason: escape(event.reason) });
    case 'repairStarted':
      return say('repairStarted', { way: wayName(event.way, voice), estimate });
    case 'incidentUpdated':
      return say('incidentUpdated', { text: escape(event.text), estimate });
    case 'incidentResolved':
      return event.untested === null
        ? say('incidentResolved')
        : say('incidentResolvedUntested', { reason: escape(event.untested) });
  }
}

/** The name of a question: of its milestone, where that asks nothing else. */
function questionName(question: Question, { sentences }: Voice): string {
  const own = `question.${question}`;
  return sentences.say(sentences.has(own) ? own : `milestone.${MILESTONE_OF[question]}`);
}
