/** The bot: teams-ai's Application routes what comes in; each route makes a command, calls the handler, and answers whoever asked. */
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity } from 'botbuilder';
import { CardFactory, TurnContext } from 'botbuilder';
import { patiently, UPDATE } from '../app/retry.ts';
import type { Person } from '../domain/site.ts';
import { isUnsent, sendFailed } from './adapter.ts';
import { answerCard, answerError, answerText } from './answer.ts';
import type { Card } from './cards/template.ts';
import { keepInstallation } from './install.ts';
import { mentionedIn, saidIn } from './mentions.ts';
import { pressIn } from './press.ts';
import type { PressResult } from './press-result.ts';
import { pressed } from './pressed.ts';
import type { Service } from './service.ts';
import { reply } from './talk.ts';

interface Needs {
  readonly adapter: TeamsAdapter;
  readonly appId: string;
  readonly service: Service;
  /** Told when the channel became known. */
  readonly installed: () => void;
}

/** The turn handler for the adapter. */
export function bot({ adapter, appId, service, installed }: Needs): (context: TurnContext) => Promise<void> {
  // It throws at a mention without a text. And without storage: its own state runs into eTag conflicts, and all of ours is in the store.
  const app = new Application({ startTypingTimer: false, removeRecipientMention: false });
  const install = { team: service.team, channelName: service.site.channel, log: service.log, installed };

  const press = (context: TurnContext): Promise<void> => answerPress(context, service, adapter, appId);
  app.addRoute(isPress, (context) => guarded(context, service, () => press(context)), true);
  app.addRoute(isInvoke, (context) => answerError(context, 400, 'This bot answers card actions only.'), true);
  app.activity('message', (context) =>
    guarded(context, service, () => answerMessage(context, service, adapter, appId)),
  );

  return async (context) => {
    try {
      await keepInstallation(context, install);
    } catch (error) {
      noteFailure(error, 'the installation could not be read; it is tried again with the next activity', service);
    }
    // What the library throws by itself, the adapter would write to the console, with its stack.
    await guarded(context, service, async () => {
      await app.run(context);
    });
  };
}

const isInvoke = (context: TurnContext): Promise<boolean> => Promise.resolve(context.activity.type === 'invoke');
const isPress = (context: TurnContext): Promise<boolean> =>
  Promise.resolve(context.activity.type === 'invoke' && context.activity.name === 'adaptiveCard/action');

/** Whatever goes wrong, the person gets a sentence and nobody a stack trace. */
async function guarded(context: TurnContext, service: Service, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (noteFailure(error, 'a turn failed', service, { activity: context.activity.type }) === 'unsent') return;
    const sorry = service.voice.sentences.say('talk.failed');
    if (context.activity.type === 'invoke') await answerError(context, 500, sorry);
    else await context.sendActivity(sorry).catch(() => undefined);
  }
}

/** A connector that says no is told in a line; all else is a fault of ours. 'unsent': nobody can be told. */
function noteFailure(error: unknown, what: string, { log }: Service, facts: object = {}): 'unsent' | 'ours' {
  if (isUnsent(error)) log.warn({ ...facts, why: sendFailed(error).message }, what);
  else log.error({ ...facts, err: error }, what);
  return isUnsent(error) ? 'unsent' : 'ours';
}

async function answerPress(
  context: TurnContext,
  service: Service,
  adapter: TeamsAdapter,
  appId: string,
): Promise<void> {
  const press = pressIn(context.activity.value);
  const by = personOf(context.activity, service);
  const { sentences } = service.voice;
  if (press === null) return answerError(context, 400, sentences.say('refusal.unknown action'));
  if (by === null) return answerText(context, sentences.say('refusal.unknown person'));
  const result = await pressed(press, by, service);
  if (result.is === 'card') {
    await answerCard(context, result.card);
    if (result.share) shareLater(context, result.shared(), service, adapter, appId);
    if (result.reply !== undefined) replyLater(context, result.reply, service, adapter, appId);
    return;
  }
  if (result.is === 'unknown') return answerError(context, 400, result.sentence);
  return answerText(context, result.sentence);
}

/** In a turn of its own: the answer to the press goes out when its turn ends, and must not wait for the connector. */
function shareLater(
  { activity }: TurnContext,
  card: Card,
  service: Service,
  adapter: TeamsAdapter,
  appId: string,
): void {
  const reference = TurnContext.getConversationReference(activity);
  adapter
    .continueConversationAsync(appId, reference, (later) => replaceShared(later, activity.replyToId, card, service))
    .catch(notReplaced(service));
}

/** Where the card is that was pressed: in the thread of the change, or in the chat that has a copy of it. */
function replyLater(
  { activity }: TurnContext,
  card: Card,
  service: Service,
  adapter: TeamsAdapter,
  appId: string,
): void {
  const reference = TurnContext.getConversationReference(activity);
  adapter
    .continueConversationAsync(appId, reference, async (later) => {
      await patiently(UPDATE).execute(() => sendCard(later, card));
    })
    .catch((error: unknown) => {
      service.log.warn({ why: sendFailed(error).message }, 'a form could not be sent');
    });
}

async function answerMessage(
  context: TurnContext,
  service: Service,
  adapter: TeamsAdapter,
  appId: string,
): Promise<void> {
  const { activity } = context;
  const by = personOf(activity, service);
  if (by === null) return;
  // A picture comes without a text.
  const text = saidIn(activity);
  const press = text === '' ? pressIn(activity.value) : null;
  if (press !== null) return answerSubmit(context, await pressed(press, by, service), service, adapter, appId);
  const isPrivate = activity.conversation.conversationType === 'personal';
  const answer = await reply(text, by, service, await mentionedIn(context, service.team), isPrivate);
  const sent = await patiently(UPDATE).execute(() => sendCard(context, answer.card));
  const { living } = answer;
  if (living === undefined || sent === '') return;
  // Where it cannot be noted, what was asked for is there all the same: it stays as it is.
  await keepCopy(sent, context, living.id, living.version, service).catch((error: unknown) => {
    service.log.warn({ change: living.id, err: error }, 'a copy of a card will not be kept up to date');
  });
}

/** The copy that `show` gives is a card that is out: it follows the change from now on. */
async function keepCopy(
  id: string,
  { activity }: TurnContext,
  changeId: string,
  version: number,
  { handler, changes, clock }: Service,
): Promise<void> {
  const conversation = activity.conversation.id;
  const key = `${changeId}/living/${conversation}/${id}`;
  changes.noteShown(changeId, `living@${id}`, version);
  await handler.handle({
    type: 'recordDelivery',
    changeId,
    now: clock(),
    key,
    card: `living@${id}`,
    activity: id,
    conversation,
  });
}

/** A client that only knows `Action.Submit`: the card is replaced by an update, a refusal goes to the presser's own chat. */
async function answerSubmit(
  context: TurnContext,
  result: PressResult,
  service: Service,
  adapter: TeamsAdapter,
  appId: string,
): Promise<void> {
  const { activity } = context;
  if (result.is === 'card') {
    await replaceShared(context, activity.replyToId, result.shared(), service);
    if (result.reply !== undefined) await sendCard(context, result.reply);
    return;
  }
  if (activity.conversation.conversationType === 'personal') {
    await context.sendActivity(result.sentence);
    return;
  }
  await inPrivate(activity, result.sentence, adapter, appId);
}

/** The card that was pressed, for everybody; when Teams does not take it, the next press on it still gets the present state. */
async function replaceShared(
  context: TurnContext,
  id: string | undefined,
  card: Card,
  service: Service,
): Promise<void> {
  if (id === undefined) return;
  const activity = { type: 'message', id, attachments: [CardFactory.adaptiveCard(card)] };
  await context.updateActivity(activity).catch(notReplaced(service));
}

function notReplaced({ log }: Service): (error: unknown) => void {
  return (error) => {
    log.warn({ why: sendFailed(error).message }, 'a pressed card could not be replaced');
  };
}

async function inPrivate(activity: Activity, sentence: string, adapter: TeamsAdapter, appId: string): Promise<void> {
  const tenantId = activity.conversation.tenantId;
  const parameters = {
    isGroup: false,
    members: [activity.from],
    bot: activity.recipient,
    tenantId,
    channelData: { tenant: { id: tenantId } },
  };
  await adapter.createConversationAsync(
    appId,
    'msteams',
    activity.serviceUrl,
    '',
    parameters as never,
    async (chat) => {
      await chat.sendActivity(sentence);
    },
  );
}

async function sendCard(context: TurnContext, card: Card): Promise<string> {
  try {
    const sent = await context.sendActivity({ type: 'message', attachments: [CardFactory.adaptiveCard(card)] });
    return sent?.id ?? '';
  } catch (error) {
    throw sendFailed(error);
  }
}

/** Who Teams says it is; null for anything that is no person. A client that sends no name means the one of the roster. */
function personOf({ from }: Activity, { team }: Service): Person | null {
  const { aadObjectId: entraId, name } = from as Partial<Activity['from']>;
  if (entraId === undefined || entraId === '') return null;
  return { entraId, name: name ?? team.person(entraId)?.name ?? entraId };
}
