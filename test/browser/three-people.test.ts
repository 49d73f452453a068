import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import type { RunningRoom } from '../../src/rehearsal/room.ts';
import { startRoom } from '../../src/rehearsal/room.ts';
import { RoomClock } from '../../src/rehearsal/room/clock.ts';
import { launch, missing } from '../rehearsal/browser.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import { TEACHERS } from '../support/fixtures.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast, house } from '../support/house.ts';
import { walkTo } from '../support/stations.ts';

jest.setTimeout(60_000);
const why = missing();
if (why !== undefined) console.info(`The browser tests of a whole change are left out: ${why}.`);

let browser: Browser;
let it: House;
let room: RunningRoom;
let post: PostOffice;
let faults: string[];

/** The newest card with this heading, in the page of one person. */
const card = (page: Page, heading: string): Locator =>
  page.locator('article[data-post]', { has: page.getByRole('heading', { name: heading, exact: true }) }).last();
const button = (page: Page, heading: string, name: string): Locator =>
  card(page, heading).getByRole('button', { name, exact: true });

async function enter(who: keyof typeof cast): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  page.setDefaultTimeout(8_000);
  page.on('pageerror', (fault) => faults.push(fault.message));
  await page.goto(`${room.url}?as=${cast[who].entraId}`);
  return page;
}

async function fillForm(page: Page): Promise<void> {
  await page.getByLabel('New post to Change Steward').fill('new Upgrade Moodle on isc-learn 2027-02-13 08:00 for 4h');
  await page.keyboard.press('Enter');
  await page.getByLabel('What will be modified').fill('Moodle on Hannibal goes to the next version.');
  await page.getByLabel('How it will be tested').fill('A student can log in\nA course opens');
  await page.getByRole('button', { name: 'Create the change' }).click();
  await page.getByText('Please fill this in.').waitFor();
  expect(await page.getByLabel('What will be modified').inputValue()).toBe(
    'Moodle on Hannibal goes to the next version.',
  );
  await page.getByLabel('How to back out').fill('Restore the data snapshot.');
  await page.getByRole('button', { name: 'Create the change' }).click();
  await page.getByText('Its card is in the channel').waitFor();
}

async function tickAll(page: Page, heading: string): Promise<void> {
  const boxes = card(page, heading).getByRole('checkbox');
  await boxes.first().waitFor();
  for (const box of await boxes.all()) await box.check();
}

async function nextMilestone(page: Page): Promise<void> {
  const before = await page.request.get(`${it.url}/clock`).then((r) => r.json() as Promise<{ now: string }>);
  await page.getByRole('button', { name: 'Next milestone' }).click();
  await expect(page.request.get(`${it.url}/clock`).then((r) => r.text())).resolves.not.toContain(before.now);
  await it.settled();
}

/** What a recipient has in their mailbox in the end: one conversation, its mails as they were sent, and the entry of the calendar. */
async function readMailbox(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Mailbox' }).click();
  await page.getByLabel('Mails of').selectOption(TEACHERS);
  const thread = page.locator('.mail-thread');
  await thread.getByText('Planned maintenance: ISC Learn').first().waitFor();
  expect(await thread.count()).toBe(1);
  await thread.getByRole('button').first().click();
  await page.getByLabel('The thread, newest first').getByText('End of maintenance: ISC Learn').click();
  const html = page.frameLocator('iframe');
  await html.getByRole('heading', { name: 'End of maintenance: ISC Learn' }).waitFor();
  const face = page.getByRole('group', { name: 'Show the mail as' });
  await face.getByRole('button', { name: 'Text' }).click();
  await page.getByText('ISC Learn has been available again since').last().waitFor();
  await face.getByRole('button', { name: 'Calendar' }).click();
  await page.getByText('X-MAINTNOTE-STATUS:COMPLETED').waitFor();
}

(why === undefined ? describe : describe.skip)('three people in the rehearsal room', () => {
  beforeAll(async () => {
    browser = await launch();
  }, 30_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    faults = [];
    const shown = { now: () => new Date() };
    post = await startPostOffice({ clock: () => shown.now() });
    it = await house({ post });
    const clock = new RoomClock(it.url);
    shown.now = () => clock.now();
    room = await startRoom(it.teams, clock, 0, post);
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await room.close();
    await it.close();
    await post.close();
    expect(faults).toEqual([]);
  });

  test('carry a change from "new" to its report', async () => {
    const implementer = await enter('implementer');
    const approver = await enter('approver');
    const member = await enter('member');
    await fillForm(implementer);

    await tickAll(implementer, 'Prepare the change');
    await button(implementer, 'Prepare the change', 'Save').dblclick();
    await card(implementer, 'Prepare the change').getByText('Prepared by Implementer').waitFor();

    await nextMilestone(implementer);
    await button(approver, 'Pre-check', 'OK').click();
    await card(approver, 'Pre-check').getByText('OK by Pierre André').waitFor();

    await nextMilestone(implementer);
    await approver.reload();
    await button(approver, 'GO or NOGO?', 'NOGO').click();
    await card(approver, 'GO or NOGO?').getByRole('alert').getByText('Please give a reason').waitFor();
    await button(approver, 'GO or NOGO?', 'GO').click();
    await card(member, 'Planned maintenance: ISC Learn').waitFor();

    await nextMilestone(implementer);
    await card(member, 'Reminder: maintenance tomorrow, ISC Learn').waitFor();
    await nextMilestone(implementer);
    await button(implementer, 'Take the snapshot', 'Started').click();
    await button(implementer, 'Take the snapshot', 'Finished').click();
    await card(implementer, 'Take the snapshot').getByText('finished').first().waitFor();
    await nextMilestone(implementer);
    await card(member, 'Maintenance has started: ISC Learn').waitFor();

    await tickAll(implementer, 'Run the tests');
    await button(implementer, 'Run the tests', 'End of maintenance').click();
    await card(member, 'End of maintenance: ISC Learn').waitFor();

    await card(implementer, 'Report').getByRole('textbox').fill('Start the snapshot earlier.');
    await button(implementer, 'Report', 'Close the change').click();
    await card(member, 'Report').getByText('Start the snapshot earlier.').waitFor();
    await card(member, 'Report').getByText('end of maintenance, Sat 13 Feb 2027: Teams sent 08:00').waitFor();
    await card(member, 'Report').getByText('mail 3 of 3').first().waitFor();
    await readMailbox(member);
  });

  test('carry a bad day from its start to its report: more time, an incident, a restore', async () => {
    await walkTo(it, 'start');
    const implementer = await enter('implementer');
    const member = await enter('member');
    await nextMilestone(implementer);
    await button(implementer, 'Keep going or restore?', 'Keep going').click();
    await card(member, 'Keep going or restore?').getByText('Keep going, said Implementer').waitFor();

    await nextMilestone(implementer);
    const decide = 'Solved, more time, restore or incident?';
    await button(implementer, decide, 'More time').click();
    await card(implementer, decide).getByRole('alert').getByText('I cannot read the time').waitFor();
    await card(implementer, decide).getByLabel('Extra time').fill('1 h');
    await card(implementer, decide).getByLabel('Reason, for more time').fill('The theme takes longer.');
    await button(implementer, decide, 'More time').click();
    await card(member, 'Maintenance takes longer: ISC Learn').getByText('The theme takes longer.').waitFor();

    await card(implementer, 'Run the tests').getByRole('button', { name: 'Not going to plan' }).click();
    await button(implementer, decide, 'Incident').waitFor();
    await card(implementer, decide).getByLabel('Reason, for more time').fill('The database does not start.');
    await button(implementer, decide, 'Incident').click();
    await card(member, 'Incident: ISC Learn').getByText('The database does not start.').waitFor();

    await card(implementer, 'Incident').getByLabel('the snapshot').check();
    await button(implementer, 'Incident', 'Start the repair').click();
    await card(member, 'Incident, update: ISC Learn').getByText('being repaired from the snapshot').waitFor();
    await tickAll(implementer, 'Incident');
    await button(implementer, 'Incident', 'Resolved').click();
    await card(member, 'Incident over: ISC Learn').waitFor();
    await card(member, 'Report').getByText('Restored: the service is as it was before the change').waitFor();
  });

  test('move a change after its announcement: people read the old window and the new one, once there is GO', async () => {
    await walkTo(it, 'announce');
    const implementer = await enter('implementer');
    const approver = await enter('approver');
    const member = await enter('member');
    await button(implementer, 'Upgrade Moodle', 'Reschedule').click();
    const form = 'Move CHG-2027-001';
    await card(implementer, form).getByLabel('New start').fill('2027-02-27 08:00');
    await card(implementer, form).getByLabel('Reason').fill('The vendor is late.');
    await button(implementer, form, 'Move the change').click();
    await implementer.getByText('CHG-2027-001 is moved to Sat 27 Feb 2027').first().waitFor();
    expect(await card(member, 'Maintenance moved: ISC Learn').count()).toBe(0);

    await it.to('2027-02-20 09:00');
    await approver.reload();
    await card(approver, 'GO or NOGO?').getByText('Changed since you last decided').waitFor();
    await button(approver, 'GO or NOGO?', 'GO').click();
    const moved = card(member, 'Maintenance moved: ISC Learn');
    await moved.getByText('Sat 27 Feb 2027, 08:00').first().waitFor();
    await moved.getByText('and not on Sat 13 Feb 2027').first().waitFor();
  });

  test('a member who presses what is not theirs is told why, and nobody else sees it', async () => {
    const implementer = await enter('implementer');
    await fillForm(implementer);
    await card(implementer, 'Prepare the change').waitFor();
    const answer = await it.teams.press(cast.member, cardWith(it.teams, 'tickPreparations').id, {
      verb: 'tickPreparations',
    });
    expect(answer.message).toContain('Only the implementer');
    expect(await implementer.getByRole('alert').count()).toBe(0);
    const member = await enter('member');
    await card(member, 'Prepare the change').getByText('Waiting for Implementer').waitFor();
    expect(await button(member, 'Prepare the change', 'Save').count()).toBe(0);
  });
});
