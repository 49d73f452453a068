/**
 * The changes as the use cases see them: open ones folded in memory, ended ones read when somebody asks,
 * and the index of what is due next. All of it is rebuilt from the store at start.
 */
import type { CalendarEntry } from '../domain/calendar.ts';
import { entryOf } from '../domain/calendar.ts';
import type { Change } from '../domain/change.ts';
import type { GivenUp } from '../domain/mailing.ts';
import { isOver } from '../domain/change.ts';
import { isSamePlan } from '../domain/clashes.ts';
import type { CardName, Instant } from '../domain/event.ts';
import { measuredMinutes } from '../domain/measured.ts';
import { nextDue } from '../domain/plan.ts';
import type { Site } from '../domain/site.ts';
import { behind, behindSince, lost } from './cards-out.ts';
import type { DueEntry } from './due-index.ts';
import { DueIndex } from './due-index.ts';
import type { Kept } from './kept.ts';
import { isBehindSince, isDoneWith, isSameShown, keptOf, lettersIn, mailsIn, notedSince, whyNonsense } from './kept.ts';
import type { Commit, Store } from './ports.ts';
import { isInScope, strayed } from './strays.ts';

// The thousandth change of a year comes after the one before it.
const IDS = new Intl.Collator('en', { numeric: true });

export class Changes {
  readonly #store: Store;
  readonly #site: Site;
  readonly #open = new Map<string, Kept>();
  readonly #over = new Set<string>();
  readonly #forms = new Map<string, string>();
  readonly #due = new DueIndex();
  readonly #unsaved = new Set<string>();
  readonly #measured = new Map<string, Change['measured']>();
  readonly #gaveUp = new Map<string, readonly GivenUp[]>();
  readonly #calendar = new Map<string, CalendarEntry>();
  #undelivered = 0;
  #plans: readonly Change[] | null = null;

  constructor(store: Store, site: Site) {
    this.#store = store;
    this.#site = site;
  }

  /**
   * Reads every document once. Gives the ids of the changes that still have something to say or show.
   * @throws Error that names the open changes of services that are no longer in the site file: the process cannot carry them on.
   */
  async load(): Promise<readonly string[]> {
    const strays: Change[] = [];
    for await (const stored of this.#store.all()) {
      try {
        const kept = keptOf(stored);
        if (kept === undefined) continue;
        if (isOver(kept.change) || isInScope(kept.change, this.#site)) this.#install(kept);
        else strays.push(kept.change);
      } catch (error) {
        // One change of which nothing can be made keeps the others from nothing.
        await this.#store.setAside(stored.id, whyNonsense(error));
      }
    }
    if (strays.length > 0) throw new Error(strayed(strays));
    return this.waiting();
  }

  /** The change as it is now; undefined when there is none of that id. */
  async find(id: string): Promise<Kept | undefined> {
    const open = this.#open.get(id);
    if (open !== undefined || !this.#over.has(id)) return open;
    const stored = await this.#store.read(id);
    return stored === undefined ? undefined : keptOf(stored);
  }

  /** The change in memory: every open one, and ended ones that still have something to say. */
  peek(id: string): Kept | undefined {
    return this.#open.get(id);
  }

  /** The id of the change that a form made, when it made one. */
  madeBy(form: string): string | undefined {
    return this.#forms.get(form);
  }

  /** Changes that are not over, by id. */
  open(): readonly Change[] {
    const all = [...this.#open.values()].map((kept) => kept.change);
    return all.filter((change) => !isOver(change)).sort(byId);
  }

  /** What is planned, in any order: the same list until something else is, for a card that looks through all of them. */
  plans(): readonly Change[] {
    this.#plans ??= [...this.#open.values()].map((kept) => kept.change).filter((change) => !isOver(change));
    return this.#plans;
  }

  /** Ids of changes that have something to say or show. */
  waiting(): readonly string[] {
    return [...this.#open.values()]
      .filter((kept) => kept.outbox.length > 0 || behind(kept).length > 0 || lost(kept).length > 0)
      .map((kept) => kept.change.id);
  }

  /** Ids of all changes, ended ones too. */
  ids(): readonly string[] {
    return [...new Set([...this.#open.keys(), ...this.#over])].sort(IDS.compare);
  }

  /** The first free id of a year: `CHG-2027-001`. */
  nextId(year: number): string {
    const prefix = `CHG-${String(year)}-`;
    // A change whose file was set aside still has its cards in Teams: its id is not free.
    const taken = [...this.ids(), ...this.#store.damaged.map(({ file }) => /CHG-\d{4}-\d+/.exec(file)?.[0] ?? '')];
    const numbers = taken.filter((id) => id.startsWith(prefix)).map((id) => Number(id.slice(prefix.length)));
    return prefix + String(Math.max(0, ...numbers) + 1).padStart(3, '0');
  }

  /** Writes, and only then believes it. @throws as the store does; memory is then as it was. */
  async commit(before: Kept | undefined, after: Kept, events: Commit['events']): Promise<void> {
    await this.#store.commit(after.change.id, before?.change.length ?? 0, {
      events,
      outbox: after.outbox,
      shown: after.shown,
    });
    // What was noted while the write was under way is newer than what the write was made of, and is still to be saved.
    const now = { ...after, shown: notedSince(before, after, this.#open.get(after.change.id)) };
    this.#install(now);
    if (isSameShown(now, after)) return;
    this.#open.set(after.change.id, now);
    this.#unsaved.add(after.change.id);
  }

  /** Believes the store again, where a document has moved on without us. */
  async reload(id: string): Promise<void> {
    const stored = await this.#store.read(id);
    const kept = stored === undefined ? undefined : keptOf(stored);
    if (kept !== undefined) this.#install(kept);
  }

  /**
   * Notes which version a card shows, without a write of its own: a lost note costs one repeated, harmless update. `before` is
   * what was noted when it was sent: a card that has fallen behind since (`behindSince`) stays behind.
   */
  noteShown(id: string, card: CardName, version: number, before?: number): void {
    const kept = this.#open.get(id);
    if (kept === undefined || isBehindSince(kept.shown[card], before)) return;
    this.#open.set(id, { ...kept, shown: { ...kept.shown, [card]: version } });
    this.#unsaved.add(id);
  }

  /** Notes that the cards which say what became of the notices show nothing of the newest of it. */
  noteBehind(id: string): void {
    const kept = this.#open.get(id);
    if (kept === undefined) return;
    this.#open.set(id, { ...kept, shown: behindSince(kept.change.length, kept.shown) });
    this.#unsaved.add(id);
  }

  /** Writes what was only noted; called by the tick and at the end. */
  async saveNotes(exclusively: (id: string, task: () => Promise<void>) => Promise<void>): Promise<void> {
    for (const id of [...this.#unsaved]) {
      await exclusively(id, async () => {
        const kept = this.#open.get(id);
        if (kept !== undefined && this.#unsaved.has(id)) await this.commit(kept, kept, []);
      });
    }
  }

  /** The earliest instant at which any change is due, leaving out these; null: none is. */
  nextDue(besides?: ReadonlySet<string>): DueEntry | null {
    return this.#due.next(besides);
  }

  /** The change that has waited longest of those that are due by `now`, leaving out these; null: none is. */
  dueBy(now: Instant, besides: ReadonlySet<string>): string | null {
    return this.#due.by(now, besides);
  }

  /** Letters that wait to be sent, over all changes. */
  get undelivered(): number {
    return this.#undelivered;
  }

  /** The same, by where they go. */
  unsent(): { readonly letters: number; readonly mails: number } {
    let mails = 0;
    for (const kept of this.#open.values()) mails += mailsIn(kept);
    return { letters: this.#undelivered - mails, mails };
  }

  /** How long the last snapshots of a service's host took, over all changes; undefined: nobody has measured one. */
  snapshotTakes(service: string): number | undefined {
    return measuredMinutes(service, [...this.#measured.values()].flat(), this.#site);
  }

  /** Every change that was announced, ended ones too, as the calendar shows it. */
  calendar(): readonly CalendarEntry[] {
    return [...this.#calendar.values()];
  }

  /** The letters that were given up, over all changes since they were loaded, the newest first. */
  gaveUp(): readonly GivenUp[] {
    return [...this.#gaveUp.values()]
      .flat()
      .toReversed()
      .sort((a, b) => b.at - a.at);
  }

  #install(kept: Kept): void {
    const { id, form, latest } = kept.change;
    // What can be made of nonsense comes first: where it throws, nothing of it is believed.
    const due = nextDue(kept.change, this.#site);
    const letters = lettersIn(kept) - lettersIn(this.#open.get(id));
    this.#enter(kept.change, this.#open.get(id)?.change);
    if (!isSamePlan(this.#open.get(id)?.change, kept.change)) this.#plans = null;
    this.#undelivered += letters;
    this.#forms.set(form, id);
    if (kept.change.measured.length > 0) this.#measured.set(id, kept.change.measured);
    if (kept.change.gaveUp.length > 0) this.#gaveUp.set(id, kept.change.gaveUp);
    else this.#gaveUp.delete(id);
    this.#unsaved.delete(id);
    if (isOver(kept.change)) this.#over.add(id);
    if (isDoneWith(kept)) this.#open.delete(id);
    else this.#open.set(id, kept);
    this.#due.expect(id, due, latest);
  }

  /** The calendar: a sum of some 25 µs, which what became of a letter does not change. */
  #enter(change: Change, before: Change | undefined): void {
    if (before?.version === change.version && before.tellings === change.tellings) return;
    const entry = entryOf(change, this.#site);
    if (entry === null) this.#calendar.delete(change.id);
    else this.#calendar.set(change.id, entry);
  }
}

/** A card that will not change any more is noted as showing this version. */
export const SETTLED = Number.MAX_SAFE_INTEGER;

function byId(a: Change, b: Change): number {
  return IDS.compare(a.id, b.id);
}
