import { CARD, type Activity } from './activity.ts';
import { asJson, asList, asText, type Json } from '../json.ts';
import type { Message } from './board.ts';
import type { Person } from './people.ts';
import type { Reply } from './send.ts';

/** What came back for a press, as the presser's client understands it. */
export interface InvokeAnswer {
  /** The HTTP status. */
  status: number;
  /** The HTTP body, parsed. */
  body: unknown;
  /** The id of the activity that was sent: send it again with the same id to be a client that repeats itself. */
  activityId: string;
  /** The card that the presser alone sees from now on. */
  card?: Json;
  /** A sentence for the presser alone. */
  message?: string;
  /** A refusal or a failure, for the presser alone. */
  error?: { code: string; message: string };
}

/** An action as it is on the card, with inputs merged into its data. */
export interface Action {
  title?: string;
  verb?: string;
  id?: string;
  data: Json;
}

/** @param trigger `automatic` where nobody pressed: a card that refreshes itself */
export function executeValue(action: Action, trigger: 'manual' | 'automatic'): Json {
  return { action: { type: 'Action.Execute', ...action }, trigger };
}

export function understood({ status, body }: Reply, activityId: string): InvokeAnswer {
  const answer = { status, body, activityId };
  const { type, value, statusCode } = asJson(body);
  const failed = status >= 400 || (typeof statusCode === 'number' && statusCode >= 400);
  if (type === CARD && !failed) return { ...answer, card: asJson(value) };
  if (type === 'application/vnd.microsoft.activity.message') return { ...answer, message: asText(value) ?? '' };
  if (!failed && type !== 'application/vnd.microsoft.error') return answer;
  const { code, message } = asJson(value);
  const error = { code: asText(code) ?? String(status), message: asText(message) ?? 'Something went wrong.' };
  return { ...answer, error };
}

/** The card of a message, as one person sees it. */
export function cardFor(message: Message, viewer: Person): unknown {
  return message.views.get(viewer.entraId)?.card ?? cardOf(message.activity);
}

export function cardOf(activity: Activity): unknown {
  return asList(activity.attachments)
    .map(asJson)
    .find(({ contentType }) => contentType === CARD)?.content;
}

/** The refresh that the shared card asks of this person's client; Teams takes a missing list as everybody. */
export function refreshOf(message: Message, viewer: Person): Action | undefined {
  const { action, userIds } = asJson(asJson(cardOf(message.activity)).refresh);
  const { type, verb, title, id, data } = asJson(action);
  if (message.deleted || type !== 'Action.Execute') return undefined;
  if (userIds !== undefined && !asList(userIds).includes(viewer.id)) return undefined;
  return { ...texts({ verb, title, id }), data: asJson(data) };
}

/** The fields that are texts; the others are left out. */
export function texts(fields: Json): { title?: string; verb?: string; id?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === 'string'));
}
