import { cardOf } from './invoke.ts';
import { asJson, asText, isJson } from '../json.ts';
import type { Activity } from './activity.ts';
import type { Board, Message } from './board.ts';

/**
 * The first message, present or to come, that fits; looked at again at its every change.
 * @param what names it in the error, e.g. "the GO card"
 * @param patience milliseconds of real time
 * @throws Error that lists the messages there are
 */
export function until(
  board: Board,
  predicate: (message: Message) => boolean,
  what: string,
  patience: number,
): Promise<Message> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      board.changes.off('change', look);
      reject(new Error(`Waited ${patience} ms for ${what}. There is:\n${listed(board.all)}`));
    }, patience);
    const settle = (message: Message): void => {
      clearTimeout(timer);
      board.changes.off('change', look);
      resolve(message);
    };
    function look(message: Message): void {
      try {
        if (predicate(message)) settle(message);
      } catch (fault) {
        clearTimeout(timer);
        board.changes.off('change', look);
        reject(fault instanceof Error ? fault : new Error(String(fault)));
      }
    }
    const present = board.all.find(predicate);
    if (present === undefined) board.changes.on('change', look);
    else settle(present);
  });
}

/** What a message says in one line: its text, else its summary, else its card's first words. */
export function gist(activity: Activity): string {
  const card = asJson(cardOf(activity));
  const said = [activity.summary, activity.text, asText(card.fallbackText), firstText(card.body)];
  return (said.find((one) => one !== undefined && one !== '') ?? activity.type)
    .replace(/<\/?at>|\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function firstText(node: unknown): string | undefined {
  if (Array.isArray(node)) return node.map(firstText).find((text) => text !== undefined);
  if (!isJson(node)) return undefined;
  return asText(node.text) ?? firstText(node.items ?? node.columns);
}

function listed(messages: readonly Message[]): string {
  if (messages.length === 0) return '  no message at all';
  return messages.map((one) => `  ${place(one)}: ${gist(one.activity).slice(0, 100)}`).join('\n');
}

function place({ id, from, owner, threadRoot, edits, deleted }: Message): string {
  const where = owner === undefined ? (threadRoot === id ? 'new post' : `in ${threadRoot ?? '?'}`) : `to ${owner.name}`;
  const fate = deleted ? ', deleted' : edits > 0 ? `, edited ${edits} times` : '';
  return `${id} by ${from === 'bot' ? 'the bot' : from.name} (${where}${fate})`;
}
