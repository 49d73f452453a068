import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startConnector, type Connector } from '../../src/rehearsal/connector.ts';
import { cardFor } from '../../src/rehearsal/connector/invoke.ts';
import { mainChannel } from '../../src/rehearsal/connector/tenancy.ts';
import { approver, implementer, people } from './people.ts';
import { answerInvoke, question, TinyBot, withCard } from './tiny-bot.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
let bot: TinyBot;
let teams: Connector;
let root: string;

beforeEach(async () => {
  bot = await new TinyBot().start();
  teams = await startConnector({ service: bot.url, people, patience: 2_000 });
  await teams.install();
  root = await bot.newThread(mainChannel(teams.tenancy).id, withCard(question('open', [approver.id])));
});

afterEach(async () => {
  await teams.close();
  await bot.stop();
});

const last = (): TinyBot['received'][number] | undefined => bot.received.at(-1);

test('a press comes as Teams sends it: who, where, on which message, with data and inputs in one', async () => {
  bot.turn = (context) => answerInvoke(context, CARD, question('GO'));
  await teams.press(approver, root, { title: 'GO' }, { reason: 'all ready' });
  expect(last()).toMatchObject({
    type: 'invoke',
    name: 'adaptiveCard/action',
    channelId: 'msteams',
    serviceUrl: teams.serviceUrl,
    replyToId: root,
    from: { id: approver.id, aadObjectId: approver.entraId },
    recipient: { id: teams.tenancy.bot.id },
    conversation: { id: `${mainChannel(teams.tenancy).id};messageid=${root}`, tenantId: teams.tenancy.tenantId },
    channelData: { tenant: { id: teams.tenancy.tenantId }, team: { id: teams.tenancy.team.id } },
    value: {
      trigger: 'manual',
      action: {
        type: 'Action.Execute',
        verb: 'go',
        title: 'GO',
        data: { changeId: 'CHG-2027-001', reason: 'all ready' },
      },
    },
  });
});

test('a card in the answer is seen by the presser alone, until the message is updated for everybody', async () => {
  bot.turn = (context) => answerInvoke(context, CARD, question('yours is noted'));
  const { card, status } = await teams.press(approver, root, { verb: 'go' });
  expect(status).toBe(200);
  expect(card).toEqual(question('yours is noted'));
  expect(cardFor(teams.message(root), approver)).toEqual(card);
  expect(cardFor(teams.message(root), implementer)).toEqual(question('open', [approver.id]));
  await bot.update(teams.message(root), withCard(question('decided')));
  expect(cardFor(teams.message(root), approver)).toEqual(question('decided'));
});

test('a sentence in the answer changes no card', async () => {
  bot.turn = (context) => answerInvoke(context, 'application/vnd.microsoft.activity.message', 'Only the approver.');
  const answer = await teams.press(implementer, root, { title: 'GO' });
  expect(answer.message).toBe('Only the approver.');
  expect(teams.message(root).views.size).toBe(0);
});

test('an error in the answer comes with its code and sentence', async () => {
  bot.turn = (context) =>
    answerInvoke(context, 'application/vnd.microsoft.error', { code: 'Forbidden', message: 'Not you.' }, 403);
  const answer = await teams.press(implementer, root, { title: 'GO' });
  expect(answer.error).toEqual({ code: 'Forbidden', message: 'Not you.' });
});

test('a press can be sent again with the same id, and on a card that was replaced since', async () => {
  bot.turn = (context) => answerInvoke(context, CARD, { type: 'AdaptiveCard', version: '1.5', body: [] });
  const { activityId } = await teams.press(approver, root, { title: 'GO' });
  await expect(teams.press(approver, root, { title: 'GO' })).rejects.toThrow(/no button .*GO.* only: none/);
  await teams.press(approver, root, { title: 'GO' }, {}, { activityId, card: question('open') });
  expect(bot.received.slice(-2).map(({ id }) => id)).toEqual([activityId, activityId]);
});

test('a button in a shown card sends the inputs there as well as those outside', async () => {
  bot.turn = (context) => answerInvoke(context, CARD, question('NOGO'));
  await teams.press(approver, root, { title: 'NOGO' }, { why: 'tests are missing' });
  const value = last()?.value as { action: { data: unknown } };
  expect(value.action.data).toEqual({ changeId: 'CHG-2027-001', why: 'tests are missing' });
});

test('a client that does not know Execute sends its fallback: a message with a value and no text', async () => {
  bot.turn = (context) => context.sendActivity('Noted.');
  await teams.press(approver, root, { title: 'GO', type: 'submit' }, { reason: 'ready' });
  expect(last()).toMatchObject({
    type: 'message',
    replyToId: root,
    value: { changeId: 'CHG-2027-001', reason: 'ready' },
  });
  expect(last()?.text).toBeUndefined();
  expect(await teams.until(({ activity }) => activity.text === 'Noted.', 'the reply')).toMatchObject({
    threadRoot: root,
  });
});

describe('a card that refreshes itself', () => {
  test('asks for the view of who is on its list', async () => {
    bot.turn = (context) => answerInvoke(context, CARD, question('yours to answer'));
    await teams.refresh(approver, root);
    expect(last()).toMatchObject({ type: 'invoke', value: { trigger: 'automatic', action: { verb: 'look' } } });
    expect(cardFor(teams.message(root), approver)).toEqual(question('yours to answer'));
  });

  test('asks nothing for anybody else', async () => {
    const before = bot.received.length;
    expect(await teams.refresh(implementer, root)).toBeUndefined();
    expect(bot.received).toHaveLength(before);
  });
});

test('a service that is gone is named in a sentence', async () => {
  await bot.stop();
  await expect(teams.press(approver, root, { title: 'GO' })).rejects.toThrow(/does not answer: nobody listens there/);
});
