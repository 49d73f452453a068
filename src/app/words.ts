/** How the bot speaks, as the rooms that show something need it; `src/text` reads the sentences and formats the times. */

/** What a sentence can name. */
export type Values = Readonly<Record<string, string | number>>;

/** The sentences of one language. */
export interface Sentences {
  readonly language: string;
  /** The sentence at a key such as `refusal.over`. @throws when there is none, or when it names a value that is not given. */
  say(key: string, values?: Values): string;
  /** Every sentence right below a key, by its own last key: what a card needs. */
  section(key: string, values?: Values): Readonly<Record<string, string>>;
  has(key: string): boolean;
  readonly keys: readonly string[];
}

/** How a room speaks: the sentences, the formats of their language, and how what people typed is made harmless. */
export interface Voice {
  readonly sentences: Sentences;
  readonly times: Times;
  readonly escape: (text: string) => string;
}

/** Dates, times and durations as people read them: always with zone and offset. Instants are epoch milliseconds. */
export interface Times {
  /** `Sat 13 Feb 2027, 08:00 CET (UTC+01:00)` */
  when(instant: number): string;
  /** `08:00 CET (UTC+01:00)` when the day is clear. */
  clock(instant: number): string;
  /** `Sat 13 Feb 2027` */
  day(instant: number): string;
  /** `08:00`, where day and zone are said beside it. */
  time(instant: number): string;
  /** `CET (UTC+01:00)` */
  zone(instant: number): string;
  /** `Sat 13 Feb 2027, 08:00–12:00 CET (UTC+01:00)`: what both ends share is said once. */
  range(start: number, end: number): string;
  /** `2 h 30 min` */
  span(minutes: number): string;
}
