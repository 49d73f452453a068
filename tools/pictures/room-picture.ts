/** The picture at the head of the README: the rehearsal room, with a change that waits for its GO. */
import type { Browser } from 'playwright-core';
import { startRoom } from '../../src/rehearsal/room.ts';
import { RoomClock } from '../../src/rehearsal/room/clock.ts';
import { launch } from '../../test/rehearsal/browser.ts';
import type { House } from '../../test/support/house.ts';
import { cardWith, cast, house } from '../../test/support/house.ts';

const FORM = {
  what: 'Moodle on Hannibal goes to the next long-term version, with its plugins.',
  tests: 'A student can log in\nA course opens\nThe nightly backup runs',
  backout: 'Restore the data snapshot.',
};
const ALL_TICKED = { 'item-limits': 'true', 'item-tests': 'true', 'item-window': 'true' };

/** The room at a desk, as the approver sees it, as PNG. */
export async function drawRoom(): Promise<Buffer> {
  const home = await house();
  const room = await startRoom(home.teams, new RoomClock(home.url));
  const browser = await launch();
  try {
    await waitForGo(home);
    return await picture(browser, `${room.url}?as=${cast.approver.entraId}`);
  } finally {
    await browser.close();
    await room.close();
    await home.close();
  }
}

async function waitForGo(home: House): Promise<void> {
  await home.teams.say(cast.implementer, 'new Upgrade Moodle on isc-learn 2027-02-13 08:00 for 4h', 'channel');
  await home.teams.press(cast.implementer, cardWith(home.teams, 'create').id, { verb: 'create' }, FORM);
  await home.settled();
  await home.teams.press(
    cast.implementer,
    cardWith(home.teams, 'tickPreparations').id,
    { verb: 'tickPreparations' },
    ALL_TICKED,
  );
  await home.next();
  await home.teams.press(cast.approver, cardWith(home.teams, 'acceptPreCheck').id, { verb: 'acceptPreCheck' });
  await home.next();
  await home.teams.say(cast.approver, 'mine', 'personal');
}

async function picture(browser: Browser, url: string): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  await page.goto(url);
  const card = page.locator('article[data-post]', { has: page.getByRole('heading', { name: 'GO or NOGO?' }) }).last();
  await card.scrollIntoViewIfNeeded();
  // The view of one's own arrives when the card is seen.
  await card.getByText('yours to answer').waitFor();
  await card.getByRole('button', { name: 'NOGO', exact: true }).scrollIntoViewIfNeeded();
  return page.screenshot();
}
