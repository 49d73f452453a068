/** The figures of a run, and the table of the promises. */
import type { Broken, Promised } from './checks/broken.ts';
import type { Fate } from './checks/presses.ts';
import { fateOf } from './checks/presses.ts';
import type { Repeat } from './checks/repeats.ts';
import { QUESTION } from './checks/repeats.ts';
import type { Life } from './diary.ts';
import type { Disk } from './disk.ts';
import type { House } from './house.ts';
import type { Verdict } from './verdict.ts';

const WIDTH = 30;
const LONGEST_NAME = 110;

function figure(what: string, said: string): void {
  console.log(`  ${what.padEnd(WIDTH)} ${said}`);
}

/** Prints what happened, and what was found. */
export function print(house: House, disk: Disk, verdict: Verdict, took: number): void {
  const { diary, connector, post, posts, mails } = house;
  const { lives } = diary;
  console.log(`\nWhat happened in ${(took / 60_000).toFixed(1)} minutes`);
  const killed = lives.filter(({ ending }) => ending !== null && ending !== 'stopped');
  figure('SIGKILLs', `${killed.length}: ${counted(killed.map(({ ending }) => ending ?? ''))}`);
  figure('killed before they answered', String(killed.filter(({ readyAt }) => readyAt === null).length));
  figure('starts to the first answer', starts(lives));
  figure('clock of the service', `moved ${(diary.ahead / 86_400_000).toFixed(1)} days ahead`);
  figure('changes', `${disk.changes.size}, ${house.histories.events} events`);
  const fates = diary.presses.map((press): Fate => fateOf(press, disk.changes));
  figure('presses', `${fates.length}: ${counted(fates)}`);
  const refused = connector.requests.filter(({ status }) => status === 'dropped' || Number(status) >= 400);
  figure(
    'calls at the connector',
    `${connector.requests.length}, ${refused.length} of them met by a fault: ${counted(refused.map(({ status }) => String(status)))}`,
  );
  const tries = post.attempts.filter(({ status }) => status !== 250);
  figure('tries at the mail server', `${post.attempts.length}, ${tries.length} of them without success`);
  figure('arrived', `${posts.length} posts, ${mails.length} mails`);
  const letters = verdict.letters;
  figure('letters called for', `${letters.length}: ${counted(letters.map(({ fate }) => fate.is))}`);
  const { repeats } = verdict;
  const twice = repeats.filter(({ cameAgain }) => cameAgain);
  figure('came and were not noted', `${repeats.length}: ${counted(repeats.map(reasonOf))}`);
  figure('came again for that', `${twice.length}: ${counted(twice.map(({ kind }) => kind))}`);
  figure('writes cut off by a kill', `${house.temps}`);
  printRepeats(repeats.filter(({ kind }) => kind !== QUESTION));
}

function reasonOf({ because }: Repeat): string {
  if (because === 'kill') return 'killed between the send and its note';
  return because === 'answer' ? 'the answer was lost' : 'no reason';
}

/** Notices in the channel and by mail, one by one; questions and reminders in a thread are counted above. */
function printRepeats(repeats: readonly Repeat[]): void {
  for (const repeat of repeats) {
    const { name, life, ending, because, gapMs } = repeat;
    const when = because === 'kill' ? `, killed (${ending ?? ''}) ${gapMs} ms later` : '';
    const then = repeat.cameAgain ? '' : ', and did not come again';
    console.log(`    life ${life}${when}: ${reasonOf(repeat)}${then}: ${name.slice(0, LONGEST_NAME)}`);
  }
}

function starts(lives: readonly Life[]): string {
  const took = lives
    .flatMap(({ startedAt, readyAt }) => (readyAt === null ? [] : [readyAt - startedAt]))
    .sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return `${took.length}, median ${at(0.5)} ms, longest ${at(1)} ms`;
}

function counted(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

const PROMISES: readonly Promised[] = [
  'no committed event is lost',
  'what was answered is stored',
  'what anybody was shown is stored',
  'a press decides once',
  'no file is damaged',
  'the service starts and goes on',
  'what is due happens',
  'every notice arrives',
  'nothing comes twice without a reason',
  'what comes is in order',
  'every card shows the present state',
  'every change can go on',
];

/** Prints each promise with whether it held, and what broke it. */
export function printPromises(broken: readonly Broken[]): void {
  console.log('\nPromises');
  for (const promise of PROMISES) {
    const found = broken.filter((one) => one.promise === promise);
    console.log(`  ${promise.padEnd(40)} ${found.length === 0 ? 'held' : `BROKEN ${found.length} times`}`);
    for (const { what } of found.slice(0, 10)) console.log(`    ${what}`);
  }
}
