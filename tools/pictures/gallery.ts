/** Every card in the states people see, out of changes that really happen: the pictures are made of it, and the tests go through it. */
import { FILMS } from './films.ts';
import type { Post } from './hand-teams.ts';
import type { SECTIONS } from './sections.ts';

export type Section = keyof typeof SECTIONS;

/** Whose view it is; a card that asks nobody is everybody's. */
export type Audience = 'everybody' | 'asked' | 'reader';

export interface Shot {
  readonly section: Section;
  /** What tells it from the section's other pictures, as people read it under the heading. */
  readonly state: string;
  readonly posts: readonly Post[];
  readonly audience: Audience;
  /** False: for the tests alone, because its picture would say nothing new. */
  readonly drawn: boolean;
  /** The title of a button that opens something of the card before the picture is taken. */
  readonly opens?: string;
}

/** The whole gallery, in the order of the sections and of the story. */
export async function gallery(): Promise<readonly Shot[]> {
  const shots: Shot[] = [];
  for (const film of FILMS) shots.push(...(await film()));
  return shots;
}
