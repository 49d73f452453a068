import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const PAGE = fileURLToPath(new URL('../../dist/rehearsal/page/main.js', import.meta.url));
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why the browser tests are left out, or undefined. */
export function missing(): string | undefined {
  if (!existsSync(CHROMIUM)) return `there is no ${CHROMIUM} (Debian: apt install chromium)`;
  return existsSync(PAGE) ? undefined : 'the page is not built (npm run build)';
}

/** @param more flags beyond those that keep it quiet and off the network */
export function launch(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...more] });
}
