/** The forms by which a plan is changed: who may have one, what is on it, and what becomes of it when it is sent. */
import type { Change } from '../domain/change.ts';
import { isMissed, isOver } from '../domain/change.ts';
import type { Request } from '../domain/command.ts';
import { refuseToCancel } from '../domain/decide/day.ts';
import { missedByMove, refuseToPlan } from '../domain/decide/replan.ts';
import type { Problems } from '../domain/draft.ts';
import { checkTexts, checkWindow } from '../domain/draft.ts';
import type { Draft, Instant, Window } from '../domain/event.ts';
import { movedDraft } from '../domain/evolve/replanned.ts';
import { proposedStart } from '../domain/proposal.ts';
import type { Refusal } from '../domain/refusal.ts';
import { refuse } from '../domain/refusal.ts';
import { implementerOrApprover } from '../domain/roles.ts';
import { scheduleOf } from '../domain/schedule.ts';
import type { Person, Site } from '../domain/site.ts';
import type { Warning } from '../domain/warnings.ts';
import { marksOf, warningsAbout } from '../domain/warnings.ts';
import { planFormData } from './cards/plan-form.ts';
import type { Card } from './cards/template.ts';
import type { FormFields } from './form.ts';
import { EMPTY_FORM, readForm } from './form.ts';
import type { Service } from './service.ts';
import { warningLine } from './urgency.ts';

/** The forms by the card that each of them is. */
export const PLAN_FORMS = ['edit', 'reschedule', 'hand-over', 'cancel'] as const;
export type PlanForm = (typeof PLAN_FORMS)[number];

/** What is filled in; `to` is the Entra id of a colleague. */
export type PlanFields = FormFields & { readonly to: string };

/** What a form comes back with: what is wrong under its fields, and what stands against it. */
interface Open {
  readonly problems?: Problems;
  readonly warnings?: readonly Warning[];
}

/** A form for this person, filled in with the plan as it is; or why there is none for them. */
export function openForm(
  form: PlanForm,
  change: Change,
  by: Person,
  service: Service,
  fields: Partial<PlanFields> = {},
): Card | Refusal {
  const refused = refuseForm(form, change, by, service);
  return refused ?? formCard(form, change, by, { ...fieldsOf(change, service), ...fields }, {}, service);
}

/** The form once more, as it was filled in. */
export function formCard(
  form: PlanForm,
  change: Change,
  by: Person,
  fields: PlanFields,
  { problems = {}, warnings = [] }: Open,
  service: Service,
): Card {
  const { deck, site, voice, team } = service;
  const draft = draftOf(fields, change, service);
  const lines = warnings.map((warning) => warningLine(warning, draft, site, voice));
  const data = planFormData(form, change, { fields, problems, lines, asker: by.name }, team.people, site, voice);
  const mark = { form, asker: by.entraId, askerName: by.name, shown: marksOf(warnings) };
  return deck.plain(form, data, { changeId: change.id, milestone: form, version: change.version, ...mark });
}

/** What a form that was sent asks for; or the form once more, with what is wrong or to be looked at first. */
export function requestOfForm(
  form: PlanForm,
  change: Change,
  fields: PlanFields,
  shown: string,
  service: Service,
): Request | Open {
  const { site, clock, team } = service;
  const { reason } = fields;
  switch (form) {
    case 'edit': {
      const texts = checkTexts(readForm(fields), site);
      return 'problems' in texts ? texts : { type: 'edit', texts };
    }
    case 'reschedule': {
      const window = checkWindow(readForm(fields), site, clock());
      if ('problems' in window) return window;
      const warnings = warningsOfMove(change, window, service);
      return marksOf(warnings) === shown ? { type: 'reschedule', window, reason } : { warnings };
    }
    case 'hand-over': {
      const known = team.person(fields.to);
      return { type: 'handOver', to: known === undefined ? null : { entraId: fields.to, name: known.name }, reason };
    }
    case 'cancel':
      return { type: 'cancel', reason };
  }
}

/** What stands against another window, as it does against that of a new change. */
export function warningsOfMove(change: Change, window: Window, { changes, site, clock }: Service): readonly Warning[] {
  const draft = movedTo(window, change, site, clock());
  return warningsAbout(draft, changes.plans(), site, change.id);
}

/** A request that is refused for the reason for which there is no form: so that the history has it. */
export function refusedRequest(form: PlanForm, { planned }: Change): Request {
  const { title, service, what, tests, backout, window } = planned;
  if (form === 'edit') return { type: 'edit', texts: { title, service, what, tests, backout } };
  if (form === 'reschedule') return { type: 'reschedule', window, reason: '' };
  return form === 'cancel' ? { type: 'cancel', reason: '' } : { type: 'handOver', to: null, reason: '' };
}

function refuseForm(form: PlanForm, change: Change, by: Person, { site, clock }: Service): Refusal | undefined {
  if (isOver(change)) return refuse('over', { id: change.id });
  switch (form) {
    case 'edit':
      return refuseToPlan('edit', change, by);
    case 'reschedule':
      return refuseToPlan('move', change, by);
    case 'hand-over':
      return implementerOrApprover(change, by, site, clock());
    case 'cancel':
      return refuseToCancel(change, by);
  }
}

/** The plan as it is. Where its window cannot be any more, the next one that keeps the lead times. */
function fieldsOf(change: Change, { site, voice, clock }: Service): PlanFields {
  const { title, service, what, tests, backout, window } = change.planned;
  const gone = isMissed(change) || change.stage.is === 'nogo' || scheduleOf(change.planned, site).start <= clock();
  const start = (gone ? proposedStart(change, site, clock()) : null) ?? window.start;
  return {
    ...EMPTY_FORM,
    ...{ title, service, what, backout, tests: tests.join('\n') },
    start: start.replace('T', ' '),
    duration: voice.times.span(window.minutes),
    to: '',
  };
}

/** The plan as it would be: what the warnings are about. */
function draftOf(fields: PlanFields, change: Change, { site, clock }: Service): Draft {
  const window = checkWindow(readForm(fields), site, clock());
  return 'problems' in window ? change.planned : movedTo(window, change, site, clock());
}

function movedTo(window: Window, change: Change, site: Site, now: Instant): Draft {
  const missed = missedByMove({ ...change.planned, window }, change, now, site);
  return movedDraft(change.planned, { window, reason: '', ...(missed.length === 0 ? {} : { missed }) });
}
