import type { Boxes } from './boxes.ts';
import type { Mail } from './mail.ts';

/**
 * Asks again with every mail until there is an answer.
 * @param what names what is awaited in the error
 * @param patience milliseconds of real time
 * @throws Error that lists the mails there are
 */
export function waitFor<T>(
  boxes: Boxes,
  found: () => T | undefined,
  what: string,
  patience: number,
): Promise<NonNullable<T>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Waited ${patience} ms for ${what}. There is:\n${listed(boxes)}`));
    }, patience);
    boxes.news.on('taken', look);
    look();

    function look(): void {
      try {
        const answer = found();
        if (answer === undefined || answer === null) return;
        stop();
        resolve(answer);
      } catch (fault) {
        stop();
        reject(fault instanceof Error ? fault : new Error(String(fault)));
      }
    }

    function stop(): void {
      clearTimeout(timer);
      boxes.news.off('taken', look);
    }
  });
}

function listed({ mails, taken }: Boxes): string {
  if (taken === 0) return '  no mail at all';
  if (mails.length === 0) return `  ${taken} mails that were not read`;
  return mails.map(({ to, subject }: Mail) => `  to ${to}: ${subject.slice(0, 100)}`).join('\n');
}
