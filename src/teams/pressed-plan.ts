/** Presses that are about the plan: a form is opened, a form is sent, the proposed date is taken. */
import type { Change } from '../domain/change.ts';
import type { Request } from '../domain/command.ts';
import { scheduleOf } from '../domain/schedule.ts';
import type { Person } from '../domain/site.ts';
import type { Card } from './cards/template.ts';
import type { PlanForm } from './plan-forms.ts';
import { formCard, openForm, refusedRequest, requestOfForm, warningsOfMove } from './plan-forms.ts';
import { proposalOf } from './plan-values.ts';
import type { Press } from './press.ts';
import { formMarkOf, planFieldsOf, tickedOf } from './press.ts';
import type { PressResult } from './press-result.ts';
import { again, present, refused, unknown } from './press-result.ts';
import type { Service } from './service.ts';
import { note } from './talk.ts';

const OPENED_BY: Readonly<Record<string, PlanForm>> = {
  openEdit: 'edit',
  openReschedule: 'reschedule',
  openHandOver: 'hand-over',
};

const SENT_BY: Readonly<Record<string, PlanForm>> = {
  sendEdit: 'edit',
  sendReschedule: 'reschedule',
  sendHandOver: 'hand-over',
  sendCancel: 'cancel',
};

/** Null: it is about something else. */
export async function pressedForPlan(press: Press, by: Person, service: Service): Promise<PressResult | null> {
  const { verb } = press;
  const opened = Object.hasOwn(OPENED_BY, verb) ? OPENED_BY[verb] : undefined;
  const sent = Object.hasOwn(SENT_BY, verb) ? SENT_BY[verb] : undefined;
  if (opened === undefined && sent === undefined && verb !== 'takeProposal') return null;
  const kept = await service.changes.find(press.changeId);
  if (kept === undefined) return refused({ refused: 'unknown change', values: { id: press.changeId } }, service);
  if (opened !== undefined) return open(opened, press, kept.change, by, service);
  if (sent !== undefined) return send(sent, press, kept.change, by, service);
  return takeProposal(press, kept.change, by, service);
}

/** The form comes as a reply beside the card; whoever may not have one is refused, and that is kept. */
async function open(
  form: PlanForm,
  press: Press,
  change: Change,
  by: Person,
  service: Service,
  fields: Parameters<typeof openForm>[4] = {},
): Promise<PressResult> {
  const reply = openForm(form, change, by, service, fields);
  if ('type' in reply) return { ...present(press, change, by, service), reply };
  const { outcome } = await handled(refusedRequest(form, change), change, by, service);
  return refused(typeof outcome === 'object' ? outcome : reply, service);
}

/** A form is of no version: what was typed is not lost because a reminder went out meanwhile. */
async function send(form: PlanForm, press: Press, change: Change, by: Person, service: Service): Promise<PressResult> {
  const mark = formMarkOf(press);
  if (mark === null) return unknown(service);
  const { sentences, escape } = service.voice;
  if (mark.asker !== by.entraId)
    return { is: 'refused', sentence: sentences.say('refusal.not your form', { asker: escape(mark.askerName) }) };
  const fields = planFieldsOf(press);
  const request = requestOfForm(form, change, fields, mark.shown, service);
  if (!('type' in request)) return again(formCard(form, change, by, fields, request, service));
  const { outcome, change: after = change } = await handled(request, change, by, service);
  if (typeof outcome === 'object') return refused(outcome, service);
  const card = done(request, change, after, service);
  return { is: 'card', card, shared: () => card, share: true };
}

/** What stands against the date is looked at on the form first, as with any other one. */
async function takeProposal(press: Press, change: Change, by: Person, service: Service): Promise<PressResult> {
  const window = proposalOf(change, service.site, change.asks.nogo?.lastAt ?? 0);
  if (window === null || press.version !== change.version) return present(press, change, by, service);
  const start = window.start.replace('T', ' ');
  const reason = change.stage.is === 'nogo' ? change.stage.reason : '';
  if (warningsOfMove(change, window, service).length > 0)
    return open('reschedule', press, change, by, service, { start, reason });
  const request: Request = { type: 'reschedule', window, reason, ...ticksOf(press, change) };
  const { outcome, change: after = change } = await handled(request, change, by, service);
  return typeof outcome === 'object' ? refused(outcome, service) : present(press, after, by, service);
}

/** One thing to correct is no list to tick: it stays to be corrected. */
function ticksOf(press: Press, { nogoTasks }: Change): { readonly done?: readonly number[] } {
  return nogoTasks.length > 1 ? { done: tickedOf(press) } : {};
}

function handled(
  request: Request,
  { id }: Change,
  by: Person,
  { handler, clock }: Service,
): ReturnType<Service['handler']['handle']> {
  return handler.handle({ ...request, changeId: id, by, now: clock() });
}

/** What was done, in place of the form. */
function done({ type }: Request, before: Change, after: Change, service: Service): Card {
  const { site, voice, clock } = service;
  const values = { id: after.id, approver: voice.escape(site.approver.name), to: voice.escape(after.implementer.name) };
  if (type === 'edit')
    return note(service, 'talk.edited', { ...values, voids: before.stage.is === after.stage.is ? 'no' : 'yes' }).card;
  if (type === 'handOver') return note(service, 'talk.handedOver', values).card;
  if (type === 'cancel') return note(service, 'talk.cancelled', values).card;
  const { start, end, 'go-nogo': go } = scheduleOf(after.planned, site);
  const goAt = go === undefined || go <= clock() ? 'none' : voice.times.when(go);
  return note(service, 'talk.moved', { ...values, window: voice.times.range(start, end), goAt }).card;
}
