/** A refusal is a value, not an error: the process says no, and says why. The sentences are in `cards/text`, under `refusal`. */
export const REFUSALS = [
  'unknown change',
  'not the implementer',
  'not the approver',
  'own approval',
  'nobody to approve',
  'deputy outside dates',
  'nothing to answer',
  'over',
  'reason required',
  'corrections required',
  'corrections written',
  'too many corrections',
  'snapshot under way',
  'snapshot not started',
  'window over',
  'tests not ticked',
  'no such item',
  'too late to cancel',
  'incident under way',
  'unreadable delay',
  'beyond agreed',
  'within agreed',
  'new end past',
  'nothing to restore',
  'restore beyond agreed',
  'repair required',
  'unknown backup',
  'repair under way',
  'no repair under way',
  'only the approver delegates',
  'nobody mentioned',
  'own deputy',
  'unreadable days',
  'days reversed',
  'days past',
  'not delegated',
  'no move while running',
  'no move after the end',
  'move into the past',
  'move to where it is',
  'no edit while running',
  'no edit after the end',
  'nothing edited',
  'unknown service',
  'hand over to nobody',
  'implementer already',
  'nobody left to approve',
  'own GO',
  'neither of both',
  'delay beyond agreed',
  'not yours to resend',
  'nothing to resend',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

export interface Refusal {
  readonly refused: RefusalCode;
  /** What the sentence names: people, tests, dates as text. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** A refusal with what its sentence names. */
export function refuse(refused: RefusalCode, values: Refusal['values'] = {}): Refusal {
  return { refused, values };
}
