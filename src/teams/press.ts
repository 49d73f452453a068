/** What a press asks for: the verb of the button and the inputs of the card, as a request to the process. Nothing else in it is believed. */
import type { Request, SaidMinutes } from '../domain/command.ts';
import type { RepairWay } from '../domain/event.ts';
import { PREPARATIONS } from '../domain/event.ts';
import type { FormFields } from './form.ts';
import { readMinutes } from './form.ts';
import type { PlanFields } from './plan-forms.ts';
import type { FormMark } from './talk.ts';

/** A button that was pressed: `Action.Execute` and its `Action.Submit` fallback bring the same. */
export interface Press {
  readonly verb: string;
  readonly changeId: string;
  readonly milestone: string;
  readonly round: number;
  readonly version: number;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The press in an activity's value; null when there is none. */
export function pressIn(value: unknown): Press | null {
  if (!isRecord(value)) return null;
  const action = isRecord(value.action) ? value.action : { verb: value.verb, data: value };
  if (typeof action.verb !== 'string' || !isRecord(action.data)) return null;
  const { data } = action;
  return {
    verb: action.verb,
    changeId: text(data.changeId),
    milestone: text(data.milestone),
    round: Number.isSafeInteger(data.round) ? Number(data.round) : 1,
    // What is no number is the version of no card: the press is outdated.
    version: Number.isSafeInteger(data.version) ? Number(data.version) : -1,
    inputs: data,
  };
}

/** The request of a verb; null when the verb is not known. */
export function requestOf({ verb, inputs }: Press): Request | null {
  return Object.hasOwn(REQUESTS, verb) ? (REQUESTS[verb]?.(inputs) ?? null) : null;
}

/** The fields of the form of a new change. */
export function fieldsOf({ inputs }: Press): FormFields {
  const field = (name: keyof FormFields): string => text(inputs[name]);
  return {
    title: field('title'),
    service: field('service'),
    what: field('what'),
    tests: field('tests'),
    backout: field('backout'),
    start: field('start'),
    duration: field('duration'),
    emergency: field('emergency'),
    reason: field('reason'),
  };
}

/** The fields of a form by which a plan is changed. */
export function planFieldsOf(press: Press): PlanFields {
  return { ...fieldsOf(press), to: text(press.inputs.to) };
}

/** The items that are ticked on the card. */
export function tickedOf({ inputs }: Press): readonly number[] {
  return ticked(inputs);
}

/** Which form of a new change it is, and whose; null when it is none of ours. */
export function formMarkOf({ inputs }: Press): FormMark | null {
  const mark = {
    form: text(inputs.form),
    asker: text(inputs.asker),
    askerName: text(inputs.askerName),
    shown: text(inputs.shown),
  };
  return mark.form === '' || mark.asker === '' ? null : mark;
}

type Inputs = Press['inputs'];

const REQUESTS: Readonly<Record<string, (inputs: Inputs) => Request>> = {
  tickPreparations: (inputs) => ({
    type: 'tickPreparations',
    items: PREPARATIONS.filter((item) => inputs[`item-${item}`] === 'true'),
  }),
  acceptPreCheck: (inputs) => ({ type: 'acceptPreCheck', corrections: lines(inputs.corrections) }),
  needCorrections: (inputs) => ({ type: 'needCorrections', corrections: lines(inputs.corrections) }),
  tickCorrections: (inputs) => ({ type: 'tickCorrections', done: ticked(inputs) }),
  giveGo: (inputs) => ({ type: 'giveGo', acceptable: saidMinutes(inputs.acceptable) }),
  giveNogo: (inputs) => ({ type: 'giveNogo', reason: text(inputs.reason) }),
  tickNogoTasks: (inputs) => ({ type: 'tickNogoTasks', done: ticked(inputs) }),
  requestGo: (inputs) => ({ type: 'requestGo', corrected: text(inputs.corrected), ...ticksIn(inputs) }),
  delayStart: (inputs) => ({
    type: 'delayStart',
    minutes: saidMinutes(inputs.delay),
    reason: text(inputs.delayReason),
  }),
  startSnapshot: () => ({ type: 'startSnapshot' }),
  finishSnapshot: () => ({ type: 'finishSnapshot' }),
  failSnapshot: (inputs) => ({ type: 'failSnapshot', reason: text(inputs.reason) }),
  requestSkip: (inputs) => ({ type: 'requestSkip', reason: text(inputs.reason) }),
  agreeSkip: () => ({ type: 'agreeSkip' }),
  refuseSkip: (inputs) => ({ type: 'refuseSkip', reason: text(inputs.reason) }),
  tickTests: (inputs) => ({ type: 'tickTests', done: ticked(inputs) }),
  askToDecide: () => ({ type: 'askToDecide' }),
  keepGoing: () => ({ type: 'keepGoing' }),
  restore: () => ({ type: 'restore' }),
  extend: ({ minutes, reason }) => ({ type: 'extend', minutes: saidMinutes(minutes), reason: text(reason) }),
  requestMore: ({ minutes, reason }) => ({ type: 'requestMore', minutes: saidMinutes(minutes), reason: text(reason) }),
  agreeMore: () => ({ type: 'agreeMore' }),
  refuseMore: (inputs) => ({ type: 'refuseMore', reason: text(inputs.reason) }),
  declareIncident: (inputs) => ({ type: 'declareIncident', reason: text(inputs.reason) }),
  startRepair: ({ way, minutes }) => ({ type: 'startRepair', way: wayOf(text(way)), minutes: saidMinutes(minutes) }),
  updateIncident: (inputs) => ({
    type: 'updateIncident',
    text: text(inputs.news),
    minutes: saidMinutes(inputs.minutes),
  }),
  failRepair: (inputs) => ({ type: 'failRepair', reason: text(inputs.news) }),
  resolveIncident: (inputs) => ({ type: 'resolveIncident', ...testedBy(inputs) }),
  handOverIncident: (inputs) => ({ type: 'handOverIncident', reason: text(inputs.news) }),
  // Ticks that were set but not saved before "End of maintenance" count: the person saw them ticked.
  end: (inputs) => ({ type: 'end', ...testedBy(inputs) }),
  addLessons: (inputs) => ({ type: 'addLessons', lessons: text(inputs.lessons) }),
  resend: () => ({ type: 'resend' }),
  cancel: (inputs) => ({ type: 'cancel', reason: text(inputs.reason) }),
};

/** The verbs that ask something of a change. */
export const VERBS: readonly string[] = Object.keys(REQUESTS);

const LONGEST = 5000;

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, LONGEST) : '';
}

function lines(value: unknown): readonly string[] {
  return text(value)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function ticked(inputs: Inputs): readonly number[] {
  return Object.entries(inputs)
    .filter(([id, value]) => /^item-\d{1,2}$/.test(id) && value === 'true')
    .map(([id]) => Number(id.slice('item-'.length)))
    .sort((a, b) => a - b);
}

/** Nothing where the card has no list. */
function ticksIn(inputs: Inputs): { readonly done?: readonly number[] } {
  return hasTicks(inputs) ? { done: ticked(inputs) } : {};
}

function testedBy(inputs: Inputs): { readonly done: readonly number[] | null; readonly untested: string } {
  return { done: hasTicks(inputs) ? ticked(inputs) : null, untested: text(inputs.untested) };
}

function saidMinutes(value: unknown): SaidMinutes {
  const said = text(value).trim();
  return said === '' ? 'none' : (readMinutes(said) ?? 'unreadable');
}

/** The choice of the incident's card (`cards/trouble.ts` writes it); null: nothing was chosen. */
function wayOf(value: string): RepairWay | null {
  if (value === 'snapshot') return { is: 'snapshot' };
  return value.startsWith(BACKUP) ? { is: 'backup', name: value.slice(BACKUP.length) } : null;
}

const BACKUP = 'backup:';

function hasTicks(inputs: Inputs): boolean {
  return Object.keys(inputs).some((id) => id.startsWith('item-'));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
