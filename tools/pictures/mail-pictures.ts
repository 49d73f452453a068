/** `docs/mails`: every notice as the mail that people get, on a phone and on a desk, and the index that shows them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import type { MailName } from '../../src/domain/posting.ts';
import { loadSettings } from '../../src/settings.ts';
import { HEADS } from '../preview/heads.ts';
import type { Form, Shown } from '../preview/shown.ts';
import { noticesOf } from '../preview/shown.ts';
import { openBrowser } from './draw.ts';
import { shrink } from './png.ts';

const FOLDER = fileURLToPath(new URL('../../docs/mails', import.meta.url));

interface Screen {
  readonly name: string;
  readonly width: number;
  /** How wide the index shows it, so that a phone and a desk fit beside each other. */
  readonly shown: number;
  readonly colorScheme: 'light' | 'dark';
}

const PHONE: Screen = { name: 'phone', width: 390, shown: 260, colorScheme: 'light' };
const DESK: Screen = { name: 'desktop', width: 900, shown: 560, colorScheme: 'light' };
const AT_NIGHT: Screen = { ...PHONE, name: 'phone-dark', colorScheme: 'dark' };

/** These are shown in the dark and in each language alone, too. */
const MORE: readonly MailName[] = ['announce', 'incident'];

interface Picture {
  readonly file: string;
  /** What is on it. */
  readonly alt: string;
  readonly screen: Screen;
  readonly html: string;
}

/** Draws all of them anew, of the site that the package brings. Gives a line about it. */
export async function drawMails(): Promise<string> {
  const notices = (await noticesOf(loadSettings({ STEWARD_MODE: 'rehearsal' }))).filter(isPictured);
  const pictures = notices.flatMap(picturesOf).flat();
  const browser = await openBrowser();
  try {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    for (const picture of pictures) writeFileSync(join(FOLDER, picture.file), await drawn(picture, browser));
  } finally {
    await browser.close();
  }
  writeFileSync(join(FOLDER, 'README.md'), index(notices));
  return `${String(pictures.length)} pictures in ${FOLDER}`;
}

/** Each notice in its usual form, and what is said to those who come later; the other variants look alike. */
function isPictured({ scene: { state } }: Shown): boolean {
  return state === '' || state === 'to somebody new';
}

/** Those that stand beside each other, row by row. */
function picturesOf({ id, scene, forms }: Shown): readonly (readonly Picture[])[] {
  const asSent = forms.at(-1);
  if (asSent === undefined) return [];
  const picture = (form: Form, screen: Screen, more = ''): Picture => ({
    file: `${id}-${screen.name}${more}.png`,
    alt: `${titleOf(scene)}, ${screen.name.replace('-', ', ')}${more.replace('-', ', ')}`,
    screen,
    html: form.html,
  });
  const usual = [picture(asSent, PHONE), picture(asSent, DESK)];
  if (scene.state !== '' || !MORE.includes(scene.notice)) return [usual];
  const alone = forms.filter(({ languages }) => languages.length === 1);
  return [
    usual,
    [picture(asSent, AT_NIGHT), ...alone.map((form) => picture(form, PHONE, `-${form.languages.join('-')}`))],
  ];
}

async function drawn({ html, screen: { width, colorScheme } }: Picture, browser: Browser): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width, height: 100 }, colorScheme, offline: true });
  try {
    await page.setContent(html);
    return shrink(await page.screenshot({ fullPage: true, animations: 'disabled' }));
  } finally {
    await page.close();
  }
}

function titleOf({ notice, state }: Shown['scene']): string {
  return state === '' ? HEADS[notice].title : `${HEADS[notice].title}, ${state}`;
}

/** The index: a heading a mail, when people get it, and its pictures. */
function index(notices: readonly Shown[]): string {
  return `${[INTRO, ...notices.map(entry)].join('\n\n')}\n`;
}

const INTRO = `# The mails

Every notice as a mail, in all languages of the site as it is sent, at the width of a phone and of a desk; two of them in the dark
and in each language alone, too. \`npm run pictures -- mails\` makes this page anew, from changes that go their way through the
process. The variants of the notices, their texts and their calendar entries: \`npm run preview\`.`;

function entry(notice: Shown): string {
  const { scene, forms } = notice;
  const rows = picturesOf(notice).map((row) => `<p>\n${row.map(image).join('\n')}\n</p>`);
  const { when } = HEADS[scene.notice];
  return [`## ${titleOf(scene)}`, when, `Subject: ${forms.at(-1)?.subject ?? ''}`, ...rows].join('\n\n');
}

function image({ file, alt, screen }: Picture): string {
  return `  <img src="${file}" width="${String(screen.shown)}" align="top" alt="${alt}" />`;
}
