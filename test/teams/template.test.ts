import { expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTemplates } from '../../src/teams/cards/template.ts';

async function inFolder(files: Readonly<Record<string, string>>, look: (folder: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'templates-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    look(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const NOTE = '{"type":"AdaptiveCard","body":"${text}"}';

test('templates that are no JSON are all named at the start, each with what is wrong', async () => {
  const files = { 'note.json': NOTE, 'tests.json': '{"type":"AdaptiveCard"', 'close.json': '{"type":' };
  await inFolder(files, (folder) => {
    expect(() => readTemplates(folder)).toThrow(/templates that cannot be used:\nclose\.json: .+\ntests\.json: .+$/);
  });
});

test('an expression that is none is named when its template is wanted first, or prepared before', async () => {
  const files = { 'note.json': NOTE, 'tests.json': '{"type":"AdaptiveCard","body":"${text +}"}' };
  await inFolder(files, (folder) => {
    const templates = readTemplates(folder);
    expect(templates.fill('note', { text: 'Hello' })).toEqual({ type: 'AdaptiveCard', body: 'Hello' });
    expect(() => templates.fill('tests', {})).toThrow(/tests\.json has an expression that is none/);
    expect(() => templates.prepareNext()).toThrow(/tests\.json has an expression that is none/);
  });
});

test('all that the package brings can be prepared, one after the other, and then there is none left', () => {
  const templates = readTemplates(fileURLToPath(new URL('../../cards', import.meta.url)));
  let count = 0;
  while (templates.prepareNext()) count += 1;
  expect(count).toBe(templates.names.length);
});
