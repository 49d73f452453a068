/** A press, from the button to its answer: authorised by who presses, decided by the process, answered with the present state. */
import type { Change } from '../domain/change.ts';
import { checkDraft } from '../domain/draft.ts';
import type { CardName } from '../domain/event.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Person } from '../domain/site.ts';
import { cardOfMark } from './cards/deck.ts';
import type { Card } from './cards/template.ts';
import { readForm } from './form.ts';
import type { Press } from './press.ts';
import { fieldsOf, requestOf } from './press.ts';
import type { Service } from './service.ts';
import { formCard, note } from './talk.ts';

/**
 * What the presser gets: a card in place of the one they pressed, a refusal in private, or the word that this button is not
 * known. `shared` is the card as everybody should see it; `share` says that nothing else brings it there.
 */
export type PressResult =
  | { readonly is: 'card'; readonly card: Card; readonly shared: Card; readonly share: boolean }
  | { readonly is: 'refused'; readonly sentence: string }
  | { readonly is: 'unknown'; readonly sentence: string };

/** @throws when the store could not write; then nothing has happened. */
export async function pressed(press: Press, by: Person, service: Service): Promise<PressResult> {
  if (press.verb === 'create') return created(press, by, service);
  if (press.verb === 'refresh') return refreshed(press, by, service);
  const request = requestOf(press);
  if (request === null) return { is: 'unknown', sentence: service.voice.sentences.say('refusal.unknown action') };
  const { changeId, version } = press;
  const { outcome, change } = await service.handler.handle({ ...request, changeId, version, by, now: service.clock() });
  if (typeof outcome === 'object') return refused(outcome, service);
  if (change === undefined) return refused({ refused: 'unknown change', values: { id: changeId } }, service);
  return present(press, change, by, service);
}

async function refreshed(press: Press, by: Person, service: Service): Promise<PressResult> {
  const kept = await service.changes.find(press.changeId);
  if (kept === undefined) return refused({ refused: 'unknown change', values: { id: press.changeId } }, service);
  return present(press, kept.change, by, service);
}

/** The card that was pressed, as it is now. */
function present(press: Press, change: Change, by: Person, { deck, clock, log }: Service): PressResult {
  const card = cardFor(press, change);
  log.info({ verb: press.verb, change: change.id, card, version: change.version }, 'press');
  return { is: 'card', card: deck.personal(card, change, by, clock()), shared: deck.base(card, change), share: false };
}

/** A mark that names no card of this change gets the living one. */
function cardFor(press: Press, change: Change): CardName {
  const isQuestion = Object.hasOwn(change.asks, press.milestone);
  return isQuestion ? cardOfMark(press) : 'living';
}

async function created(press: Press, by: Person, service: Service): Promise<PressResult> {
  const { form = '', asker = '', askerName = '' } = press.inputs as Partial<Record<string, string>>;
  const { sentences, escape } = service.voice;
  if (asker !== by.entraId)
    return { is: 'refused', sentence: sentences.say('refusal.not your form', { asker: escape(askerName) }) };
  const fields = fieldsOf(press);
  const checked = checkDraft(readForm(fields), service.site, service.clock());
  if ('problems' in checked) {
    const card = formCard(fields, checked.problems, { form, asker, askerName }, service);
    return { is: 'card', card, shared: card, share: false };
  }
  const { change } = await service.handler.create({
    type: 'create',
    form,
    draft: checked.draft,
    by,
    now: service.clock(),
  });
  const values = { id: change?.id ?? '', title: escape(change?.draft.title ?? '') };
  const { card } = note(service, 'talk.created', values);
  return { is: 'card', card, shared: card, share: true };
}

function refused({ refused: code, values }: Refusal, { voice }: Service): PressResult {
  const said = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? voice.escape(value) : value]),
  );
  return { is: 'refused', sentence: voice.sentences.say(`refusal.${code}`, said) };
}
