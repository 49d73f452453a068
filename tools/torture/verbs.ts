/** What people press: how often, who may, what they fill in, and what is in the history when it was taken. */
import type { Request } from '../../src/domain/command.ts';
import type { Event } from '../../src/domain/event.ts';
import type { Json } from '../../src/rehearsal/json.ts';

export interface Verb {
  /** How likely somebody picks it among the buttons of a card. */
  readonly weight: number;
  readonly by: 'implementer' | 'approver';
  /** The event by which it stands in the history. */
  readonly event: Event['type'];
  /** Whether it may be taken and yet change nothing: ticks that were saved before. */
  readonly mayBeNothing?: true;
}

export const VERBS: Readonly<Record<string, Verb>> = {
  tickPreparations: { weight: 10, by: 'implementer', event: 'preparationTicked', mayBeNothing: true },
  acceptPreCheck: { weight: 10, by: 'approver', event: 'preCheckAccepted' },
  needCorrections: { weight: 2, by: 'approver', event: 'correctionsNeeded' },
  tickCorrections: { weight: 10, by: 'implementer', event: 'correctionsTicked', mayBeNothing: true },
  giveGo: { weight: 12, by: 'approver', event: 'goGiven' },
  giveNogo: { weight: 1, by: 'approver', event: 'nogoGiven' },
  tickNogoTasks: { weight: 3, by: 'implementer', event: 'nogoTasksTicked', mayBeNothing: true },
  requestGo: { weight: 8, by: 'implementer', event: 'goRequested' },
  delayStart: { weight: 1, by: 'implementer', event: 'startDelayed' },
  startSnapshot: { weight: 8, by: 'implementer', event: 'snapshotStarted' },
  finishSnapshot: { weight: 12, by: 'implementer', event: 'snapshotFinished' },
  failSnapshot: { weight: 1, by: 'implementer', event: 'snapshotFailed' },
  requestSkip: { weight: 1, by: 'implementer', event: 'skipRequested' },
  agreeSkip: { weight: 5, by: 'approver', event: 'skipAgreed' },
  refuseSkip: { weight: 1, by: 'approver', event: 'skipRefused' },
  tickTests: { weight: 5, by: 'implementer', event: 'testsTicked', mayBeNothing: true },
  askToDecide: { weight: 1, by: 'implementer', event: 'asked', mayBeNothing: true },
  keepGoing: { weight: 4, by: 'implementer', event: 'keptGoing' },
  restore: { weight: 1, by: 'implementer', event: 'restoreStarted' },
  extend: { weight: 3, by: 'implementer', event: 'extended' },
  requestMore: { weight: 1, by: 'implementer', event: 'moreRequested' },
  agreeMore: { weight: 4, by: 'approver', event: 'extended' },
  refuseMore: { weight: 1, by: 'approver', event: 'moreRefused' },
  declareIncident: { weight: 1, by: 'implementer', event: 'incidentDeclared' },
  startRepair: { weight: 5, by: 'implementer', event: 'repairStarted' },
  updateIncident: { weight: 2, by: 'implementer', event: 'incidentUpdated' },
  failRepair: { weight: 1, by: 'implementer', event: 'repairFailed' },
  resolveIncident: { weight: 5, by: 'implementer', event: 'incidentResolved' },
  handOverIncident: { weight: 0.5, by: 'implementer', event: 'incidentHandedOver' },
  end: { weight: 4, by: 'implementer', event: 'ended' },
  addLessons: { weight: 4, by: 'implementer', event: 'closed', mayBeNothing: true },
  resend: { weight: 5, by: 'implementer', event: 'resent', mayBeNothing: true },
  cancel: { weight: 0.2, by: 'implementer', event: 'cancelled' },
};

const TICKS = Array.from({ length: 6 }, (_, index) => `item-${index}`);

/** Something in every field that a card may have; what the card has no field for is not read. */
export const FILLED_IN: Json = {
  ...Object.fromEntries(['item-limits', 'item-tests', 'item-window', ...TICKS].map((id) => [id, 'true'])),
  reason: 'The exams are on',
  corrections: 'Test the login too\nWarn the help desk',
  acceptable: '45 min',
  corrected: 'All of it is corrected',
  delay: '20 min',
  delayReason: 'The snapshot is slow',
  minutes: '20 min',
  way: 'backup:SSD NAS',
  news: 'Half of it is back',
  lessons: 'Start earlier',
  untested: 'There was no time',
};

/** What a person fills in who asks for exactly this. */
export function inputsOf(request: Request): Json {
  const { type } = request;
  if (type === 'tickCorrections' || type === 'tickNogoTasks' || type === 'tickTests') return ticked(request.done);
  if (type === 'end' || type === 'resolveIncident')
    return { ...ticked(request.done ?? []), untested: request.untested };
  if (type === 'giveGo') return { acceptable: '' };
  return type === 'acceptPreCheck' ? { corrections: '' } : FILLED_IN;
}

function ticked(done: readonly number[]): Json {
  return {
    ...Object.fromEntries(TICKS.map((id) => [id, 'false'])),
    ...Object.fromEntries(done.map((index) => [`item-${index}`, 'true'])),
  };
}
