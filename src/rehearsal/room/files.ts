import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The package's root, the same from `src/rehearsal/room` and from `dist/rehearsal/room`. */
const ROOT = new URL('../../../', import.meta.url);
const require = createRequire(import.meta.url);

/** Asked of Node, so that they are found wherever the packages were installed. */
const VENDOR: Readonly<Record<string, string>> = {
  'adaptivecards.js': 'adaptivecards/dist/adaptivecards.min.js',
  'markdown-it.js': 'markdown-it/browser',
  'dompurify.js': 'dompurify/dist/purify.min.js',
};

export interface Served {
  type: string;
  content: Buffer;
}

/** A file of the page by its path; undefined where there is none. */
export async function fileFor(path: string): Promise<Served | undefined> {
  if (path === '/') return read(new URL('src/rehearsal/page/index.html', ROOT), 'text/html');
  if (path === '/style.css') return read(new URL('src/rehearsal/page/style.css', ROOT), 'text/css');
  if (path === '/mailbox.css') return read(new URL('src/rehearsal/page/mailbox.css', ROOT), 'text/css');
  if (path === '/icon.svg') return read(new URL('src/rehearsal/page/icon.svg', ROOT), 'image/svg+xml');
  const [, folder, name = ''] = /^\/(page|vendor)\/([a-z-]+\.js)$/.exec(path) ?? [];
  if (folder === 'page') return read(new URL(`dist/rehearsal/page/${name}`, ROOT), 'text/javascript');
  const vendor = folder === 'vendor' ? VENDOR[name] : undefined;
  return vendor === undefined ? undefined : read(pathToFileURL(require.resolve(vendor)), 'text/javascript');
}

async function read(file: URL, type: string): Promise<Served | undefined> {
  try {
    return { type: `${type}; charset=utf-8`, content: await readFile(file) };
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
}
