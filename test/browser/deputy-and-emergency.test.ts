/** In the room: a colleague is mentioned by name, stands in, and answers an emergency that its form has confirmed. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { RunningRoom } from '../../src/rehearsal/room.ts';
import { startRoom } from '../../src/rehearsal/room.ts';
import { RoomClock } from '../../src/rehearsal/room/clock.ts';
import { launch, missing } from '../rehearsal/browser.ts';
import type { House } from '../support/house.ts';
import { cast, house } from '../support/house.ts';

jest.setTimeout(60_000);
const why = missing();
if (why !== undefined) console.info(`The browser tests of deputies and emergencies are left out: ${why}.`);

let browser: Browser;
let it: House;
let room: RunningRoom;
let faults: string[];

async function enter(who: keyof typeof cast): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  page.setDefaultTimeout(8_000);
  page.on('pageerror', (fault) => faults.push(fault.message));
  await page.goto(`${room.url}?as=${cast[who].entraId}`);
  return page;
}

(why === undefined ? describe : describe.skip)('in the rehearsal room', () => {
  beforeAll(async () => {
    browser = await launch();
  }, 30_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    faults = [];
    it = await house({ start: '2027-02-12 21:00' });
    room = await startRoom(it.teams, new RoomClock(it.url));
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await room.close();
    await it.close();
    expect(faults).toEqual([]);
  });

  test('a mentioned colleague becomes a deputy, and gives GO to an emergency', async () => {
    const approver = await enter('approver');
    const write = approver.getByLabel('New post to Change Steward');
    await write.pressSequentially('delegate @mem');
    const offered = approver.getByRole('group', { name: 'Mention somebody' });
    expect(await offered.first().getByRole('button').allTextContents()).toEqual(['Member']);
    await write.press('ArrowDown');
    await approver.keyboard.press('Enter');
    expect(await write.inputValue()).toBe('delegate @Member ');
    await write.pressSequentially('2027-02-12 to 2027-02-14');
    await write.press('Enter');
    await approver.getByText('Member stands in for Pierre André').first().waitFor();

    const implementer = await enter('implementer');
    await implementer
      .getByLabel('New post to Change Steward')
      .fill('new emergency Patch the login on isc-learn 2027-02-13 08:00 for 4h');
    await implementer.keyboard.press('Enter');
    await implementer.getByLabel('What will be modified').fill('The login module.');
    await implementer.getByLabel('How it will be tested').fill('A student can log in');
    await implementer.getByLabel('How to back out').fill('Restore the data snapshot.');
    expect(await implementer.getByRole('checkbox', { name: /^Emergency/ }).isChecked()).toBe(true);
    await implementer.getByRole('button', { name: 'Create the change' }).click();
    await implementer.getByText('Past already').first().waitFor();
    await implementer.getByLabel('Why it cannot wait').fill('A fault that is being used');
    await implementer.getByRole('button', { name: 'Create the change' }).click();
    await implementer.getByText('Its card is in the channel').first().waitFor();

    const member = await enter('member');
    await member.getByText('Emergency: A fault that is being used').first().waitFor();
    await member.getByRole('button', { name: 'GO', exact: true }).click();
    await member.getByText('GO by Member (deputy for Pierre André)').first().waitFor();
    await member.getByText('This is an emergency: it cannot wait.').first().waitFor();
  });
});
