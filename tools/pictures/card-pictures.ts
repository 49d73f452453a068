/** `docs/cards`: a picture of every card in the states people see, and the index that shows them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStudio } from './draw.ts';
import type { Section, Shot } from './gallery.ts';
import { gallery } from './gallery.ts';
import { SECTIONS } from './sections.ts';

const FOLDER = fileURLToPath(new URL('../../docs/cards', import.meta.url));

/** Draws all of them anew. Gives a line about it. */
export async function drawCards(): Promise<string> {
  const shots = (await gallery()).filter((shot) => shot.drawn);
  await drawAll(shots);
  writeFileSync(join(FOLDER, 'README.md'), index(shots));
  return `${String(shots.length)} pictures in ${FOLDER}`;
}

async function drawAll(shots: readonly Shot[]): Promise<void> {
  const studio = await openStudio();
  try {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    for (const shot of shots) writeFileSync(join(FOLDER, fileOf(shot)), await studio.draw(shot));
  } finally {
    await studio.close();
  }
}

/** `pre-check-answered-ok.png` */
function fileOf({ section, state }: Shot): string {
  const words = state.toLowerCase().replace(/[^a-z0-9]+/g, ' ');
  return `${section}-${words.trim().replaceAll(' ', '-')}.png`;
}

/** The index: a heading a card, when people see it, and its pictures. */
function index(shots: readonly Shot[]): string {
  const sections = (Object.keys(SECTIONS) as Section[]).map((name) => {
    const { title, when } = SECTIONS[name];
    const pictures = shots.filter((shot) => shot.section === name).map((shot) => picture(title, shot));
    return [`## ${title}`, when, ...pictures].join('\n\n');
  });
  return `${[INTRO, ...sections].join('\n\n')}\n`;
}

const INTRO = `# The cards

Every card in the states people see, drawn by the rehearsal room's renderer from changes that really happen, at the width of a
phone. \`npm run pictures\` makes this page anew. Where nothing else is said, a card is shown as everybody sees it.`;

function picture(title: string, shot: Shot): string {
  return `### ${title}: ${shot.state}\n\n![${title}, ${shot.state}](${fileOf(shot)})`;
}
