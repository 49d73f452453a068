import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TeamsInfo, TurnContext } from 'botbuilder';
import { startConnector, type Connector } from '../../src/rehearsal/connector.ts';
import { mainChannel, TEAM } from '../../src/rehearsal/connector/tenancy.ts';
import { approver, implementer, member, people } from './people.ts';
import { question, TinyBot, withCard } from './tiny-bot.ts';

let bot: TinyBot;
let teams: Connector;

beforeEach(async () => {
  bot = await new TinyBot().start();
  teams = await startConnector({ service: bot.url, people, patience: 2_000 });
});

afterEach(async () => {
  await teams.close();
  await bot.stop();
});

const channel = (): string => mainChannel(teams.tenancy).id;

/** Runs in a turn of the bot and hands its result out. */
async function inTurn<T>(logic: (context: TurnContext) => Promise<T>): Promise<T> {
  const results: T[] = [];
  await bot.proactively(async (context) => {
    results.push(await logic(context));
  });
  return results[0] as T;
}

describe('installing the bot', () => {
  test('tells it the team by name and Entra group, as a roster update and as an installation', async () => {
    await teams.install();
    expect(bot.received.map(({ type }) => type)).toEqual(['conversationUpdate', 'installationUpdate']);
    const [update, installation] = bot.received;
    expect(update?.membersAdded).toEqual([{ id: teams.tenancy.bot.id }]);
    expect(update?.recipient.id).toBe(teams.tenancy.bot.id);
    expect(update?.channelData).toMatchObject({ team: TEAM, eventType: 'teamMemberAdded' });
    expect(installation?.action).toBe('add');
  });

  test('can be repeated', async () => {
    await teams.install();
    await teams.install();
    expect(bot.received).toHaveLength(4);
  });

  test('lets it look up the team, its channels and its people', async () => {
    await teams.install();
    const team = await inTurn((context) => TeamsInfo.getTeamDetails(context, TEAM.id));
    expect(team).toMatchObject({ name: TEAM.name, aadGroupId: TEAM.aadGroupId });
    const found = await inTurn((context) => TeamsInfo.getTeamChannels(context, TEAM.id));
    expect(found.map(({ id, name }) => [id, name ?? null])).toEqual([
      [TEAM.id, null],
      [channel(), 'ISC Learn Platform'],
    ]);
    const paged = await inTurn((context) => TeamsInfo.getPagedTeamMembers(context, TEAM.id));
    expect(paged.members.map(({ name }) => name)).toEqual(people.map(({ name }) => name));
    const byEntra = await inTurn((context) => TeamsInfo.getTeamMember(context, TEAM.id, approver.entraId));
    expect(byEntra).toMatchObject({ id: approver.id, name: 'Approver' });
    await expect(inTurn((context) => TeamsInfo.getTeamMember(context, TEAM.id, 'nobody'))).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  test('ends with its removal: every later call is refused', async () => {
    await teams.install();
    await teams.uninstall();
    await expect(bot.newThread(channel(), { type: 'message', text: 'Hello' })).rejects.toMatchObject({
      statusCode: 403,
      code: 'BotNotInConversationRoster',
    });
  });
});

describe('what people say', () => {
  test('reaches the bot from the channel with its mention, in a thread of its own', async () => {
    const { message, status } = await teams.say(implementer, 'help', 'channel');
    expect(status).toBe(200);
    const [activity] = bot.received;
    expect(activity?.text).toBe('<at>Change Steward</at> help');
    expect(TurnContext.removeRecipientMention(activity ?? {}).trim()).toBe('help');
    expect(activity?.from).toMatchObject({ id: implementer.id, aadObjectId: implementer.entraId });
    expect(activity?.conversation).toMatchObject({
      id: `${channel()};messageid=${message.id}`,
      conversationType: 'channel',
    });
    expect(activity?.channelData).toMatchObject({ channel: { id: channel() }, tenant: { id: teams.tenancy.tenantId } });
  });

  test('reaches the bot from the personal chat as it is', async () => {
    await teams.say(member, 'status', 'personal');
    expect(bot.received[0]).toMatchObject({ text: 'status', conversation: { conversationType: 'personal' } });
  });

  test('names a colleague in a mention of its own', async () => {
    await teams.say(approver, 'delegate @Member 2027-02-01 to 2027-02-14', 'personal');
    expect(bot.received[0]?.text).toBe('delegate <at>Member</at> 2027-02-01 to 2027-02-14');
    expect(bot.received[0]?.entities).toContainEqual(
      expect.objectContaining({ type: 'mention', mentioned: { id: member.id, name: 'Member' } }),
    );
  });

  test('is answered in the same thread', async () => {
    bot.turn = (context) => context.sendActivity('Here is help');
    const { message } = await teams.say(implementer, 'help', 'channel');
    const answer = await teams.until(({ from }) => from === 'bot', 'the answer');
    expect(answer).toMatchObject({ threadRoot: message.id, conversationId: message.conversationId });
    expect(answer.activity.text).toContain('Here is help');
  });

  test('is answered in the personal chat of who said it', async () => {
    bot.turn = (context) => context.sendActivity('For you alone');
    await teams.say(member, 'help', 'personal');
    const answer = await teams.until(({ from }) => from === 'bot', 'the answer');
    expect(answer.owner).toBe(member);
    expect(answer.threadRoot).toBeUndefined();
  });
});

describe('what the bot posts by itself', () => {
  beforeEach(() => teams.install());

  test('is a new thread whose id the bot can reply to', async () => {
    const root = await bot.newThread(channel(), withCard(question('open')));
    const first = teams.message(root);
    expect(first).toMatchObject({ threadRoot: root, channelId: channel(), from: 'bot', edits: 0 });
    await bot.proactively(async (context) => {
      await context.sendActivity({ type: 'typing' });
      await context.sendActivity('A reply');
    }, first.conversationId);
    expect(teams.messages).toHaveLength(2);
    expect(teams.messages[1]).toMatchObject({ threadRoot: root, activity: { text: 'A reply' } });
  });

  test('can open the personal chat of a member, always the same one', async () => {
    const open = (): Promise<string> =>
      inTurn(async (context) => {
        let id = '';
        const to = {
          isGroup: false,
          members: [{ id: approver.id }],
          tenantId: teams.tenancy.tenantId,
          bot: { id: '28:x' },
        };
        const write = async (chat: TurnContext): Promise<void> => {
          id = chat.activity.conversation.id;
          await chat.sendActivity('You are awaited');
        };
        await bot.adapter.createConversationAsync('', 'msteams', context.activity.serviceUrl, '', to as never, write);
        return id;
      });
    expect(await open()).toBe(await open());
    expect(teams.messages.map(({ owner }) => owner)).toEqual([approver, approver]);
  });

  test('changes where the bot updates it', async () => {
    const root = await bot.newThread(channel(), withCard(question('open')));
    await bot.update(teams.message(root), withCard(question('decided')));
    expect(teams.message(root)).toMatchObject({ edits: 1 });
    expect(JSON.stringify(teams.message(root).activity)).toContain('decided');
  });

  test('cannot be updated once somebody deleted it', async () => {
    const root = await bot.newThread(channel(), withCard(question('open')));
    teams.remove(root);
    const update = bot.update(teams.message(root), withCard(question('decided')));
    await expect(update).rejects.toMatchObject({ statusCode: 404, code: 'ActivityNotFoundInConversation' });
  });

  test('can be deleted by the bot', async () => {
    const root = await bot.newThread(channel(), withCard(question('open')));
    await bot.proactively((context) => context.deleteActivity(root), teams.message(root).conversationId);
    expect(teams.message(root).deleted).toBe(true);
  });

  test('is refused in a channel that does not exist', async () => {
    await expect(bot.newThread('19:nowhere@thread.tacv2', { type: 'message', text: 'x' })).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});

describe('waiting for a message', () => {
  test('sees one that comes later, and later changes of it', async () => {
    await teams.install();
    const decided = teams.until(({ edits }) => edits === 1, 'an update');
    const root = await bot.newThread(channel(), withCard(question('open')));
    await bot.update(teams.message(root), withCard(question('decided')));
    expect((await decided).id).toBe(root);
  });

  test('gives up with a sentence that says what was awaited and what there is', async () => {
    const impatient = await startConnector({ service: bot.url, people, patience: 20 });
    await impatient.say(implementer, 'hello', 'personal');
    await expect(impatient.until(({ from }) => from === 'bot', 'the GO card')).rejects.toThrow(
      /Waited 20 ms for the GO card\. There is:\n.*Implementer.*hello/,
    );
    await impatient.close();
  });
});
