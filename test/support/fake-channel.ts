/** Teams, as delivery sees it: keeps what it was sent, and fails or waits as it is told. */
import type { Channel, Letter, Place, Posted } from '../../src/app/ports.ts';
import { SendFailed } from '../../src/app/ports.ts';
import type { CardName } from '../../src/domain/event.ts';

/** A post that arrived: where, what, and the version of the change it showed. */
export interface Post {
  readonly what: string;
  readonly where: string;
  readonly activity: string;
  readonly version: number;
  readonly now: number | null;
}

export interface Update {
  readonly card: CardName;
  readonly activity: string;
  readonly version: number;
}

export const passing = (retryAfterMs: number | null = null): SendFailed =>
  new SendFailed('passing', 'too many requests', retryAfterMs);
export const final = (): SendFailed => new SendFailed('final', 'too large');
export const gone = (): SendFailed => new SendFailed('gone', 'not there any more');

type Task = () => Promise<void>;

export class FakeChannel implements Channel {
  readonly posts: Post[] = [];
  readonly updates: Update[] = [];
  /** What was said of the bot itself. */
  readonly words: string[] = [];
  /** Every try, those that failed too. */
  readonly tries: string[] = [];
  /** The most sends that were ever under way in one conversation at once. */
  mostAtOnce = 0;
  known = true;
  readonly #underWay = new Map<string, number>();
  readonly #before = new Map<string, Task[]>();

  isKnown(): boolean {
    return this.known;
  }

  /** The next tries of this letter or update (`announce`, `update living`) meet these, one after the other. */
  meets(what: string, ...happenings: readonly (Error | Task)[]): void {
    const tasks = happenings.map((one) => (one instanceof Error ? () => Promise.reject(one) : one));
    this.#before.set(what, [...(this.#before.get(what) ?? []), ...tasks]);
  }

  /** What arrived, in order: `created in channel`, `prepare in thread a1`. */
  get said(): readonly string[] {
    return this.posts.map(({ what, where }) => `${what} in ${where}`);
  }

  /** The version each card showed last. */
  get showing(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.updates.map(({ card, version }) => [card, version]));
  }

  async post(place: Place, letter: Letter): Promise<Posted> {
    const what = 'card' in letter ? `${letter.card} anew` : said(letter.posting);
    const conversation = place.in === 'channel' ? 'channel' : place.id;
    const where = conversation.replace('conversation of', 'thread');
    await this.#try(what, conversation);
    const activity = `a${String(this.posts.length + 1)}`;
    const now = 'card' in letter ? null : letter.now;
    this.posts.push({ what, where, activity, version: letter.change.version, now });
    return { activity, conversation: place.in === 'channel' ? `conversation of ${activity}` : conversation };
  }

  async update(out: Posted, letter: Letter): Promise<void> {
    if (!('card' in letter)) throw new Error('only cards are updated');
    const { card, change } = letter;
    await this.#try(`update ${card}`, out.conversation);
    this.updates.push({ card, activity: out.activity, version: change.version });
  }

  async say(text: string): Promise<void> {
    await this.#try('say', 'channel');
    this.words.push(text);
  }

  async #try(what: string, conversation: string): Promise<void> {
    this.tries.push(what);
    const underWay = (this.#underWay.get(conversation) ?? 0) + 1;
    this.#underWay.set(conversation, underWay);
    this.mostAtOnce = Math.max(this.mostAtOnce, underWay);
    try {
      await Promise.resolve();
      await this.#before.get(what)?.shift()?.();
    } finally {
      this.#underWay.set(conversation, (this.#underWay.get(conversation) ?? 1) - 1);
    }
  }
}

function said(posting: Extract<Letter, { posting: unknown }>['posting']): string {
  const [, milestone = ''] = posting.key.split('/');
  return posting.kind === 'reminder' || posting.kind === 'hold' ? `${posting.kind} ${milestone}` : milestone;
}
