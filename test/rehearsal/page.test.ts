import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startConnector, type Connector } from '../../src/rehearsal/connector.ts';
import { mainChannel } from '../../src/rehearsal/connector/tenancy.ts';
import { startRoom, type RunningRoom } from '../../src/rehearsal/room.ts';
import { RoomClock } from '../../src/rehearsal/room/clock.ts';
import { launch, missing } from './browser.ts';
import { weakTexts } from './contrast.ts';
import { handClock } from './hand-clock.ts';
import { approver, implementer, people } from './people.ts';
import { answerInvoke, question, TinyBot, withCard } from './tiny-bot.ts';

jest.setTimeout(30_000);

const CARD = 'application/vnd.microsoft.card.adaptive';
const why = missing();
if (why !== undefined) console.info(`The room's browser tests are left out: ${why}.`);

let browser: Browser;
let bot: TinyBot;
let teams: Connector;
let room: RunningRoom;
let root: string;
let page: Page;
let faults: string[];

const post = (text: string): Promise<string> =>
  bot.newThread(mainChannel(teams.tenancy).id, { type: 'message', text, summary: text });

async function look(as: { entraId: string }, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  opened.setDefaultTimeout(5_000);
  opened.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  opened.on('pageerror', (fault) => faults.push(fault.message));
  await opened.goto(`${room.url}?as=${as.entraId}`);
  await opened.getByText('State: open').waitFor();
  return opened;
}

(why === undefined ? describe : describe.skip)('the rehearsal room in a browser', () => {
  beforeAll(async () => {
    browser = await launch();
  }, 30_000);

  afterAll(() => browser.close());

  beforeEach(async () => {
    faults = [];
    bot = await new TinyBot().start();
    handClock(bot);
    const clock = new RoomClock(bot.url);
    teams = await startConnector({ service: bot.url, people, before: () => clock.read() });
    room = await startRoom(teams, clock);
    await teams.install();
    root = await bot.newThread(mainChannel(teams.tenancy).id, withCard(question('open')));
  });

  afterEach(async () => {
    await page.close();
    await room.close();
    await teams.close();
    await bot.stop();
    expect(faults).toEqual([]);
  });

  test('a button is pressed by keyboard alone, and the focus stays with the card that answers', async () => {
    page = await look(approver);
    bot.turn = (context) => answerInvoke(context, CARD, question('GO'));
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the channel');
    await page.keyboard.press('Enter');
    const reason = page.getByLabel('Reason');
    for (let step = 0; step < 12 && !(await reason.evaluate((one) => one === document.activeElement)); step += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('all ready');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('State: GO').waitFor();
    const pressed = bot.received.find(({ type }) => type === 'invoke')?.value as { action: { data: unknown } };
    expect(pressed.action.data).toEqual({ changeId: 'CHG-2027-001', reason: 'all ready' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('GO');
  });

  test('the chat with the bot is two Tab stops away', async () => {
    page = await look(implementer);
    for (let stop = 0; stop < 2; stop += 1) await page.keyboard.press('Tab');
    await page.getByRole('link', { name: 'Skip to the chat with the bot' }).press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('chat');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Messages');
  });

  test('a message is deleted by a second press only, and the focus goes on to the next one', async () => {
    const next = await post('The next one');
    page = await look(implementer);
    const remove = page.locator(`[data-post="${root}"]`).getByRole('button', { name: /^Delete/ });
    const asked = async (): Promise<string | null> => remove.textContent();
    await remove.focus();
    await page.keyboard.down('Enter');
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    expect(await asked()).toBe('Delete?');
    await page.keyboard.press('Escape');
    expect(await asked()).toBe('Delete');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await asked()).toBe('Delete');
    await remove.dblclick();
    expect(await asked()).toBe('Delete?');
    expect(teams.message(root).deleted).toBe(false);
    await remove.press('Enter');
    await page.getByText('This message was deleted.').waitFor();
    expect(teams.message(root).deleted).toBe(true);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.post)).toBe(next);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toContain('The next one');
  });

  test('the last message that is deleted keeps the focus itself', async () => {
    page = await look(implementer);
    await page.getByRole('button', { name: /^Delete/ }).focus();
    for (let press = 0; press < 2; press += 1) await page.keyboard.press('Enter');
    await page.getByText('This message was deleted.').waitFor();
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.post)).toBe(root);
  });

  test('a press is sent once, however often somebody clicks while it is under way', async () => {
    page = await look(approver);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    bot.turn = async (context) => {
      await held;
      await answerInvoke(context, CARD, question('GO'));
    };
    const go = page.getByRole('button', { name: 'GO', exact: true });
    await go.click();
    await page.locator('[aria-busy] [aria-disabled=true]').first().waitFor();
    await go.click({ force: true });
    release();
    await page.getByText('State: GO').waitFor();
    expect(bot.received.filter(({ type }) => type === 'invoke')).toHaveLength(1);
  });

  test('a refusal is told to the presser alone', async () => {
    page = await look(implementer);
    const other = await look(approver);
    bot.turn = (context) =>
      answerInvoke(context, 'application/vnd.microsoft.error', { code: 'Forbidden', message: 'Not yours.' }, 403);
    await page.getByRole('button', { name: 'GO', exact: true }).click();
    await page.getByRole('alert').getByText('Not yours.').waitFor();
    await post('Something else');
    await other.getByText('Something else').first().waitFor();
    expect(await other.getByText('Not yours.').count()).toBe(0);
    await other.close();
  });

  test('an input that must be filled in is asked for by the card, and nothing is sent', async () => {
    page = await look(approver);
    await page.getByRole('button', { name: 'Say no' }).click();
    await page.getByRole('button', { name: 'NOGO' }).click();
    await page.getByText('Say why.').waitFor();
    expect(bot.received.filter(({ type }) => type === 'invoke')).toHaveLength(0);
  });

  test('what was typed stays when another post arrives, and while one is somebody else', async () => {
    page = await look(implementer);
    await page.getByLabel('Reason').fill('half a sen');
    await post('News for everybody');
    await page.locator('.toast').getByText('News for everybody').waitFor();
    expect(await page.getByLabel('Reason').inputValue()).toBe('half a sen');
    await page.getByRole('radio', { name: /Approver/ }).check({ force: true });
    await page.getByRole('heading', { name: 'Approver and Change Steward' }).waitFor();
    expect(await page.getByLabel('Reason').inputValue()).toBe('');
    await page.getByRole('radio', { name: /Implementer/ }).check({ force: true });
    await page.getByRole('heading', { name: 'Implementer and Change Steward' }).waitFor();
    expect(await page.getByLabel('Reason').inputValue()).toBe('half a sen');
  });

  test('a card brings the view of whoever looks at it', async () => {
    await bot.update(teams.message(root), withCard(question('open', [approver.id])));
    bot.turn = (context) => answerInvoke(context, CARD, question('yours to answer'));
    page = await look(implementer);
    const other = await browser.newPage();
    await other.goto(`${room.url}?as=${approver.entraId}`);
    await other.getByText('State: yours to answer').waitFor();
    expect(await page.getByText('State: open').count()).toBe(1);
    await other.close();
  });

  test('a view that is the same as the shared one leaves what somebody has opened on it', async () => {
    const same = question('open', [approver.id]);
    await bot.update(teams.message(root), withCard(same));
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    bot.turn = async (context) => {
      await released;
      await answerInvoke(context, CARD, same);
    };
    page = await look(approver);
    await page.getByRole('button', { name: 'Say no' }).click();
    const refreshed = page.waitForResponse((response) => response.url().includes('refresh'));
    release();
    await (await refreshed).finished();
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await page.getByLabel('Why not').isVisible()).toBe(true);
    await page.getByLabel('Why not').fill('Exams');
    expect(await page.getByLabel('Why not').inputValue()).toBe('Exams');
  });

  test('a reload shows the same as before', async () => {
    page = await look(implementer);
    await post('News for everybody');
    await page.reload();
    await page.getByText('State: open').waitFor();
    await page.getByText('News for everybody').waitFor();
    expect(await page.getByRole('radio', { name: /Implementer/ }).isChecked()).toBe(true);
  });

  test('one writes to the bot and reads its answer, in the channel, in a thread and in private', async () => {
    page = await look(implementer);
    bot.turn = (context) => context.sendActivity(`You said: ${context.activity.text.replace(/<at>.*<\/at> /, '')}`);
    await page.getByLabel('New post to Change Steward').fill('list');
    await page.getByLabel('New post to Change Steward').press('Enter');
    await page.getByText('You said: list').first().waitFor();
    await page.getByRole('button', { name: 'Reply' }).first().click();
    await page.getByLabel('Reply to the bot in this thread').first().fill('show');
    await page.getByLabel('Reply to the bot in this thread').first().press('Enter');
    await page.locator('.replies').first().getByText('You said: show').waitFor();
    await page.getByLabel('Message to Change Steward').fill('mine');
    await page.getByLabel('Message to Change Steward').press('Enter');
    await page.locator('#chat').getByText('You said: mine').waitFor();
  });

  test('who is mentioned elsewhere is counted beside their name', async () => {
    page = await look(implementer);
    const mention = { type: 'mention', text: '<at>Approver</at>', mentioned: { id: approver.id, name: 'Approver' } };
    const activity = { type: 'message', text: '<at>Approver</at> is asked', entities: [mention] };
    await bot.newThread(mainChannel(teams.tenancy).id, activity);
    await page.getByRole('radio', { name: /Approver.*1 new/ }).waitFor({ state: 'attached' });
    expect(await page.locator('.mention').getByText('Approver').count()).toBe(1);
  });

  test('the clock is moved by its buttons and to a time, and says why it cannot be', async () => {
    page = await look(implementer);
    await page.getByRole('button', { name: 'Next milestone' }).click();
    await page.getByText('2027-01-16 09:00 CET (+01:00)', { exact: true }).waitFor();
    await page.getByLabel('Go to').fill('2027-02-01 10:30');
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await page.getByText('2027-02-01 10:30 CET (+01:00)', { exact: true }).waitFor();
    faults = [];
    await page.getByLabel('Go to').fill('2020-01-01 09:00');
    await page.getByLabel('Go to').press('Enter');
    await page.getByRole('alert').getByText('The clock does not go back.').waitFor();
    // The browser itself reports every answered 400 in its console.
    faults = faults.filter((fault) => !fault.includes('400'));
  });

  test('Markdown and mentions are formatted, and everything else is a text', async () => {
    page = await look(implementer);
    await post(
      '**bold** <img src=x onerror=alert(1)> [bad](javascript:alert(1)) [good](https://example.org) <at>Nobody</at>',
    );
    const text = page.locator('.text').last();
    await text.waitFor();
    expect(await text.innerHTML()).toBe(
      '<p><strong>bold</strong> &lt;img src=x onerror=alert(1)&gt; [bad](javascript:alert(1)) ' +
        '<a href="https://example.org" target="_blank" rel="noopener noreferrer">good</a> &lt;at&gt;Nobody&lt;/at&gt;</p>\n',
    );
  });

  test('on a phone each conversation opens at its newest message, and is found again where it was left', async () => {
    for (let at = 1; at <= 20; at += 1) await post(`Post ${at}`);
    bot.turn = (context) => context.sendActivity('An answer to you alone');
    for (let at = 1; at <= 20; at += 1) await teams.say(implementer, 'help', 'personal');
    page = await look(implementer, { viewport: { width: 390, height: 844 } });
    const fromEnd = (): Promise<number> =>
      page.evaluate(() => Math.round(document.documentElement.scrollHeight - innerHeight - scrollY));
    await page.locator('.text').getByText('Post 20').waitFor();
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(500);
    expect(await fromEnd()).toBe(0);
    await page.evaluate(() => {
      scrollTo(0, 400);
    });
    await page.getByRole('button', { name: 'Chat with the bot' }).click();
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(500);
    expect(await fromEnd()).toBe(0);
    await page.getByRole('button', { name: 'Channel' }).click();
    expect(await page.evaluate(() => scrollY)).toBe(400);
    await page.evaluate(() => {
      scrollTo(0, document.documentElement.scrollHeight);
    });
    await post('Post 21');
    await page.locator('.text').getByText('Post 21').waitFor();
    expect(await fromEnd()).toBe(0);
  });

  test('on a phone a row of long buttons goes on below, and none is cut off', async () => {
    const titles = ['Modifier', 'Reporter à plus tard', 'Transmettre'];
    const actions = titles.map((title) => ({ type: 'Action.Execute', title, verb: 'go' }));
    const items = [{ type: 'ActionSet', actions }];
    const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Container', items }] };
    await bot.newThread(mainChannel(teams.tenancy).id, withCard(card));
    page = await look(implementer, { viewport: { width: 390, height: 844 } });
    const row = page.locator('.ac-actionSet', { hasText: 'Transmettre' });
    await row.waitFor();
    expect(await row.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    const places = await row
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
    // The one that stands below begins where the first one does.
    expect(places[2]).toBe(places[0]);
  });

  test.each(['light', 'dark'] as const)(
    'on a phone nothing runs off the side, and every text can be read: %s',
    async (scheme) => {
      page = await look(implementer, { viewport: { width: 375, height: 700 }, colorScheme: scheme });
      await page.getByRole('button', { name: 'Say no' }).click();
      const overflow = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(await overflow()).toBe(0);
      await page.getByRole('button', { name: 'Chat with the bot' }).click();
      await page.getByRole('heading', { name: 'Implementer and Change Steward' }).waitFor();
      expect(await overflow()).toBe(0);
      await page.getByRole('button', { name: 'Channel' }).click();
      expect(await page.evaluate(weakTexts)).toEqual([]);
    },
  );
});
