/** The one way by which anything happens: find, decide, store; what has to be said is saved in the same write. */
import type { Change } from '../domain/change.ts';
import { isKnownRefusal } from '../domain/refused-press.ts';
import type { Command, PersonCommand } from '../domain/command.ts';
import { decide, isRefusal } from '../domain/decide.ts';
import type { Event } from '../domain/event.ts';
import { evolve } from '../domain/evolve.ts';
import { isWorthSaying, postings } from '../domain/notices.ts';
import type { Posting } from '../domain/posting.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Site } from '../domain/site.ts';
import type { Changes } from './changes.ts';
import { behindSince } from './cards-out.ts';
import type { Kept } from './kept.ts';
import type { Lanes } from './lanes.ts';
import type { Log, Meter } from './ports.ts';
import { NO_METER, StaleVersion } from './ports.ts';

/** What became of a command, and the change as it is afterwards (undefined: there is none of that id). */
export interface Handled {
  readonly outcome: 'done' | 'outdated' | Refusal;
  readonly change: Change | undefined;
}

export interface Handler {
  /** @throws when the store could not write; then nothing has happened. */
  handle(command: Command): Promise<Handled>;
  /** Makes a change of a form's draft, with the next free id of the year its window starts in; the same form makes one change. */
  create(command: Omit<Extract<PersonCommand, { type: 'create' }>, 'changeId'>): Promise<Handled>;
}

interface Needs {
  readonly changes: Changes;
  readonly site: Site;
  readonly lanes: Lanes;
  readonly log: Log;
  /** Nothing is counted where it is left out. */
  readonly meter?: Meter;
  /** Told after every commit: there may be something to send. */
  readonly committed: (changeId: string) => void;
}

const TRIES = 3;

/** The handler over these changes. */
export function handler(needs: Needs): Handler {
  const { changes, lanes, log, meter = NO_METER } = needs;

  async function handle(command: Command): Promise<Handled> {
    return lanes.run(command.changeId, async () => {
      const { type, changeId: change } = command;
      const handled = await retryStale(changes, change, () => once(needs, command)).catch((error: unknown) => {
        meter.command(type, 'failed');
        throw error;
      });
      meter.command(type, handled.outcome);
      const from = 'from' in command ? command.from : undefined;
      log.info({ command: type, change, from, outcome: nameOf(handled.outcome) }, 'command');
      return handled;
    });
  }

  // Ids are given one after the other, so that two forms at once cannot be given the same.
  const create: Handler['create'] = (command) =>
    lanes.run('create', async () => {
      const made = changes.madeBy(command.form);
      if (made !== undefined) return { outcome: 'done', change: (await changes.find(made))?.change };
      const draft = { ...command.draft, ...takesOf(changes, command.draft.service) };
      return handle({ ...command, draft, changeId: changes.nextId(Number(draft.window.start.slice(0, 4))) });
    });

  return { handle, create };
}

async function once(needs: Needs, asked: Command): Promise<Handled> {
  const { changes, site } = needs;
  const kept = await changes.find(asked.changeId);
  const command = notBefore(kept?.change, asked);
  const decision = decide(kept?.change, withMeasured(command, kept, changes), site);
  if (decision === 'outdated') return { outcome: 'outdated', change: kept?.change };
  if (isRefusal(decision))
    return { outcome: decision, change: await keepRefusal(needs, kept, command as PersonCommand, decision) };
  return { outcome: 'done', change: await store(needs, kept, command, decision) };
}

/**
 * The time of a change never runs backwards, though the machine's clock may be set back by an hour or a day. What follows on what is
 * told by comparing instants: a question that was put before it was wanted would count as put already and never be put again, and
 * durations would be negative. So who speaks then speaks at the instant that the change has come to. Not so the clock of the service:
 * stopped until the machine's has caught up, it would hold up every other change too.
 */
function notBefore(change: Change | undefined, command: Command): Command {
  return change === undefined || command.now >= change.latest ? command : { ...command, now: change.latest };
}

/** A new plan is made of how long snapshots really took. */
function withMeasured(command: Command, kept: Kept | undefined, changes: Changes): Command {
  if (command.type === 'edit') return { ...command, ...takesOf(changes, command.texts.service) };
  if (command.type !== 'reschedule' || kept === undefined) return command;
  return { ...command, ...takesOf(changes, kept.change.planned.service) };
}

function takesOf(changes: Changes, service: string): { readonly snapshotTakes?: number } {
  const snapshotTakes = changes.snapshotTakes(service);
  return snapshotTakes === undefined ? {} : { snapshotTakes };
}

/** A refused press stays in the history; the same one re-sent does not stand there twice. */
async function keepRefusal(
  needs: Needs,
  kept: Kept | undefined,
  command: PersonCommand,
  refusal: Refusal,
): Promise<Change | undefined> {
  if (kept === undefined) return undefined;
  const { change } = kept;
  const { type, by, now: at, from } = command;
  const why = refusal.refused;
  if (isKnownRefusal(change, { entraId: by.entraId, command: type, why, at })) return change;
  const refused: Event = { type: 'refused', command: type, why, version: change.version, at, by };
  return store(needs, kept, command, [from === undefined ? refused : { ...refused, from }]);
}

async function store(
  needs: Needs,
  kept: Kept | undefined,
  command: Command,
  events: readonly Event[],
): Promise<Change | undefined> {
  if (events.length === 0) return kept?.change;
  const after = apply(kept, events, command, needs.site);
  await needs.changes.commit(kept, after, events);
  needs.committed(after.change.id);
  return after.change;
}

/** The change after the events, and its outbox with what they have to say and without what is settled. */
function apply(kept: Kept | undefined, events: readonly Event[], command: Command, site: Site): Kept {
  let change = kept?.change;
  let outbox: readonly Posting[] = kept?.outbox ?? [];
  for (const event of events) {
    change = evolve(change, event);
    outbox = withLetters(outbox, postings(change, event, site));
  }
  if (change === undefined) throw new Error('a commit without events');
  const now = change;
  const left = outbox
    .flatMap((posting) => unsettled(posting, command))
    .filter((posting) => isWorthSaying(posting, now));
  return { change: now, outbox: left, shown: kept === undefined ? {} : shownAfter(command, kept, left) };
}

/** A mail that is sent again to some while others still wait for it is one letter to all of them. */
function withLetters(outbox: readonly Posting[], letters: readonly Posting[]): readonly Posting[] {
  return letters.reduce<readonly Posting[]>((all, letter) => {
    const isMore = (one: Posting): boolean => one.key === letter.key && one.kind === 'mail' && letter.kind === 'mail';
    if (!all.some(isMore)) return [...all, letter];
    return all.map((one) =>
      isMore(one) && one.kind === 'mail' && letter.kind === 'mail'
        ? { ...one, to: [...new Set([...one.to, ...letter.to])] }
        : one,
    );
  }, outbox);
}

/** What became of a notice is on the cards of the change: once it is known of all who get it, those cards are behind. */
function shownAfter(command: Command, { shown, change, outbox }: Kept, left: readonly Posting[]): Kept['shown'] {
  if (!('key' in command) || left.some(({ key }) => key === command.key)) return shown;
  const isNotice = change.notified.some(({ key }) => key === command.key);
  const isMail = outbox.some(({ key, kind }) => key === command.key && kind === 'mail');
  return isNotice || isMail ? behindSince(change.length + 1, shown) : shown;
}

/** What is left of a letter when the fate of it, or of some of its mails, is known. */
function unsettled(posting: Posting, command: Command): readonly Posting[] {
  if (!('key' in command) || command.key !== posting.key) return [posting];
  if (command.type !== 'recordMails' || posting.kind !== 'mail') return [];
  const { sent, gaveUp, leftOut } = command;
  const settled = new Set([...sent, ...gaveUp, ...leftOut].map(({ to }) => to));
  const to = posting.to.filter((address) => !settled.has(address));
  return to.length === 0 ? [] : [{ ...posting, to }];
}

/** Where somebody else wrote in between, what they wrote is read and the command decided anew. */
async function retryStale<T>(changes: Changes, id: string, attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StaleVersion) || tried === TRIES) throw error;
      await changes.reload(id);
    }
  }
}

function nameOf(outcome: Handled['outcome']): string {
  return typeof outcome === 'string' ? outcome : `refused: ${outcome.refused}`;
}
