/** What people typed is shown as they typed it: never as Markdown, never as markup. */
import { isolated } from '../app/plain-text.ts';

/**
 * For text blocks of a card: the signs that mean something in the Markdown of Adaptive Cards get a backslash, line starts too.
 * HTML needs none: a card shows it as text. Source: the "Markdown support" table of the Adaptive Cards documentation.
 * A new line needs two of them, or Teams runs the lines together: github.com/microsoft/AdaptiveCards/issues/5538.
 */
export function escapeForCard(text: string): string {
  return escaped(text).replace(ENTITY, '\\&');
}

/** `&lt;`, which a card would show as `<`. */
const ENTITY = /&(?=#?\w{1,31};)/g;

function escaped(text: string): string {
  return isolated(text)
    .replace(/[\\*_`[\]<~]/g, '\\$&')
    .replace(/^(\s*)([-+#>]|\d+[.)])/gm, (_, space: string, mark: string) => `${space}${guard(mark)}`)
    .replace(/\s*\n\s*/g, '\n\n');
}

/** For the text of a message, where Teams also knows HTML and `<at>`. */
export function escapeForMessage(text: string): string {
  return escaped(text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'));
}

/** What was escaped, for where Teams shows plain text: the toast, and in place of a card that a client cannot show. */
export function plain(text: string): string {
  return text
    .replace(/<\/?at>/g, '')
    .replace(/\\([^\w\s])/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

/** `1.` starts a list, `1\.` does not. */
function guard(mark: string): string {
  return mark.length === 1 ? `\\${mark}` : `${mark.slice(0, -1)}\\${mark.slice(-1)}`;
}
