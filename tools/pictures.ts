/**
 * `npm run pictures [-- cards mails room]`: the pictures in `docs/`, all of them or the parts that are named. `cards`: every card in
 * the states people see, some minutes; `mails`: every notice as a mail; `room`: the one at the head of the README.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawCards } from './pictures/card-pictures.ts';
import { drawMails } from './pictures/mail-pictures.ts';
import { drawRoom } from './pictures/room-picture.ts';

const ROOM = fileURLToPath(new URL('../docs/rehearsal-room.png', import.meta.url));

/** Each draws a part and gives a line about it. */
const PARTS: Readonly<Record<string, () => Promise<string>>> = {
  cards: drawCards,
  mails: drawMails,
  async room() {
    writeFileSync(ROOM, await drawRoom());
    return `the rehearsal room in ${ROOM}`;
  },
};

async function draw(named: readonly string[]): Promise<void> {
  const all = Object.keys(PARTS);
  const unknown = named.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(
      `There are no pictures of '${unknown.join(' ')}'. Name some of ${all.join(', ')}, or none for all.`,
    );
  for (const name of named.length === 0 ? all : named) console.log(await PARTS[name]?.());
}

draw(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
