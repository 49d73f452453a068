/** What the torturer has seen: lives of the service and how each ended, presses and their answers, what was shown to people. */
import type { InvokeAnswer } from '../../src/rehearsal/connector/invoke.ts';
import { buttonsOf } from '../../src/rehearsal/connector/card-actions.ts';
import { asJson, asText } from '../../src/rehearsal/json.ts';
import type { Instant } from '../../src/domain/event.ts';

/** At what moment a life was ended. */
export type Ending =
  'starting' | 'writing' | 'pressing' | 'answered' | 'taken' | 'told' | 'mailed' | 'moving' | 'anytime' | 'stopped';

/** One life of the process; times are those of the real clock. */
export interface Life {
  readonly number: number;
  readonly startedAt: number;
  readyAt: number | null;
  endedAt: number | null;
  ending: Ending | null;
}

/** A press of a person on a card of this version. */
export interface Press {
  readonly life: number;
  readonly by: string;
  readonly verb: string;
  readonly changeId: string;
  readonly version: number;
  /** The form it sends; empty for all others. */
  readonly form: string;
  readonly at: number;
  readonly activityId: string;
  answer: Answer | null;
}

/** What a person was answered; `version` and `form`: of the card they got, where it names one. */
export interface Answer {
  readonly status: number;
  readonly is: 'card' | 'refused' | 'failed';
  readonly said: string;
  readonly version: number | null;
  readonly form: string | null;
}

export class Diary {
  readonly lives: Life[] = [];
  readonly presses: Press[] = [];
  /** The highest version of each change that anybody was shown. */
  readonly shown = new Map<string, number>();
  /** How far the service's clock is known to be ahead of the real one, in milliseconds. */
  ahead = 0;

  /** Notes the versions that a card, an answer, an activity shows. */
  sees(content: unknown): void {
    for (const { changeId, version } of versionsIn(content)) {
      this.shown.set(changeId, Math.max(this.shown.get(changeId) ?? 0, version));
    }
  }

  /** Notes what a press was answered. */
  answered(press: Press, answer: InvokeAnswer): void {
    press.answer = answerOf(answer, press.changeId);
    this.sees(answer.card);
  }

  /** Notes an instant of the service's clock. */
  clockShows(now: Instant): void {
    this.ahead = Math.max(this.ahead, now - Date.now());
  }

  /** The service's clock by now. */
  now(): Instant {
    return Date.now() + this.ahead;
  }
}

function answerOf({ status, card, message, error }: InvokeAnswer, changeId: string): Answer {
  const nothing = { version: null, form: null };
  if (status >= 500 || error !== undefined) return { status, is: 'failed', said: error?.message ?? '', ...nothing };
  if (card === undefined) return { status, is: 'refused', said: message ?? '', ...nothing };
  const versions = versionsIn(card).filter((one) => one.changeId === changeId);
  const version = versions.length === 0 ? null : Math.max(...versions.map((one) => one.version));
  const form = buttonsOf(card).map(({ action }) => asText(asJson(action.data).form));
  return { status, is: 'card', said: '', version, form: form.find((one) => one !== undefined) ?? null };
}

/** Which versions of which changes the buttons of a card name. */
export function versionsIn(node: unknown): readonly { readonly changeId: string; readonly version: number }[] {
  if (Array.isArray(node)) return node.flatMap(versionsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { changeId, version } = node as { changeId?: unknown; version?: unknown };
  const own = typeof changeId === 'string' && typeof version === 'number' ? [{ changeId, version }] : [];
  return [...own, ...Object.values(node).flatMap(versionsIn)];
}
