/** What somebody said, and what they get for it: a card, or a sentence. */
import { isOver } from '../domain/change.ts';
import type { Change } from '../domain/change.ts';
import { implementerOrApprover } from '../domain/roles.ts';
import type { Person } from '../domain/site.ts';
import type { Card } from './cards/template.ts';
import { formData, helpData, historyData, listData } from './cards/talk.ts';
import type { Confirm, ListKind } from './cards/talk.ts';
import { ledgerData } from './cards/ledger.ts';
import { statusData } from './cards/status.ts';
import { nextSaid } from './cards/living.ts';
import { delegate } from './delegate.ts';
import { namedIn } from './mentions.ts';
import type { PlanFields, PlanForm } from './plan-forms.ts';
import { openForm } from './plan-forms.ts';
import { refusalSaid } from './refused.ts';
import { prefill } from './form.ts';
import type { FormFields } from './form.ts';
import type { Service } from './service.ts';
import { changeIdIn, isAboutMail, pageIn, understand, withoutChangeId, WORDS } from './words.ts';
import type { Word } from './words.ts';

/** A reply; `living` when it is a copy of a change's living card, which is kept up to date from then on. */
export interface Reply {
  readonly card: Card;
  readonly living?: Change;
}

/** The reply to what somebody said (without the mention of the bot); `mentioned`: the people whom they mentioned. */
export async function reply(
  text: string,
  by: Person,
  service: Service,
  mentioned: readonly Person[] = [],
  isPrivate = false,
): Promise<Reply> {
  const said = understand(text);
  if (said.word === 'unknown')
    return note(service, 'talk.unknown', {
      said: service.voice.escape(said.said.slice(0, 100)),
      nearest: said.nearest,
    });
  return REPLIES[said.word](said.rest, by, service, mentioned, isPrivate);
}

type Replier = (
  rest: string,
  by: Person,
  service: Service,
  mentioned: readonly Person[],
  isPrivate: boolean,
) => Promise<Reply>;

const REPLIES: Readonly<Record<Word, Replier>> = {
  help: (_rest, _by, service) => Promise.resolve({ card: help(service) }),
  new: (rest, by, service) =>
    Promise.resolve({
      card: formCard(
        prefill(rest, service.site.services),
        {},
        { form: service.newForm(), asker: by.entraId, askerName: by.name, shown: '' },
        service,
      ),
    }),
  list: (_rest, by, service) => Promise.resolve(list('list', service.changes.open(), by, service)),
  'list all': async (_rest, by, service) => list('list all', await everyChange(service), by, service),
  mine: (_rest, by, service) => Promise.resolve(list('mine', service.changes.open(), by, service)),
  show: (rest, by, service) =>
    withChange('show', rest, service, (change) => Promise.resolve(show(change, by, service))),
  history: (rest, by, service, _mentioned, isPrivate) =>
    withChange('history', rest, service, (change) => history(change, rest, isPrivate ? by : null, service)),
  resend: (rest, by, service) => withChange('resend', rest, service, (change) => resend(change, by, service)),
  edit: (rest, by, service) => planForm('edit', 'edit', rest, by, service),
  reschedule: (rest, by, service) => planForm('reschedule', 'reschedule', rest, by, service, moveSaid(rest)),
  cancel: (rest, by, service) => planForm('cancel', 'cancel', rest, by, service),
  'hand over': (rest, by, service, mentioned) =>
    planForm('hand over', 'hand-over', rest, by, service, { to: colleagueIn(rest, mentioned, service) }),
  delegate,
  status: (_rest, _by, service) =>
    Promise.resolve({ card: service.deck.plain('status', statusData(service.status(), service.site, service.voice)) }),
  clock: (rest, _by, service) => clock(rest, service),
};

/** The form by which the plan of a change is changed; whoever may not have it reads why. */
async function planForm(
  command: Word,
  form: PlanForm,
  rest: string,
  by: Person,
  service: Service,
  fields: Partial<PlanFields> = {},
): Promise<Reply> {
  return withChange(command, rest, service, (change) => {
    const card = openForm(form, change, by, service, fields);
    const said = 'type' in card ? card : service.deck.plain('note', { line: refusalSaid(card, service.voice) });
    return Promise.resolve({ card: said });
  });
}

/** `reschedule CHG-2027-001 2027-02-20 08:00 for 4h` */
function moveSaid(rest: string): Partial<PlanFields> {
  const { start, duration } = prefill(withoutChangeId(rest), []);
  return { ...(start === '' ? {} : { start }), ...(duration === '' ? {} : { duration }) };
}

function colleagueIn(rest: string, mentioned: readonly Person[], { team }: Service): string {
  return (mentioned[0] ?? namedIn(rest, team))?.entraId ?? '';
}

/** Whose form it is and which one: a form sent twice makes one change. */
export interface FormMark {
  readonly form: string;
  readonly asker: string;
  readonly askerName: string;
  /** The marks of the warnings on it. */
  readonly shown: string;
}

/** The form of a new change, filled in so far, with what is wrong under each field, and what stands against it. */
export function formCard(
  fields: FormFields,
  problems: Parameters<typeof formData>[1],
  mark: FormMark,
  { deck, site, voice }: Service,
  confirm: Confirm = { lines: [], reason: false },
): Card {
  return deck.plain('new', formData(fields, problems, mark.askerName, site, voice, confirm), {
    changeId: '',
    milestone: 'new',
    version: 0,
    ...mark,
  });
}

/** A sentence as a card. */
export function note(
  { deck, voice }: Service,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): Reply {
  return { card: deck.plain('note', { line: voice.sentences.say(key, values) }) };
}

function help({ deck, site, voice, moveClock }: Service): Card {
  const words = WORDS.filter((word) => word !== 'clock' || moveClock !== null);
  return deck.plain('help', helpData(words, site, voice));
}

function list(kind: ListKind, changes: readonly Change[], by: Person, { deck, site, voice, clock }: Service): Reply {
  return { card: deck.plain('list', listData(kind, changes, by, site, voice, clock())) };
}

/** The newest first; ended ones are read one by one, which is why `list` leaves them out. */
async function everyChange({ changes }: Service): Promise<readonly Change[]> {
  const ids = changes.ids().toReversed();
  const kept = await Promise.all(ids.slice(0, MOST_READ).map((id) => changes.find(id)));
  return kept.flatMap((k) => (k === undefined ? [] : [k.change]));
}

const MOST_READ = 200;

function show(change: Change, by: Person, { deck, clock }: Service): Reply {
  const card = isOver(change) ? deck.personal('living', change, by, clock()) : deck.base('living', change);
  return isOver(change) ? { card } : { card, living: change };
}

/** `by`: who reads it alone; null: it is read in the channel. */
async function history(change: Change, rest: string, by: Person | null, service: Service): Promise<Reply> {
  const { deck, site, voice, store } = service;
  const page = pageIn(rest);
  const ledger = service.ledger(change);
  if (isAboutMail(rest)) {
    const isNamed = by !== null && implementerOrApprover(change, by, site, service.clock()) === undefined;
    return { card: deck.plain('history', ledgerData(change, ledger, page, isNamed, site, voice)) };
  }
  const stored = await store.read(change.id);
  return { card: deck.plain('history', historyData(change, stored?.events ?? [], page, site, voice, ledger)) };
}

/** What could not be delivered goes again. */
async function resend(change: Change, by: Person, service: Service): Promise<Reply> {
  const { handler, clock, deck, voice } = service;
  const { outcome } = await handler.handle({ type: 'resend', changeId: change.id, by, now: clock() });
  if (typeof outcome === 'object') return { card: deck.plain('note', { line: refusalSaid(outcome, voice) }) };
  return note(service, 'talk.resent', { id: change.id });
}

async function withChange(
  command: Word,
  rest: string,
  service: Service,
  then: (change: Change) => Promise<Reply>,
): Promise<Reply> {
  const id = changeIdIn(rest);
  const example = service.changes.ids().at(-1) ?? 'CHG-2027-001';
  if (id === null) return note(service, 'talk.which', { command, example });
  const kept = await service.changes.find(id);
  return kept === undefined ? note(service, 'talk.notFound', { said: id }) : then(kept.change);
}

async function clock(rest: string, service: Service): Promise<Reply> {
  const { moveClock, voice } = service;
  if (moveClock === null) return note(service, 'talk.notInRehearsal');
  if (rest.trim() !== '') {
    try {
      await moveClock(rest);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ClockError') throw error;
      return { card: service.deck.plain('note', { line: voice.escape(error.message) }) };
    }
  }
  const next = service.status().due[0];
  const now = voice.times.when(service.clock());
  if (next === undefined) return note(service, 'talk.clock', { now });
  const change = service.changes.peek(next.id)?.change;
  return note(service, 'talk.clockNext', {
    now,
    next: `${next.id} ${change === undefined ? '' : nextSaid(change, service.site, voice)}`,
  });
}
