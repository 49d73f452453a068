/** Letters into Teams: new posts in the channel, replies in a change's thread, cards that are out brought up to date. */
import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, ConversationReference, TurnContext } from 'botbuilder';
import type { Channel, Installation, Letter, Place, Posted } from '../app/ports.ts';
import { SendFailed } from '../app/ports.ts';
import type { Team } from '../app/team.ts';
import { sendFailed } from './adapter.ts';
import type { Deck } from './cards/deck.ts';
import type { Letters } from './letters.ts';

interface Needs {
  readonly adapter: TeamsAdapter;
  /** Empty without credentials. */
  readonly appId: string;
  readonly team: Team;
  readonly letters: Letters;
  readonly deck: Deck;
}

/** Teams as delivery sees it. */
export function teamsChannel({ adapter, appId, team, letters, deck }: Needs): Channel {
  async function inConversation<T>(conversation: string, task: (context: TurnContext) => Promise<T>): Promise<T> {
    let result: { readonly value: T } | null = null;
    await translated(() =>
      adapter.continueConversationAsync(appId, referenceTo(conversation, known(team)), async (context) => {
        result = { value: await task(context) };
      }),
    );
    return valueOf(result);
  }

  /** A new post in the channel: its conversation is the thread that begins with it, `<channel>;messageid=<post>`. */
  async function newThread(activity: Partial<Activity>): Promise<Posted> {
    const at = known(team);
    let conversation: string | undefined;
    const parameters = {
      isGroup: true,
      bot: at.bot,
      tenantId: at.tenantId,
      channelData: { channel: { id: at.channelId }, tenant: { id: at.tenantId } },
      activity,
    };
    await translated(() =>
      // The parameters of the SDK want members, which a channel has not.
      adapter.createConversationAsync(appId, 'msteams', at.serviceUrl, '', parameters as never, (context) => {
        // Where the answer cannot be read the SDK goes on without an id.
        conversation = context.activity.conversation.id;
        return Promise.resolve();
      }),
    );
    // It may be there: twice is better than never, and without its id nothing could follow in its thread.
    if (conversation === undefined || conversation === '')
      throw new SendFailed('passing', 'the answer has no id', null, true);
    return { conversation, activity: conversation.split(';messageid=')[1] ?? conversation };
  }

  async function send(conversation: string, activity: Partial<Activity>): Promise<Posted> {
    const sent = await inConversation(conversation, (context) => context.sendActivity(activity));
    // Without an id it is there all the same: Microsoft's Playground gives none for a card with a mention, and trying again would post
    // it some forty times. The card is posted once more when it changes.
    return { conversation, activity: sent?.id ?? '' };
  }

  return {
    isKnown: () => team.installation !== null,
    async post(place: Place, letter: Letter) {
      const activity = letters.write(letter);
      return place.in === 'channel' ? newThread(activity) : send(place.id, activity);
    },
    async update(out, letter) {
      if (!('card' in letter)) throw new Error('only cards are updated');
      if (out.activity === '') throw new SendFailed('gone', 'Teams gave it no id');
      const activity = letters.cardOnly(deck.base(letter.card, letter.change));
      await inConversation(out.conversation, (context) => context.updateActivity({ ...activity, id: out.activity }));
    },
    async say(text) {
      await newThread({ type: 'message', textFormat: 'plain', text, summary: text });
    },
  };
}

function referenceTo(conversation: string, at: Installation): Partial<ConversationReference> {
  return {
    channelId: 'msteams',
    serviceUrl: at.serviceUrl,
    bot: at.bot,
    conversation: { id: conversation, isGroup: true, conversationType: 'channel', name: '', tenantId: at.tenantId },
  };
}

function known(team: Team): Installation {
  if (team.installation === null) throw new SendFailed('passing', 'the channel is not known yet');
  return team.installation;
}

async function translated(send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch (error) {
    throw error instanceof SendFailed ? error : sendFailed(error);
  }
}

function valueOf<T>(result: { readonly value: T } | null): T {
  if (result === null) throw new SendFailed('passing', 'the connector gave no answer');
  return result.value;
}
