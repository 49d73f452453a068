/** Stories of a bad day, and the words in them. */
import type { Request } from '../../src/domain/command.ts';
import type { Posting } from '../../src/domain/posting.ts';
import type { Site } from '../../src/domain/site.ts';
import { implementer } from './fixtures.ts';
import type { Story } from './given.ts';
import { askedToDecide, started } from './stories.ts';

/** Saturday 13 February 2027 at this time. */
export const at = (time: string): string => `2027-02-13 ${time}`;

export const more = (minutes: number): Request => ({ type: 'extend', minutes, reason: 'The theme takes longer' });
export const INCIDENT: Request = { type: 'declareIncident', reason: 'The database does not start' };
export const SOLVED: Request = { type: 'end', done: [0, 1], untested: '' };
export const SNAPSHOT: Request = { type: 'startRepair', way: { is: 'snapshot' }, minutes: 'none' };

export const repairFrom = (name: string, minutes: number): Request => ({
  type: 'startRepair',
  way: { is: 'backup', name },
  minutes,
});

/** The end was moved by so many minutes at the decision point. */
export const extended = (minutes: number, site?: Site): Story =>
  askedToDecide(site).says(implementer, at('11:30'), more(minutes));

/** An incident since 10:00. */
export const inIncident = (site?: Site): Story => started(site).says(implementer, at('10:00'), INCIDENT);

type Notice = Extract<Posting, { kind: 'notice' }>;

/** Every notice of a story as people got it, the oldest first. */
export function told(story: Story): readonly Notice[] {
  return story.letters.filter((letter): letter is Notice => letter.kind === 'notice');
}
