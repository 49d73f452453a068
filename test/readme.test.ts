import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { format } from 'prettier';
import { processTable } from '../tools/process-table.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README shows the process table as the code has it', async () => {
  const [, shown = ''] = /<!-- process table.*?-->\n([\s\S]*?)<!-- end of the process table -->/.exec(README) ?? [];
  expect(shown.trim()).toBe((await format(processTable(), { parser: 'markdown' })).trim());
});

test('the two commands of the README are the ones there are', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const [, name = ''] of README.matchAll(
    /npm (?:run )?(rehearsal|test|start|bench|pictures|preview|package|build|torture|backup|restore|export|doctor)\b/g,
  ))
    expect(scripts).toHaveProperty(name);
});
