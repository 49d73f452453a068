import type { Voice } from '../../app/words.ts';

/** `CHG-2027-001/remind/channel/14` as people say it: the milestone, or the key where it is none. */
export function letterName(key: string, { sentences }: Voice): string {
  const [, milestone = ''] = key.split('/');
  return sentences.has(`letter.${milestone}`) ? sentences.say(`letter.${milestone}`) : key;
}
