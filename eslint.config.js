import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Who may import whom: the same table that `test/architecture.test.ts` reads, so that the editor says it first. */
const rooms = JSON.parse(readFileSync(join(import.meta.dirname, 'test/support/rooms.json'), 'utf8'));
const folders = rooms.map(({ room }) => room).filter((room) => !['main', 'service', 'process'].includes(room));

function importsOf({ room, imports, libraries, node, why }) {
  const foreign = folders.filter(
    (other) => other !== room && !imports.includes(other) && !other.startsWith(`${room}/`),
  );
  const home = libraries.length === 0 ? '' : `(?!(?:${libraries.join('|')})(?:/|$))`;
  const patterns = [
    { regex: `^(?:\\.\\./)+(?:${foreign.join('|')})(?:/|\\.ts$)`, message: `Not from '${room}': ${why}.` },
    { regex: `^(?!\\.|node:)${home}`, message: `This library is not one of '${room}': ${why}.` },
    ...(node ? [] : [{ regex: '^node:', message: `No Node in '${room}': ${why}.` }]),
  ];
  return {
    files: [`src/${room}.ts`, `src/${room}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'data/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './test/tsconfig.json', './src/rehearsal/page/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // A closed switch ends in `never`: a new event that nobody thought of must not compile.
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Numbers in sentences are what sentences are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  // The inner of two nested rooms comes last and counts.
  ...[...rooms].sort((a, b) => a.room.length - b.room.length).map(importsOf),
);
