/** What a mail says, in each language of the site: the text, the HTML and the calendar all show these sentences. */
import type { NoticeText } from '../app/notice-text.ts';
import { noticeTexts, subjectOf } from '../app/notice-text.ts';
import { isolated, oneLine } from '../app/plain-text.ts';
import type { MailLetter } from '../app/ports.ts';
import type { Voice } from '../app/words.ts';
import type { MailName } from '../domain/posting.ts';
import type { Sender } from '../domain/site.ts';
import { entryName } from './calendar.ts';

/** A mail in one language, as plain text; `body` and `joined` may have several lines, all else has one. */
export interface Block {
  /** BCP 47: `fr`. */
  readonly language: string;
  readonly heading: string;
  /** To those who are new on the list; empty for everybody else. */
  readonly joined: string;
  readonly body: string;
  /** That it comes late; empty when it is in time. */
  readonly lateness: string;
  /** The service, the window, the change. */
  readonly facts: readonly Fact[];
  /** That the calendar entry keeps up to date; empty without one. */
  readonly calendar: string;
  /** Why they get it, where answers go. */
  readonly footer: readonly string[];
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface Wording {
  readonly subject: string;
  /** What the calendar calls it, whatever becomes of it. */
  readonly summary: string;
  /** `CHG-2027-001 · Upgrade Moodle` */
  readonly change: string;
  /** At the top, that the other languages are further down, each in its own words; none where there is one language. */
  readonly below: readonly Below[];
  /** One for each language, in the site's order. */
  readonly blocks: readonly Block[];
}

export interface Below {
  readonly language: string;
  readonly said: string;
}

export function wordingOf(letter: MailLetter, sender: Sender, voices: readonly Voice[]): Wording {
  const { posting, late } = letter;
  const { notice, facts } = posting;
  const texts = noticeTexts({ notice, facts, lateSince: late ? posting.due : null }, voices);
  const change = `${letter.changeId} · ${oneLine(isolated(facts.title))}`;
  return {
    subject: subjectOf(texts),
    summary: entryName(facts.service, voices),
    change,
    below: voices.slice(1).map(({ sentences }) => ({
      language: sentences.language,
      said: oneLine(sentences.say('mail.below')),
    })),
    blocks: voices.flatMap((voice, index) => {
      const text = texts[index];
      return text === undefined ? [] : [blockOf(text, { letter, sender, voice, change })];
    }),
  };
}

interface Said {
  readonly letter: MailLetter;
  readonly sender: Sender;
  readonly voice: Voice;
  readonly change: string;
}

function blockOf(text: NoticeText, { letter, sender, voice, change }: Said): Block {
  const { posting } = letter;
  // The entry of a bad day lasts as long as nobody knows better: that is no end that anybody announced.
  const { start, end } = posting.calendar?.status === 'COMPLETED' ? posting.calendar : posting.facts;
  const windowIs = OFF[posting.notice] ?? 'on';
  const service = oneLine(voice.escape(posting.facts.service));
  const say = (key: string, values = {}): string => voice.sentences.say(`mail.${key}`, values);
  return {
    language: text.language,
    heading: oneLine(text.heading),
    joined: posting.joined === undefined ? '' : say('joined', { service }),
    body: text.body,
    lateness: oneLine(text.lateness),
    facts: [
      { label: say('service'), value: service },
      { label: say('when', { windowIs }), value: voice.times.range(start, end) },
      { label: say('change'), value: change },
    ],
    calendar: posting.calendar === null ? '' : say('calendar', { windowIs }),
    footer: [say('why', { service }), say('answers', { address: sender.replyTo ?? sender.address })],
  };
}

/** The notices whose window does not take place, and what has become of it. */
const OFF: Readonly<Partial<Record<MailName, 'cancelled' | 'postponed'>>> = {
  cancel: 'cancelled',
  postponed: 'postponed',
};

const RULE = '-'.repeat(40);

/** The mail as plain text: the languages one after the other, a rule between them. */
export function textOf({ below, blocks }: Wording): string {
  const top = below.map(({ said }) => said).join(SIDE_BY_SIDE);
  return `${paragraphs([top, blocks.map(blockAsText).join(`\n\n${RULE}\n\n`)])}\n`;
}

/** Between the languages that are further down. */
export const SIDE_BY_SIDE = ' · ';

function blockAsText(block: Block): string {
  const { heading, joined, body, lateness, calendar, footer } = block;
  return paragraphs([heading, joined, body, lateness, factsAsText(block), calendar, footer.join('\n')]);
}

/** What the entry of a calendar says below its name: that of the mail without what is about the mail itself. */
export function descriptionOf({ blocks, change }: Wording): string {
  return paragraphs([...blocks.flatMap(({ body, lateness }) => [body, lateness]), change]);
}

function paragraphs(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

/** In two columns where the letters are of one width. */
function factsAsText({ facts }: Block): string {
  const width = Math.max(...facts.map(({ label }) => label.length)) + 2;
  return facts.map(({ label, value }) => `${label.padEnd(width)}${value}`).join('\n');
}
