/** A press, from the button to its answer: authorised by who presses, decided by the process, answered with the present state. */
import type { Change } from '../domain/change.ts';
import { checkDraft } from '../domain/draft.ts';
import type { CardName, Draft, Question } from '../domain/event.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Person } from '../domain/site.ts';
import type { Unconfirmed } from '../domain/warnings.ts';
import { unconfirmed } from '../domain/warnings.ts';
import { cardOfMark } from './cards/deck.ts';
import type { Card } from './cards/template.ts';
import { readForm } from './form.ts';
import type { Press } from './press.ts';
import { fieldsOf, formMarkOf, requestOf } from './press.ts';
import type { Service } from './service.ts';
import type { FormMark } from './talk.ts';
import { formCard, note } from './talk.ts';
import { warningLine } from './urgency.ts';

/**
 * What the presser gets: a card in place of the one they pressed, a refusal in private, or the word that this button is not
 * known. `shared` draws the card as everybody should see it; `share` says that nothing else brings it there.
 */
export type PressResult =
  | { readonly is: 'card'; readonly card: Card; readonly shared: () => Card; readonly share: boolean }
  | { readonly is: 'refused'; readonly sentence: string }
  | { readonly is: 'unknown'; readonly sentence: string };

/** @throws when the store could not write; then nothing has happened. */
export async function pressed(press: Press, by: Person, service: Service): Promise<PressResult> {
  if (press.verb === 'create') return created(press, by, service);
  const request = press.verb === 'refresh' ? 'refresh' : requestOf(press);
  if (request === null) return unknown(service);
  const { changeId, version } = press;
  const kept = await service.changes.find(changeId);
  // What names no change of ours goes no further: it would stand in the log as somebody wrote it.
  if (kept === undefined) return refused({ refused: 'unknown change', values: { id: changeId } }, service);
  if (request === 'refresh') return present(press, kept.change, by, service);
  const handled = await service.handler.handle({
    ...request,
    changeId,
    version,
    from: cardFor(press, kept.change),
    by,
    now: service.clock(),
  });
  if (typeof handled.outcome === 'object') return refused(handled.outcome, service);
  return present(press, handled.change ?? kept.change, by, service);
}

/** The card that was pressed, as it is now. */
function present(press: Press, change: Change, by: Person, { deck, clock }: Service): PressResult {
  const card = cardFor(press, change);
  const shared = (): Card => deck.base(card, change);
  return { is: 'card', card: deck.personal(card, change, by, clock()), shared, share: false };
}

/** A mark that names no card of this change gets the living one. */
function cardFor(press: Press, change: Change): CardName {
  const ask = Object.hasOwn(change.asks, press.milestone) ? change.asks[press.milestone as Question] : undefined;
  return ask !== undefined && press.round >= 1 && press.round <= ask.round ? cardOfMark(press) : 'living';
}

async function created(press: Press, by: Person, service: Service): Promise<PressResult> {
  const mark = formMarkOf(press);
  if (mark === null) return unknown(service);
  const { sentences, escape } = service.voice;
  if (mark.asker !== by.entraId)
    return { is: 'refused', sentence: sentences.say('refusal.not your form', { asker: escape(mark.askerName) }) };
  const fields = fieldsOf(press);
  const checked = checkDraft(readForm(fields), service.site, service.clock());
  if ('problems' in checked) return again(formCard(fields, checked.problems, mark, service));
  const open = toConfirm(checked.draft, mark, service);
  if (open !== null) {
    const lines = open.warnings.map((warning) => warningLine(warning, checked.draft, service.site, service.voice));
    const confirm = { lines, reason: checked.draft.shortNotice !== undefined };
    return again(formCard(fields, open.problems, { ...mark, shown: open.shown }, service, confirm));
  }
  const { change, outcome } = await service.handler.create({
    type: 'create',
    form: mark.form,
    draft: checked.draft,
    by,
    now: service.clock(),
  });
  if (typeof outcome === 'object') return refused(outcome, service);
  const values = { id: change?.id ?? '', title: escape(change?.draft.title ?? '') };
  const { card } = note(service, 'talk.created', values);
  return { is: 'card', card, shared: () => card, share: true };
}

/** A form that has made its change already is not in its own way when it is sent twice. */
function toConfirm(draft: Draft, { form, shown }: FormMark, { changes, site }: Service): Unconfirmed | null {
  return changes.madeBy(form) === undefined ? unconfirmed(draft, changes.inAnyOrder(), site, shown) : null;
}

function again(card: Card): PressResult {
  return { is: 'card', card, shared: () => card, share: false };
}

function unknown({ voice }: Service): PressResult {
  return { is: 'unknown', sentence: voice.sentences.say('refusal.unknown action') };
}

function refused({ refused: code, values }: Refusal, { voice }: Service): PressResult {
  const said = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, sayable(key, value, voice)]));
  return { is: 'refused', sentence: voice.sentences.say(`refusal.${code}`, said) };
}

/** What a refusal counts in minutes. */
const SPANS: readonly string[] = ['minutes', 'agreed', 'left', 'over'];

function sayable(key: string, value: string | number, { escape, times }: Service['voice']): string | number {
  if (typeof value === 'string') return escape(value);
  return SPANS.includes(key) ? times.span(value) : value;
}
