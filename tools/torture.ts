/**
 * `npm run torture [-- --seed 7 --kills 120 --minutes 8]`: the real service, killed again and again while people press, milestones
 * fall due, and connector and mail server misbehave. Ends with 1 where a promise of `docs/reliability.md` is broken.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Life } from './torture/diary.ts';
import { House } from './torture/house.ts';
import { goAllTheWay, quiet } from './torture/last-steps.ts';
import { print, printPromises } from './torture/report.ts';
import { Doom, downtimeMs, listens, live } from './torture/storm.ts';
import { verdictOf } from './torture/verdict.ts';

/** What is left of the time is for the last steps. */
const SHARE_OF_STORM = 0.7;
const LIVES_A_LINE = 20;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** The storm ends after so many, or when its share of the minutes is over. */
    kills: { type: 'string', default: '120' },
    minutes: { type: 'string', default: '8' },
    /** Open ones, at a time. */
    changes: { type: 'string', default: '12' },
    main: { type: 'string', default: fileURLToPath(new URL('../dist/main.js', import.meta.url)) },
    /** Keeps the folder of a run in which every promise held, too. */
    keep: { type: 'boolean', default: false },
  },
});
const [seed, kills, minutes, changes] = [values.seed, values.kills, values.minutes, values.changes].map(Number) as [
  number,
  number,
  number,
  number,
];
if (![seed, kills, minutes, changes].every((number) => Number.isFinite(number) && number >= 0)) {
  console.error('Say numbers: npm run torture -- --seed 7 --kills 120 --minutes 8 --changes 12');
  process.exit(1);
}
const folder = join(fileURLToPath(new URL('../build/torture', import.meta.url)), `seed-${seed}`);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
console.log(`Seed ${seed}: ${kills} kills or ${minutes} minutes, ${changes} changes at a time.`);
console.log(`--seed ${seed} throws the same again; what the machine makes of it differs from run to run.`);

const broken = await run();
if (broken > 0) {
  console.log(`\nThe files, the log of each life, and what the files held when it was seen: ${folder}`);
  process.exitCode = 1;
} else if (!values.keep) rmSync(folder, { recursive: true, force: true });

/** Gives how often a promise was broken. */
async function run(): Promise<number> {
  const from = Date.now();
  const doom = new Doom();
  const watcher = {
    pressing: (): void => {
      doom.meets('pressing');
    },
    answered: (): void => {
      doom.meets('answered');
    },
  };
  const house = await House.open({ seed, folder, main: values.main, changes, watcher });
  const stopListening = listens(house, doom);
  try {
    await beInstalled(house);
    await storm(house, doom, from + minutes * 60_000 * SHARE_OF_STORM);
    const last = await startUnharmed(house);
    await quiet(house);
    await goAllTheWay(house);
    await quiet(house);
    house.kill('stopped');
    const disk = house.noteEnd(last, await house.victim.ended);
    house.afterAll(disk);
    const verdict = verdictOf(house, disk);
    house.broken.push(...verdict.broken);
    print(house, disk, verdict, Date.now() - from);
    printPromises(house.broken);
    return house.broken.length;
  } finally {
    stopListening();
    await house.close();
  }
}

/** Once: every life after it has to know from its files where the bot is. */
async function beInstalled(house: House): Promise<void> {
  const first = await startUnharmed(house);
  await house.install();
  house.kill('anytime');
  house.noteEnd(first, await house.victim.ended);
}

async function storm(house: House, doom: Doom, until: number): Promise<void> {
  while (house.diary.lives.length < kills && Date.now() < until) {
    const { number } = await live(house, doom);
    house.diary.ahead += downtimeMs(house.read(), house);
    if (number % LIVES_A_LINE === 0)
      console.log(`  life ${number}: ${house.histories.events} events, ${house.broken.length} times broken`);
  }
}

async function startUnharmed(house: House): Promise<Life> {
  const life = house.start();
  if (!(await house.victim.ready)) throw new Error(`The service does not start: ${await house.victim.ended}`);
  life.readyAt = Date.now();
  house.afterStart();
  return life;
}
