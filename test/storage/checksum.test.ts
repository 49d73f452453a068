/** What a failing disk does to a file, and what a person does. */
import { expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checksumOf, isChecksumOf } from '../../src/storage/checksum.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { closedLater, emptyFolder, event, everything, happened, ID } from './given.ts';

const REASON = 'not that week: Ünal is away';

/** A folder with one change, whose file is then another one. */
async function folderWhere(changed: (bytes: Buffer) => Buffer | string): Promise<string> {
  const folder = await emptyFolder();
  const store = await openStore(folder);
  await store.commit(ID, 0, happened(event(1, REASON)));
  await store.close();
  const file = join(folder, 'changes', `${ID}.json`);
  await writeFile(file, changed(await readFile(file)));
  return folder;
}

test('a bit that has fallen over is noticed wherever it stands, also where the file is valid JSON still', async () => {
  let valid = 0;
  const folder = await folderWhere((bytes) => bytes);
  const file = join(folder, 'changes', `${ID}.json`);
  const whole = await readFile(file);
  const store = closedLater(await openStore(folder));
  // In the first line it is the format or the checksum that has changed: that is noticed, too, but for a format of the future.
  for (let at = whole.indexOf('\n') + 1; at < whole.length - 1; at += 1) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 7));
    await writeFile(file, bytes);
    valid += isJson(bytes.toString()) ? 1 : 0;
    await expect(store.read(ID)).rejects.toThrow(`${ID}.json is damaged`);
  }
  expect(valid).toBeGreaterThan(50);
});

test('what was changed by hand is set aside with a sentence that says how it is accepted, and then it is', async () => {
  const edited = (bytes: Buffer): string => bytes.toString().replace('not that week', 'NOT that week');
  const folder = await folderWhere(edited);
  const store = await openStore(folder);
  expect(await everything(store)).toEqual([]);
  expect(store.damaged).toEqual([
    {
      file: `damaged/${ID}.json`,
      why:
        'it is not as it was written: its checksum is another one. The disk may fail; put back a copy of the file. ' +
        'Who has changed it by hand writes "checksum":"none" in its first line and puts it back',
    },
  ]);
  await store.close();

  const text = await readFile(join(folder, 'damaged', `${ID}.json`), 'utf8');
  await writeFile(join(folder, 'changes', `${ID}.json`), text.replace(/"checksum":"[0-9a-f]{8}"/, '"checksum":"none"'));
  const second = closedLater(await openStore(folder));
  expect((await everything(second))[0]?.events).toEqual([event(1, 'NOT that week: Ünal is away')]);
  await second.commit(ID, 1, happened(event(2)));
  expect(await readFile(join(folder, 'changes', `${ID}.json`), 'utf8')).toMatch(
    /^\{"format":2,"checksum":"[0-9a-f]{8}",\n/,
  );
});

test('the checksum is the one of the world: CRC-32 of the lines after the first one', () => {
  expect(checksumOf('123456789')).toBe('cbf43926');
  expect(checksumOf('')).toBe('00000000');
  expect(isChecksumOf('cbf43926', '123456789')).toBe(true);
  expect(isChecksumOf('CBF43926', '123456789')).toBe(false);
  expect(isChecksumOf(undefined, '123456789')).toBe(false);
  expect(isChecksumOf('none', '123456789')).toBe(true);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
