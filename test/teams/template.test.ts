import { expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates } from '../../src/teams/cards/template.ts';

test('templates that cannot be used are all named at start, each with what is wrong', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'templates-'));
  try {
    await writeFile(join(folder, 'note.json'), '{"type":"AdaptiveCard","body":"${text}"}');
    await writeFile(join(folder, 'tests.json'), '{"type":"AdaptiveCard"');
    await writeFile(join(folder, 'close.json'), '{"type":"AdaptiveCard","body":"${text +}"}');
    expect(() => readTemplates(folder)).toThrow(/templates that cannot be used:\nclose\.json: .+\ntests\.json: .+$/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
