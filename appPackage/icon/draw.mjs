/**
 * Draws ../color.png and ../outline.png from the SVG files beside this one: `node appPackage/icon/draw.mjs`.
 *
 * Run it after an SVG was edited, look at the result, and commit both. It is no part of the build, because the pictures
 * that go into a package should be the ones somebody looked at. STEWARD_CHROMIUM names another Chromium.
 */
import { readFile } from 'node:fs/promises';
import { env } from 'node:process';
import { fileURLToPath, URL } from 'node:url';
import { chromium } from 'playwright-core';

const icons = [
  { name: 'color', side: 192, transparent: false },
  { name: 'outline', side: 32, transparent: true },
];

const beside = (path) => fileURLToPath(new URL(path, import.meta.url));

const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function draw(browser, { name, side, transparent }) {
  const page = await browser.newPage({ viewport: { width: side, height: side }, deviceScaleFactor: 1 });
  const svg = await readFile(beside(`${name}.svg`), 'utf8');
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: beside(`../${name}.png`), omitBackground: transparent });
  await page.close();
}

const browser = await chromium.launch({
  executablePath: env.STEWARD_CHROMIUM ?? '/usr/bin/chromium',
  args: quietFlags,
});
try {
  for (const icon of icons) await draw(browser, icon);
} finally {
  await browser.close();
}
