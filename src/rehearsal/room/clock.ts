import { EventEmitter } from 'node:events';
import { send, type Reply } from '../connector/send.ts';
import { asJson, asText } from '../json.ts';
import type { ClockFace, ClockView } from '../page/wire.ts';

/** The service's movable clock as the room shows it. */
export class RoomClock {
  /** It shows something else. */
  readonly changes = new EventEmitter<{ face: [ClockFace] }>();
  face: ClockFace = { fault: 'The clock was not read yet.' };
  readonly #url: string;
  /** From a real time on, how many milliseconds the service's clock is ahead; newest last. */
  readonly #ahead: { from: number; by: number }[] = [];

  /** @param service e.g. `http://127.0.0.1:3978` */
  constructor(service: string) {
    this.#url = new URL('/clock', service).href;
  }

  /**
   * Reads the service's clock; a fault becomes what the clock shows. Read before each message of the bot, it dates
   * them right even where one move passes several milestones.
   */
  async read(): Promise<void> {
    this.#show(await this.#ask(Date.now()));
  }

  /**
   * Moves the service's clock.
   * @param to `next`, `+1h`, `+1d`, or a local time like `2027-02-06 09:00`
   * @returns the new face, or a refusal with `{ message }`
   */
  async move(to: string): Promise<Reply> {
    // Whatever a move lets happen happens before the answer, so an answer may take its time.
    const reply = await send(this.#url, { body: { to }, patience: 60_000 });
    const face = understood(reply);
    if ('fault' in face) return { status: reply.status < 400 ? 502 : reply.status, body: { message: face.fault } };
    this.#learn(Date.now(), face);
    this.#show(face);
    return { status: 200, body: face };
  }

  /** What the service's clock showed at a real time. */
  shown(real: Date): Date {
    const entry = this.#ahead.findLast(({ from }) => from <= real.getTime()) ?? this.#ahead[0];
    return new Date(real.getTime() + (entry?.by ?? 0));
  }

  now(): Date {
    return this.shown(new Date());
  }

  async #ask(asked: number): Promise<ClockFace> {
    try {
      const face = understood(await send(this.#url, { patience: 5_000 }));
      if (!('fault' in face)) this.#learn(asked, face);
      return face;
    } catch (fault) {
      return { fault: fault instanceof Error ? fault.message : String(fault) };
    }
  }

  #learn(from: number, { now }: ClockView): void {
    const by = new Date(now).getTime() - Date.now();
    const known = this.#ahead.at(-1);
    // A request takes some milliseconds; only what is more than that is a move.
    if (known === undefined || Math.abs(known.by - by) > 1_000) this.#ahead.push({ from, by });
  }

  #show(face: ClockFace): void {
    if (JSON.stringify(face) === JSON.stringify(this.face)) return;
    this.face = face;
    this.changes.emit('face', face);
  }
}

function understood({ status, body }: Reply): ClockFace {
  const { now, local, zone, next, message } = asJson(body);
  if (status !== 200) return { fault: asText(message) ?? `The service answered ${status} when asked for its clock.` };
  if (typeof now !== 'string' || typeof local !== 'string' || typeof zone !== 'string') {
    return { fault: 'The service answered something else than a clock.' };
  }
  const { at, local: when, what } = asJson(next);
  if (typeof at !== 'string' || typeof when !== 'string' || typeof what !== 'string') {
    return { now, local, zone, next: null };
  }
  return { now, local, zone, next: { at, local: when, what } };
}
