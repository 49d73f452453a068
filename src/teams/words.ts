/** What somebody said to the bot, as a command: forgiving about case, dashes, slashes and extra words. */
import { closest, distance } from 'fastest-levenshtein';

export const WORDS = [
  ...(['help', 'new', 'list', 'list all', 'mine', 'show', 'history', 'resend'] as const),
  ...(['edit', 'reschedule', 'hand over', 'cancel'] as const),
  ...(['delegate', 'status', 'clock'] as const),
] as const;
export type Word = (typeof WORDS)[number];

/** A command with what follows it; 'unknown' with the nearest command. */
export type Said =
  | { readonly word: Word; readonly rest: string }
  | { readonly word: 'unknown'; readonly said: string; readonly nearest: Word };

const DASHES = /[\u2010-\u2015\u2212]/g;
const CHANGE_ID = /\b(?:chg[\s/-]*)?(20\d{2})[\s/-]+(\d{1,6})\b(?![-:.])/i;
const FILLERS = new Set([
  'please',
  'can',
  'could',
  'you',
  'me',
  'the',
  'a',
  'hey',
  'hi',
  'hello',
  'bot',
  'i',
  'want',
  'to',
  'would',
  'like',
  'give',
  'my',
  'change',
  'changes',
]);

/** Reads what was said, without the mention of the bot. */
export function understand(text: string): Said {
  const said = text
    .replace(DASHES, '-')
    .replace(/&nbsp;|\u00a0/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[/!]/, '');
  const tokens = said.split(' ');
  const first = tokens.findIndex((token) => !FILLERS.has(plain(token)));
  // Only a mention, or a greeting: whoever says no more wants to know what can be said.
  if (said === '' || first < 0) return { word: 'help', rest: '' };
  const word = plain(tokens[first] ?? '');
  const rest = tokens.slice(first + 1).join(' ');
  return command(word, rest) ?? anywhere(tokens) ?? onlyAnId(said) ?? { word: 'unknown', said, nearest: nearest(word) };
}

/** The change somebody means: `CHG-2027-001`, `chg 2027 1`, `2027-001`; null when none is named. */
export function changeIdIn(text: string): string | null {
  const found = CHANGE_ID.exec(text.replace(DASHES, '-'));
  return found === null ? null : `CHG-${found[1] ?? ''}-${String(Number(found[2])).padStart(3, '0')}`;
}

/** What was said besides the change. */
export function withoutChangeId(text: string): string {
  return text.replace(DASHES, '-').replace(CHANGE_ID, ' ');
}

/** Which page is asked for, `page 2`; the first when none is. */
export function pageIn(text: string): number {
  return Math.max(1, Number(/\bpage (\d{1,4})\b/i.exec(text)?.[1] ?? 1));
}

/** Whether the history of the mails is asked for. */
export function isAboutMail(text: string): boolean {
  return /\b(e-?)?mails?\b/i.test(text);
}

function command(word: string, rest: string): Said | null {
  const [next = '', ...others] = rest.split(' ');
  if (word === 'listall' || word === 'list-all' || word === 'all') return { word: 'list all', rest };
  if (word === 'list')
    return plain(next) === 'all' ? { word: 'list all', rest: others.join(' ') } : { word: 'list', rest };
  if (word === 'handover' || word === 'hand-over') return { word: 'hand over', rest };
  if (word === 'hand' && plain(next) === 'over') return { word: 'hand over', rest: others.join(' ') };
  if (word === 'move' || word === 'postpone') return { word: 'reschedule', rest };
  // Whoever asks for the status of a change means the change, not the bot.
  if (word === 'status' && changeIdIn(rest) !== null) return { word: 'show', rest };
  const known = WORDS.find((w) => w === word);
  return known === undefined ? null : { word: known, rest };
}

/** "could somebody show CHG-2027-001": a command in the middle counts, except `new`, which is too common a word. */
function anywhere(tokens: readonly string[]): Said | null {
  for (const [index, token] of tokens.entries()) {
    const found = plain(token) === 'new' ? null : command(plain(token), tokens.slice(index + 1).join(' '));
    if (found !== null && isMeant(found)) return found;
  }
  return null;
}

/** People move and cancel many things: in the middle of a sentence it is a command where a change is named. */
function isMeant(said: Said): boolean {
  return said.word === 'unknown' || !OF_A_PLAN.includes(said.word) || changeIdIn(said.rest) !== null;
}

const OF_A_PLAN: readonly Word[] = ['edit', 'reschedule', 'hand over', 'cancel'];

function onlyAnId(said: string): Said | null {
  return changeIdIn(said) === null ? null : { word: 'show', rest: said };
}

function nearest(word: string): Word {
  const near = WORDS.find((w) => w === closest(word, [...WORDS])) ?? 'help';
  return distance(word, near) <= Math.max(2, near.length - 2) ? near : 'help';
}

function plain(token: string): string {
  return token.toLowerCase().replace(/[.,;:!?"'`]+$/, '');
}
