/** A press, from the button to its answer: authorised by who presses, decided by the process, answered with the present state. */
import { checkDraft } from '../domain/draft.ts';
import type { Draft } from '../domain/event.ts';
import type { Person } from '../domain/site.ts';
import type { Unconfirmed } from '../domain/warnings.ts';
import { unconfirmed } from '../domain/warnings.ts';
import { readForm } from './form.ts';
import type { Press } from './press.ts';
import { fieldsOf, formMarkOf, requestOf } from './press.ts';
import type { PressResult } from './press-result.ts';
import { again, cardFor, present, refused, unknown } from './press-result.ts';
import { pressedForPlan } from './pressed-plan.ts';
import type { Service } from './service.ts';
import type { FormMark } from './talk.ts';
import { formCard, note } from './talk.ts';
import { warningLine } from './urgency.ts';

/** @throws when the store could not write; then nothing has happened. */
export async function pressed(press: Press, by: Person, service: Service): Promise<PressResult> {
  if (press.verb === 'create') return created(press, by, service);
  const planned = await pressedForPlan(press, by, service);
  if (planned !== null) return planned;
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
  return changes.madeBy(form) === undefined ? unconfirmed(draft, changes.plans(), site, shown) : null;
}
