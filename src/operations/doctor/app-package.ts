/** Whether the app that people install is whole, and is the one of this release and this bot. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { textAt } from './asked.ts';
import type { Finding } from './finding.ts';
import { leftOut, ok, warning, wrong } from './finding.ts';

/** Where `npm run package` puts it. */
const ZIP = 'build/change-steward.zip';
const MAKE = 'Run `npm run package`, and upload it in the Teams admin centre';
const AGAIN = 'Take appPackage/ from the release again';

/** Pixels a side. Source: Teams documentation, "App icons". */
const ICONS = [
  { file: 'color.png', side: 192 },
  { file: 'outline.png', side: 32 },
];

/** The folder `appPackage`, and the zip made of it, where this package lies. `appId`: null where it is not known. */
export async function appPackageStep(folder: string, appId: string | null): Promise<Finding> {
  const manifest = await manifestIn(folder);
  if (manifest === null) return wrong('appPackage/manifest.json is not there, or is no JSON', AGAIN);
  for (const { file, side } of ICONS) {
    const size = await sizeOf(join(folder, 'appPackage', file));
    if (size !== `${side} × ${side}`)
      return wrong(`appPackage/${file} is ${size ?? 'no picture'}, expected ${side} × ${side}`, AGAIN);
  }
  if (appId === null) return leftOut('the app id is not known; manifest and icons are right');
  const zip = await readFile(join(folder, ZIP)).catch(() => null);
  if (zip === null) return warning(`manifest and icons are right, but ${ZIP} is not there`, MAKE);
  return zipFinding(zip, manifest, appId);
}

function zipFinding(zip: Buffer, manifest: unknown, appId: string): Finding {
  const packed = parsed(firstIn(zip));
  if (packed === null) return wrong(`${ZIP} is no app package`, MAKE);
  const id = textAt(packed, 'id');
  if (id.includes('{{')) return wrong(`the manifest in ${ZIP} has no id yet`, MAKE);
  if (id.toLowerCase() !== appId) return wrong(`${ZIP} is of another app, by its id ${id}`, MAKE);
  const [is, wanted] = [textAt(packed, 'version'), textAt(manifest, 'version')];
  if (is !== wanted) return warning(`${ZIP} is of version ${is}, and this release of ${wanted}`, MAKE);
  return ok(`${ZIP} is of this bot and of version ${is}`);
}

async function manifestIn(folder: string): Promise<unknown> {
  const text = await readFile(join(folder, 'appPackage/manifest.json'), 'utf8').catch(() => null);
  return parsed(text);
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** `192 × 192`: a PNG begins with its signature and its header, which has width and height at byte 16. Null: it is none. */
async function sizeOf(file: string): Promise<string | null> {
  const head = await readFile(file).catch(() => Buffer.alloc(0));
  if (head.length < 24 || head.toString('latin1', 1, 4) !== 'PNG') return null;
  return `${head.readUInt32BE(16)} × ${head.readUInt32BE(20)}`;
}

const LOCAL_HEADER = 0x04034b50;
const HEADER_BYTES = 30;
const MOST_BYTES = 1024 * 1024;

/**
 * The first file of a zip, which `npm run package` makes the manifest; null: it is none, or is another. What unpacks a zip is not
 * among what runs in production, and one header of 30 bytes (APPNOTE.TXT, 4.3.7) is no reason to bring it.
 */
function firstIn(zip: Buffer): string | null {
  if (zip.length < HEADER_BYTES || zip.readUInt32LE(0) !== LOCAL_HEADER) return null;
  const [method, size, nameLength] = [zip.readUInt16LE(8), zip.readUInt32LE(18), zip.readUInt16LE(26)];
  const begin = HEADER_BYTES + nameLength + zip.readUInt16LE(28);
  if (zip.toString('utf8', HEADER_BYTES, HEADER_BYTES + nameLength) !== 'manifest.json') return null;
  const bytes = zip.subarray(begin, begin + size);
  try {
    return (method === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: MOST_BYTES })).toString('utf8');
  } catch {
    return null;
  }
}
