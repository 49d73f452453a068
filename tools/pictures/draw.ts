/** Draws posts with the rehearsal room's own page, so that a picture shows what the room shows: same renderer, host config and Markdown. */
import type { Mention } from 'botbuilder';
import type { Browser, Page } from 'playwright-core';
import type { PostView } from '../../src/rehearsal/page/wire.ts';
import { fileFor } from '../../src/rehearsal/room/files.ts';
import { launch, missing } from '../../test/rehearsal/browser.ts';
import type { Shot } from './gallery.ts';
import type { Post } from './hand-teams.ts';
import { cardIn } from './hand-teams.ts';
import { shrink } from './png.ts';
import { site } from './stage.ts';

/** Letters look the same on every screen. */
const STEADY = ['--disable-lcd-text', '--font-render-hinting=none'];
const ADDRESS = 'http://pictures.invalid/';
const WIDTH = 420;

/** The room's style sheet and renderer, and nothing of the room around the posts. */
const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <link rel="stylesheet" href="/style.css" />
  <style>
    body { display: block; height: auto; min-height: 0; background: var(--surface); font-family: 'Segoe UI', 'Liberation Sans', sans-serif; }
    #frame { display: flex; flex-direction: column; gap: 14px; padding: 12px; }
    .post header .quiet { display: none; }
  </style>
  <script src="/vendor/adaptivecards.js"></script>
  <script src="/vendor/markdown-it.js"></script>
  <script src="/vendor/dompurify.js"></script>
  <script type="module">
    import { Post } from '/page/post.js';
    window.draw = (views, zone) => {
      const posts = views.map((view) => new Post(view, '', () => zone).root);
      document.getElementById('frame').replaceChildren(...posts);
    };
  </script>
  <body><div id="frame"></div></body>
</html>`;

export interface Studio {
  /** The picture of a shot, as PNG. */
  draw(shot: Shot): Promise<Buffer>;
  close(): Promise<void>;
}

/** A browser in which letters look the same everywhere. @throws an Error with a sentence for the person when there is none. */
export async function openBrowser(): Promise<Browser> {
  const why = missing();
  if (why !== undefined) throw new Error(`The pictures are drawn by Chromium, but ${why}.`);
  return launch(STEADY);
}

/** Opens the browser. @throws an Error with a sentence for the person when there is none. */
export async function openStudio(): Promise<Studio> {
  const browser = await openBrowser();
  const page = await openPage(browser);
  return { draw: (shot) => draw(page, shot), close: () => browser.close() };
}

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 }, colorScheme: 'light' });
  page.on('pageerror', (fault) => {
    throw fault;
  });
  await page.route('**', async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') return route.fulfill({ contentType: 'text/html', body: PAGE });
    const file = await fileFor(path);
    return file === undefined ? route.abort() : route.fulfill({ contentType: file.type, body: file.content });
  });
  await page.goto(ADDRESS);
  await page.waitForFunction('window.draw !== undefined');
  return page;
}

async function draw(page: Page, { posts, opens }: Shot): Promise<Buffer> {
  await page.evaluate(`draw(${JSON.stringify(posts.map(viewOf))}, ${JSON.stringify(site.timeZone)})`);
  if (opens !== undefined) await page.getByRole('button', { name: opens }).click();
  await page.mouse.move(0, 0);
  return shrink(await page.locator('#frame').screenshot({ animations: 'disabled', caret: 'hide' }));
}

/** A post as the room's page takes it. */
function viewOf(post: Post): PostView {
  const { id, at, activity } = post;
  const mentions = (activity.entities ?? []).filter((entity): entity is Mention => entity.type === 'mention');
  return {
    id,
    version: id,
    thread: null,
    channel: null,
    author: 'Change Steward',
    byBot: true,
    at: new Date(at).toISOString(),
    edited: false,
    deleted: false,
    text: activity.text ?? '',
    markdown: true,
    mentions: mentions.map(({ text }) => text.replace(/^<at>|<\/at>$/g, '')),
    cards: activity.attachments === undefined ? [] : [cardIn(post)],
    gist: '',
    refresh: false,
  };
}
