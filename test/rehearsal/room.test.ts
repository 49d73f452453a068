import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startConnector, type Connector } from '../../src/rehearsal/connector.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import { mainChannel } from '../../src/rehearsal/connector/tenancy.ts';
import { startRoom, type RunningRoom } from '../../src/rehearsal/room.ts';
import { RoomClock } from '../../src/rehearsal/room/clock.ts';
import type { PostView, RoomState } from '../../src/rehearsal/page/wire.ts';
import { handClock } from './hand-clock.ts';
import { hear, type Hearing } from './hearing.ts';
import { approver, implementer, member, people } from './people.ts';
import { answerInvoke, question, TinyBot, withCard } from './tiny-bot.ts';

let bot: TinyBot;
let teams: Connector;
let clock: RoomClock;
let room: RunningRoom;

beforeEach(async () => {
  bot = await new TinyBot().start();
  handClock(bot);
  clock = new RoomClock(bot.url);
  teams = await startConnector({ service: bot.url, people, clock: () => clock.now(), before: () => clock.read() });
  room = await startRoom(teams, clock);
  await teams.install();
});

afterEach(async () => {
  await room.close();
  await teams.close();
  await bot.stop();
});

const listen = (person: string): Hearing => hear(room, person);
const ask = (name: string, body: unknown, headers: Record<string, string> = {}): ReturnType<typeof send> =>
  send(room.url + name, { body, headers });

describe('what a page hears', () => {
  test('begins with everything this person sees, and nobody else’s chat', async () => {
    await teams.say(member, 'help', 'personal');
    await teams.say(implementer, 'list', 'channel');
    const seenBy = async (person: string): Promise<RoomState> => {
      const page = listen(person);
      const state = (await page.next('state')) as RoomState;
      page.end();
      return state;
    };
    const own = await seenBy(member.entraId);
    expect(own.posts.map(({ text }) => text)).toEqual(['help', '<at>Change Steward</at> list']);
    expect(own.clock).toMatchObject({ local: '2027-01-15 09:00 CET (+01:00)', zone: 'Europe/Zurich' });
    expect((await seenBy(approver.entraId)).posts).toHaveLength(1);
  });

  test('goes on with every new post, its changes, and who is addressed', async () => {
    const page = listen(implementer.entraId);
    await page.next('state');
    const mention = {
      type: 'mention',
      text: '<at>Approver</at>',
      mentioned: { id: approver.entraId, name: 'Approver' },
    };
    const activity = { type: 'message', text: '<at>Approver</at> please', entities: [mention] };
    const root = await bot.newThread(mainChannel(teams.tenancy).id, activity);
    expect(await page.next('post')).toMatchObject({ id: root, mentions: ['Approver'], byBot: true, thread: root });
    expect(await page.next('nudge')).toEqual({ person: approver.entraId, post: root });
    await bot.update(teams.message(root), { type: 'message', text: 'Changed' });
    expect(await page.next('post')).toMatchObject({ id: root, text: 'Changed', edited: true });
    page.end();
  });

  test('a personal view changes the post for its owner alone', async () => {
    const root = await bot.newThread(mainChannel(teams.tenancy).id, withCard(question('open')));
    const [mine, other] = [listen(approver.entraId), listen(member.entraId)];
    const before = ((await other.next('state')) as RoomState).posts[0];
    await mine.next('state');
    bot.turn = (context) => answerInvoke(context, 'application/vnd.microsoft.card.adaptive', question('GO'));
    const action = { verb: 'go', title: 'GO', data: {} };
    await ask('press', { person: approver.entraId, post: root, type: 'execute', action });
    expect(JSON.stringify(await mine.next('post'))).toContain('**GO**');
    expect(await other.next('post')).toEqual(before);
    [mine, other].forEach((page) => {
      page.end();
    });
  });
});

describe('the clock', () => {
  test('is moved by the service, seen by everybody, and dates what was posted meanwhile', async () => {
    const page = listen(member.entraId);
    await page.next('state');
    const moved = await ask('clock', { to: '+1d' });
    expect(moved).toMatchObject({ status: 200, body: { local: '2027-01-16 09:00 CET (+01:00)' } });
    expect(await page.next('clock')).toMatchObject({ local: '2027-01-16 09:00 CET (+01:00)' });
    await teams.say(implementer, 'list', 'channel');
    expect(((await page.next('post')) as PostView).at).toMatch(/^2027-01-16T08:00:/);
    page.end();
  });

  test('dates what is posted on the way, however far one move goes', async () => {
    const inner = bot.clock;
    const channel = mainChannel(teams.tenancy).id;
    const page = listen(member.entraId);
    await page.next('state');
    bot.clock = (to) => inner(to === undefined ? undefined : '+1h');
    bot.clock('+1h');
    await bot.newThread(channel, { type: 'message', text: 'on the way' });
    bot.clock('+1h');
    await bot.newThread(channel, { type: 'message', text: 'further on' });
    const times = [await page.next('post'), await page.next('post')].map((one) => (one as PostView).at.slice(0, 16));
    expect(times).toEqual(['2027-01-15T09:00', '2027-01-15T10:00']);
    page.end();
  });

  test('refuses in the service’s own words', async () => {
    expect(await ask('clock', { to: '2020-01-01 09:00' })).toMatchObject({
      status: 400,
      body: { message: 'The clock does not go back.' },
    });
  });

  test('says so when the service is gone', async () => {
    await bot.stop();
    await clock.read();
    expect('fault' in clock.face ? clock.face.fault : '').toContain('nobody listens there');
  });
});

describe('requests of the page', () => {
  test('answer a press with what the presser alone is told', async () => {
    const root = await bot.newThread(mainChannel(teams.tenancy).id, withCard(question('open')));
    bot.turn = (context) =>
      answerInvoke(context, 'application/vnd.microsoft.error', { code: 'Forbidden', message: 'Not you.' }, 403);
    const action = { verb: 'go', data: {} };
    const answer = await ask('press', { person: member.entraId, post: root, type: 'execute', action });
    expect(answer.body).toMatchObject({ refused: true, text: 'Not you.', post: { id: root, version: '0.0.there' } });
  });

  test('delete a card, so that the bot finds it gone', async () => {
    const root = await bot.newThread(mainChannel(teams.tenancy).id, withCard(question('open')));
    expect(await ask('remove', { post: root })).toMatchObject({ status: 200 });
    await expect(bot.update(teams.message(root), { type: 'message', text: 'x' })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  test('are refused with a sentence where they make no sense', async () => {
    expect(await ask('say', { person: member.entraId, text: ' ', where: 'channel' })).toMatchObject({ status: 400 });
    expect(await ask('press', { person: member.entraId, post: 'x' })).toMatchObject({ status: 400 });
    expect(await ask('say', { person: 'stranger', text: 'x', where: 'channel' })).toMatchObject({ status: 400 });
    expect(await ask('nonsense', {})).toMatchObject({ status: 400 });
  });
});

describe('a page of somebody else', () => {
  test('cannot ask for anything', async () => {
    const body = { person: member.entraId, text: 'x', where: 'channel' };
    expect(await ask('say', body, { origin: 'http://evil.example' })).toMatchObject({ status: 403 });
    expect(await ask('say', body, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
    expect(await ask('say', body, { 'content-type': 'text/plain' })).toMatchObject({ status: 403 });
    expect(teams.messages).toHaveLength(0);
  });

  test('cannot read anything by pretending to be this machine', async () => {
    expect(await send(room.url, { headers: { host: 'evil.example' } })).toMatchObject({ status: 403 });
  });
});

test('the page and its libraries are served, and nothing else of the disk', async () => {
  for (const path of [
    '',
    'style.css',
    'icon.svg',
    'vendor/adaptivecards.js',
    'vendor/markdown-it.js',
    'vendor/dompurify.js',
  ]) {
    expect(await send(room.url + path)).toMatchObject({ status: 200 });
  }
  for (const path of ['package.json', 'page/..%2fmain.js', 'page/../../main.js', 'vendor/x.js']) {
    expect(await send(room.url + path)).toMatchObject({ status: 404 });
  }
});
