import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { createServer } from 'node:http';
import type { Browser, Locator, Page } from 'playwright-core';
import { startConnector, type Connector } from '../../src/rehearsal/connector.ts';
import { listen, stop } from '../../src/rehearsal/loopback.ts';
import { startPostOffice, type PostOffice } from '../../src/rehearsal/post-office.ts';
import { startRoom, type RunningRoom } from '../../src/rehearsal/room.ts';
import { RoomClock } from '../../src/rehearsal/room/clock.ts';
import { launch, missing } from './browser.ts';
import { weakTexts } from './contrast.ts';
import { handClock } from './hand-clock.ts';
import { approver, implementer, people } from './people.ts';
import { TinyBot } from './tiny-bot.ts';

jest.setTimeout(30_000);

const why = missing();
if (why !== undefined) console.info(`The mailbox's browser tests are left out: ${why}.`);

const ICS = [
  'BEGIN:VCALENDAR',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:1',
  'SUMMARY:ISC Learn is down',
  'SEQUENCE:2',
  'STATUS:CONFIRMED',
  'DTSTART:20270213T070000Z',
  'DTEND:20270213T110000Z',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

let browser: Browser;
let bot: TinyBot;
let teams: Connector;
let office: PostOffice;
let room: RunningRoom;
let page: Page;
let faults: string[];
let answered: string[];

const id = (name: string): string => `<${name}@steward.example.org>`;
const row = (subject: string): Locator => page.locator('.mail-thread > .mail-row', { hasText: subject });
const face = (name: string): Locator =>
  page.getByRole('group', { name: 'Show the mail as' }).getByRole('button', { name });
const openTab = (name: string): Promise<void> => page.getByRole('button', { name }).click();
const active = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');

async function mail(more: SendMailOptions = {}): Promise<void> {
  const one = { from: 'steward@example.org', to: 'member@example.org', subject: 'Planned maintenance' };
  await createTransport(office.url).sendMail({
    ...one,
    text: 'Down as text.',
    html: '<h1>Down as HTML</h1>',
    icalEvent: { method: 'REQUEST', content: ICS },
    ...more,
  });
}

async function look(options: Parameters<Browser['newPage']>[0] = {}): Promise<void> {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  page.setDefaultTimeout(5_000);
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (fault) => faults.push(fault.message));
  page.on('response', (response) => answered.push(response.url()));
  page.on('dialog', (dialog) => faults.push(`a dialog: ${dialog.message()}`));
  await page.goto(`${room.url}?as=${implementer.entraId}`);
  await page.getByRole('button', { name: 'Mailbox' }).or(page.locator('#mailbox')).first().waitFor();
}

(why === undefined ? describe : describe.skip)('the mailbox in a browser', () => {
  beforeAll(async () => {
    browser = await launch();
  }, 30_000);

  afterAll(() => browser.close());

  beforeEach(async () => {
    faults = [];
    answered = [];
    bot = await new TinyBot().start();
    handClock(bot);
    const clock = new RoomClock(bot.url);
    office = await startPostOffice({ clock: () => clock.now(), before: () => clock.read() });
    teams = await startConnector({ service: bot.url, people, before: () => clock.read() });
    room = await startRoom(teams, clock, 0, office);
    await teams.install();
  });

  afterEach(async () => {
    await page.close();
    await room.close();
    await teams.close();
    await office.close();
    await bot.stop();
    expect(faults).toEqual([]);
  });

  test('a mail arrives: a dot and one note for all mails of a notice, which leads to them', async () => {
    await look();
    for (const name of ['a', 'b', 'c']) await mail({ to: `${name}@example.org`, subject: 'Reminder' });
    const note = page.locator('.toast');
    await note.getByText('3 mails').waitFor();
    expect(await note.count()).toBe(1);
    await page.locator('.side .news').getByText('Mailbox').waitFor();
    expect(await page.locator('#announcer').textContent()).toBe('Mail: Reminder');
    await note.click();
    await row('Reminder').nth(2).waitFor();
    expect(await page.locator('.news').count()).toBe(0);
    expect(await page.locator('.toast').count()).toBe(0);
    expect(await focused()).toContain('a@example.org');
    await mail({ to: 'd@example.org', subject: 'Reminder' });
    await row('d@example.org').waitFor();
    expect(await page.locator('.toast').count()).toBe(0);
  });

  test('a mail opens as HTML, as text, as a calendar entry and as its headers', async () => {
    await mail();
    await look();
    await openTab('Mailbox');
    await row('Planned maintenance').click();
    await page.getByRole('heading', { name: 'Planned maintenance' }).waitFor();
    expect(await focused()).toBe('Planned maintenance');
    await page.frameLocator('iframe').getByRole('heading', { name: 'Down as HTML' }).waitFor();
    expect(await face('HTML').getAttribute('aria-pressed')).toBe('true');
    await face('Text').click();
    expect(await page.getByRole('region', { name: 'Text of the mail' }).textContent()).toContain('Down as text.');
    await face('Calendar').click();
    const entry = page.getByRole('table', { name: 'Calendar entry' }).getByRole('row');
    expect(await entry.allTextContents()).toEqual([
      'WhatISC Learn is down',
      expect.stringMatching(/^FromSat,? 13 Feb 2027,? 08:00 CET$/),
      expect.stringMatching(/^ToSat,? 13 Feb 2027,? 12:00 CET$/),
      'StatusCONFIRMED',
      'Sequence2',
      'MethodREQUEST',
    ]);
    expect(await page.getByRole('region', { name: 'Calendar file' }).textContent()).toContain('BEGIN:VEVENT');
    await face('Source').click();
    expect(await page.getByRole('region', { name: 'Headers of the mail' }).textContent()).toContain(
      'MIME-Version: 1.0',
    );
    expect(await face('HTML').getAttribute('aria-pressed')).toBe('false');
  });

  test('a mail is opened and left by keyboard alone, and the focus comes back to its row', async () => {
    await mail();
    await look();
    await openTab('Mailbox');
    await page.getByLabel('Mails of').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Planned maintenance' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Text of the mail' }).waitFor();
    await page.keyboard.press('Escape');
    await row('Planned maintenance').waitFor();
    expect(await focused()).toContain('Planned maintenance');
  });

  test('a long mail is scrolled by keyboard, and left from wherever the focus is', async () => {
    const long = `<p>The beginning</p>${'<p>More</p>'.repeat(60)}<p><a href="https://example.org">The end</a></p>`;
    await mail({ html: long, text: undefined, icalEvent: undefined });
    await look();
    await openTab('Mailbox');
    const html = page.getByRole('region', { name: 'HTML of the mail' });
    const end = page.frameLocator('iframe').getByText('The end');
    const read = async (): Promise<void> => {
      await row('Planned maintenance').press('Enter');
      await end.waitFor();
    };
    await read();
    // HTML, Source, and what is scrolled.
    for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press('Tab');
    expect(await html.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('End');
    await page.waitForFunction(() => (document.querySelector('.page')?.scrollTop ?? 0) > 1_000);
    await page.keyboard.press('Tab');
    expect(await end.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await html.waitFor({ state: 'detached' });
    expect(await focused()).toContain('Planned maintenance');
    await read();
    await page.locator('#mailbox').focus();
    await page.keyboard.press('Escape');
    await html.waitFor({ state: 'detached' });
    await read();
    await page.getByLabel('New post to').focus();
    await page.keyboard.press('Escape');
    expect(await html.isVisible()).toBe(true);
  });

  test('an HTML mail is as high as it is, also when the page gets narrower', async () => {
    await mail({ html: `<style>body, p { margin: 0; min-height: 100vh }</style><p>${'Long text. '.repeat(300)}</p>` });
    await look();
    await openTab('Mailbox');
    await row('Planned maintenance').click();
    await page.frameLocator('iframe').getByText('Long text.').waitFor();
    const fits = (): Promise<unknown> =>
      page.waitForFunction(() => {
        const frame = document.querySelector('iframe');
        const { scrollHeight = 0, clientHeight = -1 } = frame?.contentDocument?.documentElement ?? {};
        return scrollHeight > 0 && scrollHeight === clientHeight && clientHeight === frame?.clientHeight;
      });
    const height = (): Promise<number> => page.locator('iframe').evaluate((one) => one.clientHeight);
    await fits();
    const before = await height();
    await page.setViewportSize({ width: 800, height: 800 });
    await page.waitForFunction((was) => (document.querySelector('iframe')?.clientHeight ?? 0) > was, before);
    await fits();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.waitForFunction((was) => document.querySelector('iframe')?.clientHeight === was, before);
  });

  test('the mailbox is three Tab stops away, also where another pane is shown', async () => {
    await mail();
    await look();
    expect(await page.locator('#mailbox').isVisible()).toBe(false);
    for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the mailbox');
    expect(await page.getByRole('link', { name: 'Skip to the mailbox' }).boundingBox()).toMatchObject({ y: 8 });
    await page.keyboard.press('Enter');
    await row('Planned maintenance').waitFor();
    expect(await active()).toBe('mailbox');
    await page.keyboard.press('Tab');
    expect(await active()).toBe('mails-of');
  });

  test('one address is let refuse mail: everybody sees it, whoever they are, until it takes mail again', async () => {
    const refuses = (): Locator => page.getByRole('switch', { name: 'This mailbox refuses mail' });
    await mail();
    await mail({ to: 'approver@example.org' });
    await look();
    await openTab('Mailbox');
    await row('member@example.org').waitFor();
    expect(await refuses().count()).toBe(0);
    await page.getByLabel('Mails of').selectOption('member@example.org');
    await refuses().press('Space');
    await page.getByRole('option', { name: 'member@example.org (refuses mail)' }).waitFor({ state: 'attached' });
    await expect(mail()).rejects.toMatchObject({ responseCode: 550 });
    await page.getByRole('radio', { name: /Approver/ }).check({ force: true });
    await page.locator('#chat-name', { hasText: 'Approver and' }).waitFor({ state: 'attached' });
    expect(await refuses().isChecked()).toBe(true);

    const first = page;
    await look();
    await openTab('Mailbox');
    await page.getByText('Refusing mail: member@example.org').waitFor();
    await page.getByLabel('Mails of').selectOption('approver@example.org');
    expect(await refuses().isChecked()).toBe(false);
    await page.getByLabel('Mails of').selectOption('member@example.org');
    await refuses().uncheck();
    await first.getByRole('option', { name: 'refuses mail' }).waitFor({ state: 'detached' });
    expect(await first.getByRole('switch').isChecked()).toBe(false);
    await first.close();
    await mail();
    await row('member@example.org').nth(1).waitFor();
  });

  test('mails of one thread stand under its newest subject, newest first, with their number and the first subject', async () => {
    await mail({ messageId: id('1') });
    await mail({ subject: 'Something else', to: 'approver@example.org' });
    await mail({ subject: 'Reminder', messageId: id('2'), references: [id('1')] });
    await look();
    await openTab('Mailbox');
    await row('Reminder').getByText('2 mails').waitFor();
    expect(await page.locator('.mail-thread > .mail-row').allTextContents()).toEqual([
      expect.stringMatching(/^Reminder.*2 mails.*First: Planned maintenance$/),
      expect.stringContaining('Something else'),
    ]);
    expect(await row('Reminder').getAttribute('aria-expanded')).toBe('false');
    await row('Reminder').click();
    const mails = page.getByRole('list', { name: 'The thread' }).getByRole('button');
    expect(await mails.locator('.subject').allTextContents()).toEqual(['Reminder', 'Planned maintenance']);
    await mail({ subject: 'Started', messageId: id('3'), references: [id('1'), id('2')] });
    await mails.getByText('Started').waitFor();
    await row('Started').getByText('3 mails').waitFor();
    await mails.getByText('Started').click();
    await page.getByRole('heading', { name: 'Started' }).waitFor();
    await page.getByRole('button', { name: 'Back to the mails' }).click();
    expect(await focused()).toContain('Started');
    expect(await page.locator('.mails .unread').count()).toBe(2);
  });

  test('one can look at the mails of one address alone, also while others arrive', async () => {
    await mail();
    await mail({ to: 'approver@example.org', subject: 'For the approver' });
    await look();
    await openTab('Mailbox');
    await page.getByLabel('Mails of').selectOption('approver@example.org');
    await row('For the approver').focus();
    await mail({ subject: 'For the member' });
    await mail({ to: 'approver@example.org', subject: 'Another one' });
    await row('Another one').waitFor();
    expect(await page.locator('.mail-thread').count()).toBe(2);
    expect(await focused()).toContain('For the approver');
    await page.getByRole('radio', { name: /Approver/ }).check({ force: true });
    await page.locator('#chat-name', { hasText: 'Approver and' }).waitFor({ state: 'attached' });
    expect(await page.getByLabel('Mails of').inputValue()).toBe('approver@example.org');
    await page.getByLabel('Mails of').selectOption('everybody');
    expect(await page.locator('.mail-thread').count()).toBe(4);
  });

  test('a chat message that arrives beside the open mailbox is told by a dot on its tab', async () => {
    bot.turn = (context) => context.sendActivity('For you alone');
    await look();
    await openTab('Mailbox');
    await page.getByText('Nobody was sent a mail yet.').waitFor();
    expect(await page.getByLabel('Mails of').locator('option').allTextContents()).toEqual(['everybody']);
    expect(await page.getByLabel('Mails of').evaluate((one) => (one as HTMLSelectElement).selectedIndex)).toBe(0);
    await teams.say(implementer, 'help', 'personal');
    await page.locator('.side .news').getByText('Chat with the bot').waitFor();
    await openTab('Chat with the bot');
    await page.locator('#chat').getByText('For you alone').waitFor();
    expect(await page.locator('.news').count()).toBe(0);
  });

  test('nothing of a hostile mail runs, and nothing is loaded', async () => {
    let hits = 0;
    const elsewhere = createServer((_request, response) => {
      hits += 1;
      response.end();
    });
    const evil = `http://127.0.0.1:${await listen(elsewhere, 0)}`;
    await mail({
      subject: 'Hostile <script>alert(1)</script><img src=x onerror=alert(1)>',
      text: '<img src=x onerror=alert(2)>',
      html: `<meta http-equiv="refresh" content="0;url=${evil}/refresh"><base href="${evil}/">
        <link rel="stylesheet" href="${evil}/style"><style>@import "${evil}/import"; p { background: url(${evil}/css) }</style>
        <script>parent.document.title = 'taken'; alert(3)</script><script src="${evil}/script"></script>
        <img src="${evil}/image" onerror="alert(4)"><img src="x" onerror="fetch('${evil}/fetch')">
        <svg onload="alert(5)"><image href="${evil}/svg"/></svg><iframe src="${evil}/frame"></iframe>
        <object data="${evil}/object"></object><video src="${evil}/video" autoplay></video>
        <form action="${evil}/form"><button>Log in</button></form>
        <a href="${evil}/link">A link</a> <a href="javascript:alert(6)">A script</a><p>The end</p>`,
    });
    try {
      await look();
      await openTab('Mailbox');
      const title = await page.title();
      await row('Hostile').click();
      const frame = page.frameLocator('iframe');
      await frame.getByText('The end').waitFor();
      await frame.getByRole('button', { name: 'Log in' }).click();
      await frame.getByText('A link').click();
      await frame.getByText('A script').click();
      await frame.getByText('The end').waitFor();
      await face('Text').click();
      await page.getByRole('region', { name: 'Text of the mail' }).getByText('onerror=alert(2)').waitFor();
      expect(await page.title()).toBe(title);
      expect(hits).toBe(0);
      expect(answered.filter((url) => !url.startsWith(room.url))).toEqual([]);
    } finally {
      await stop(elsewhere);
      // The browser says in its console what it has blocked.
      faults = faults.filter((fault) => !/Content Security Policy|sandbox/i.test(fault));
    }
  });

  test('styles of a mail are its own, and none of the page’s', async () => {
    await mail({ html: '<style>p { color: rgb(1, 2, 3) }</style><p style="margin: 7px">Styled</p>' });
    await look();
    await openTab('Mailbox');
    await row('Planned maintenance').click();
    const style = await page
      .frameLocator('iframe')
      .getByText('Styled')
      .evaluate((one) => [getComputedStyle(one).color, getComputedStyle(one).marginTop]);
    expect(style).toEqual(['rgb(1, 2, 3)', '7px']);
  });

  test('on a very wide page all three are seen at once', async () => {
    await look({ viewport: { width: 1700, height: 900 } });
    for (const name of ['channel', 'chat', 'mailbox']) expect(await page.locator(`#${name}`).isVisible()).toBe(true);
    await mail();
    await row('Planned maintenance').waitFor();
    expect(await page.locator('.toast, .news').count()).toBe(0);
  });

  test('a room without mail has no mailbox', async () => {
    await room.close();
    room = await startRoom(teams, new RoomClock(bot.url));
    page = await browser.newPage();
    await page.goto(`${room.url}?as=${approver.entraId}`);
    await page.getByRole('heading', { name: 'Approver and Change Steward' }).waitFor();
    expect(await page.getByRole('button', { name: 'Mailbox' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Skip to' }).allTextContents()).toHaveLength(2);
    expect(await page.locator('#mailbox').isVisible()).toBe(false);
  });

  test.each(['light', 'dark'] as const)(
    'on a phone it is a third tab, and every text can be read: %s',
    async (scheme) => {
      const settled = async (): Promise<void> => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
        expect(await page.evaluate(weakTexts)).toEqual([]);
      };
      await mail({ subject: 'Planned maintenance of everything that anybody ever learned with', messageId: id('1') });
      await mail({ subject: 'Reminder', references: [id('1')] });
      await look({ viewport: { width: 375, height: 700 }, colorScheme: scheme });
      await mail({ to: 'a-very-long-address-of-somebody@a-very-long-name-of-a-host.example.org', subject: 'Another' });
      await page.locator('.tabs .news').getByText('Mailbox').waitFor();
      await openTab('Mailbox');
      expect(await page.locator('#channel').isVisible()).toBe(false);
      await page.getByLabel('Mails of').selectOption('member@example.org');
      await page.getByRole('switch').check();
      await settled();
      await page.getByLabel('Mails of').selectOption('everybody');
      await page.getByText('Refusing mail: member@example.org').waitFor();
      await row('Planned maintenance').click();
      await settled();
      await page.locator('.mails').getByText('Reminder').click();
      await page.frameLocator('iframe').getByRole('heading', { name: 'Down as HTML' }).waitFor();
      for (const name of ['Text', 'Calendar', 'Source']) {
        await face(name).click();
        await settled();
      }
      await openTab('Channel');
      expect(await page.locator('#mailbox').isVisible()).toBe(false);
    },
  );
});
