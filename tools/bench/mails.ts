/** Notices to many recipients, from the GO to the last mail noted on the disk, against the same mails sent by bare nodemailer. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Change } from '../../src/domain/change.ts';
import type { Command, Request } from '../../src/domain/command.ts';
import { isOpen } from '../../src/domain/change.ts';
import { countsOf } from '../../src/domain/mailing.ts';
import type { Sender, Site } from '../../src/domain/site.ts';
import type { BareMailer } from './bare-mail.ts';
import { bareMailer, bareMails } from './bare-mail.ts';
import type { Aim } from './figures.ts';
import { figure, heading } from './figures.ts';
import type { Office } from './mail-office.ts';
import { changesOn, openOffice } from './mail-office.ts';
import type { MailReport } from './mail-server-process.ts';
import { median } from './median.ts';
import { PEOPLE, SITE } from './people.ts';
import type { Worker } from './processes.ts';
import { startWorker } from './processes.ts';
import type { Document } from './stories.ts';
import { awaitingGo } from './stories.ts';
import { writeData } from './writing.ts';

const RECIPIENTS = 1_000;
/** As many as the service sends at once. */
const AT_ONCE = 20;
/** The first round warms up and does not count. */
const ROUNDS = 9;
/** A change that moves, is reminded of, runs late and has an incident sends some fifteen. */
const NOTICES = 15;
const COMMITS = 20;

const SENDER: Sender = {
  name: 'Change Steward',
  address: 'steward@isc-learn.example',
  replyTo: 'isc-learn@isc-learn.example',
};

const READERS = Array.from({ length: RECIPIENTS }, (_, index) => `reader-${index + 1}@isc-learn.example`);

/** The example site, in two languages, with a long list of people, and nobody else who is written to. */
const TOLD: Site & { readonly mail: Sender } = {
  ...SITE,
  mail: SENDER,
  approver: { entraId: SITE.approver.entraId, name: SITE.approver.name },
  services: SITE.services.map((service) => ({ ...service, recipients: READERS })),
};

type Server = Worker<object, MailReport>;

/** One round of one of both. */
interface Sent {
  readonly perSecond: number;
  /** Of processor time, a mail: what others do on the machine disturbs it less. */
  readonly cpuMs: number;
  /** Of a mail as it came. */
  readonly bytes: number;
}

interface Round {
  readonly bare: Sent;
  /** Bare nodemailer as well, with the parts of the mails encoded once for everybody. */
  readonly encoded: Sent;
  readonly steward: Sent;
}

/** All of it; afterwards the ledger on the disk has to say of every mail that it was sent. */
export async function measureMails(folder: string): Promise<readonly Aim[]> {
  heading(
    `Notices by mail: to ${RECIPIENTS} recipients a round, ${AT_ONCE} at a time, ${TOLD.languages.join(' and ')}`,
  );
  await mkdir(folder, { recursive: true });
  const data = join(folder, 'data');
  const documents = Array.from({ length: ROUNDS + 1 }, (_, index) => storyOf(index));
  await writeData(data, documents, null);
  const server = await startWorker<object, MailReport>('mail-server-process.ts');
  try {
    const { port } = await server.ask({});
    const office = await openOffice({ data, site: TOLD, port, log: join(folder, 'mails.log') });
    const bare = bareMailer(port);
    try {
      const [last, ...others] = documents.map(({ change }) => change);
      const ratio = printRounds(await alternate(others, office, bare, server));
      if (last !== undefined) await measureLedger(last, office);
      return [{ what: 'notices to 1,000 by mail, of bare nodemailer’s rate', measured: ratio, least: 0.9 }];
    } finally {
      bare.close();
      await office.close();
      figure('mails that the ledgers on the disk say are sent', await sentOn(data));
    }
  } finally {
    await server.stop();
  }
}

function storyOf(index: number): Document {
  return awaitingGo(index, Date.now(), TOLD, (card) => ({ conversation: 'c', activity: card }));
}

/** The same mails by both, who take turns in being the first. */
async function alternate(
  changes: readonly Change[],
  office: Office,
  bare: BareMailer,
  server: Server,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  for (const [round, change] of changes.entries()) {
    const ours = (): Promise<Sent> => measured(server, () => office.does(go(change, office)));
    // The first one has nothing to copy yet.
    const first = round % 2 === 0 ? await ours() : null;
    const letter = office.letters.at(-1);
    if (letter === undefined) throw new Error('no mail was written');
    const theirs = async (parts: 'texts' | 'encoded'): Promise<Sent> => {
      const mails = await bareMails(letter, { sender: SENDER, site: TOLD, voices: office.voices }, parts);
      return measured(server, () => bare.send(mails, AT_ONCE));
    };
    const [plain, encoded] = [await theirs('texts'), await theirs('encoded')];
    rounds.push({ steward: first ?? (await ours()), bare: plain, encoded });
  }
  return rounds.slice(1);
}

/** @throws Error unless everybody got one mail */
async function measured(server: Server, send: () => Promise<unknown>): Promise<Sent> {
  await server.ask({});
  const [from, before] = [performance.now(), process.cpuUsage()];
  await send();
  const [took, { user, system }] = [performance.now() - from, process.cpuUsage(before)];
  const { mails, bytes, perRecipient } = await server.ask({});
  const wrong = READERS.filter((reader) => perRecipient.get(reader) !== 1);
  if (wrong.length > 0 || mails !== RECIPIENTS)
    throw new Error(`${mails} mails came, and to ${wrong.length} of ${RECIPIENTS} recipients not one`);
  return { perSecond: (mails / took) * 1_000, cpuMs: (user + system) / 1_000 / mails, bytes: bytes / mails };
}

function printRounds(rounds: readonly Round[]): number {
  figure('bare nodemailer', rate(rounds.map(({ bare }) => bare)));
  figure('Change Steward', rate(rounds.map(({ steward }) => steward)));
  const ratio = printRatios('ratio', rounds, 'bare');
  figure('bare nodemailer, parts encoded once', rate(rounds.map(({ encoded }) => encoded)));
  printRatios('ratio to that', rounds, 'encoded');
  return ratio;
}

/** The median of the rounds' ratios. */
function printRatios(what: string, rounds: readonly Round[], to: 'bare' | 'encoded'): number {
  const ratios = rounds.map((round) => round.steward.perSecond / round[to].perSecond);
  figure(what, `${median(ratios).toFixed(2)} (rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})`);
  return median(ratios);
}

/** Of the same sentences: that the lines are folded elsewhere is a difference of less than a hundredth. */
function rate(rounds: readonly Sent[]): string {
  const of = (key: keyof Sent): number => median(rounds.map((round) => round[key]));
  const kb = (of('bytes') / 1024).toFixed(1);
  return `${of('perSecond').toFixed(0)} mails of ${kb} KB a second, ${of('cpuMs').toFixed(2)} ms of processor time each`;
}

/** What a long list costs: writes, the file of the change, and every other command on it. */
async function measureLedger(change: Change, office: Office): Promise<void> {
  const { id } = change;
  const inFigures = async (what: string): Promise<void> => {
    const size = ((await office.fileSize(id)) / 1024).toFixed(0);
    const { took, held } = await commitMs(id, office);
    figure(what, `${size} KB, a commit ${took.toFixed(1)} ms, ${held.toFixed(1)} of them nobody else can use`);
  };
  await inFigures('a change before its first notice');
  const before = office.writes();
  let told = await office.does(go(change, office));
  figure('durable writes of a notice, its GO with them', String(office.writes() - before));
  await inFigures('after one notice');
  for (const next of theDay) told = await next(told, office);
  while (told.mailings.length < NOTICES - 1) told = await news(told, office);
  const from = performance.now();
  await news(told, office);
  const perSecond = (RECIPIENTS / (performance.now() - from)) * 1_000;
  await inFigures(`after ${NOTICES} notices`);
  figure('the last of them', `${perSecond.toFixed(0)} mails a second`);
}

type Step = (change: Change, office: Office) => Promise<Change>;

/** The reminder, the start and an incident. */
const theDay: readonly Step[] = [
  (change, office) => until(change, office, (one) => isOpen(one, 'snapshot')),
  (change, office) => says({ type: 'startSnapshot' }, change, office),
  (change, office) => says({ type: 'finishSnapshot' }, change, office),
  (change, office) => until(change, office, ({ stage }) => stage.is === 'in progress'),
  (change, office) => says({ type: 'declareIncident', reason: 'The database does not start' }, change, office),
];

const news: Step = (change, office) =>
  says({ type: 'updateIncident', text: 'The import is half way through', minutes: 'none' }, change, office);

async function until(change: Change, office: Office, isSo: (change: Change) => boolean): Promise<Change> {
  let now = change;
  while (!isSo(now)) now = await office.fallsDue(now);
  return now;
}

function says(request: Exclude<Request, { type: 'create' }>, { id }: Change, office: Office): Promise<Change> {
  return office.does({ ...request, changeId: id, by: PEOPLE.implementer, now: office.clock() });
}

function go({ id }: Change, office: Office): Command {
  return { type: 'giveGo', changeId: id, by: PEOPLE.approver, now: office.clock() };
}

/** What a commit takes, and how much of it the process can do nothing else: medians. */
async function commitMs(id: string, office: Office): Promise<{ readonly took: number; readonly held: number }> {
  const took: number[] = [];
  const held: number[] = [];
  for (let count = 0; count < COMMITS; count += 1) {
    const [from, before] = [performance.now(), performance.eventLoopUtilization()];
    await office.commit(id);
    took.push(performance.now() - from);
    held.push(performance.eventLoopUtilization(before).active);
  }
  return { took: median(took), held: median(held) };
}

/** `9,000 of 9,000`, over all notices to everybody. */
async function sentOn(data: string): Promise<string> {
  const counts = (await changesOn(data)).flatMap(({ mailings }) => mailings).map(countsOf);
  const sent = counts.reduce((sum, one) => sum + one.sent, 0);
  return `${sent.toLocaleString('en')} of ${(counts.length * RECIPIENTS).toLocaleString('en')}`;
}
