/** What a mail says, in each language of the site: the text, the HTML and the calendar all show these sentences. */
import type { NoticeText } from '../app/notice-text.ts';
import { noticeTexts } from '../app/notice-text.ts';
import { isolated, oneLine } from '../app/plain-text.ts';
import type { MailLetter } from '../app/ports.ts';
import type { Voice } from '../app/words.ts';
import type { Sender } from '../domain/site.ts';

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
  /** What the calendar calls it. */
  readonly summary: string;
  /** `CHG-2027-001 · Upgrade Moodle` */
  readonly change: string;
  /** One for each language, in the site's order. */
  readonly blocks: readonly Block[];
}

/** A header has no limit but that of patience: mailboxes show some 60 letters, and a title may have 5,000. */
const MOST_SUBJECT = 250;

export function wordingOf(letter: MailLetter, sender: Sender, voices: readonly Voice[]): Wording {
  const { posting, late } = letter;
  const { notice, facts } = posting;
  const texts = noticeTexts({ notice, facts, lateSince: late ? posting.due : null }, voices);
  const headings = texts.map(({ heading }) => heading);
  const change = `${letter.changeId} · ${oneLine(isolated(facts.title))}`;
  return {
    subject: inOneLine([texts[0]?.subject ?? '', ...headings.slice(1)]),
    summary: inOneLine(headings),
    change,
    blocks: voices.flatMap((voice, index) => {
      const text = texts[index];
      return text === undefined ? [] : [blockOf(text, { letter, sender, voice, change })];
    }),
  };
}

function inOneLine(parts: readonly string[]): string {
  return oneLine([...new Set(parts)].join(' / '), MOST_SUBJECT);
}

interface Said {
  readonly letter: MailLetter;
  readonly sender: Sender;
  readonly voice: Voice;
  readonly change: string;
}

function blockOf(text: NoticeText, { letter, sender, voice, change }: Said): Block {
  const { posting } = letter;
  const { start, end } = posting.calendar ?? posting.facts;
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
      { label: say('when'), value: voice.times.range(start, end) },
      { label: say('change'), value: change },
    ],
    calendar: posting.calendar === null ? '' : say('calendar'),
    footer: [say('why', { service }), say('answers', { address: sender.replyTo ?? sender.address })],
  };
}

const RULE = '-'.repeat(40);

/** The mail as plain text: the languages one after the other, a rule between them. */
export function textOf({ blocks }: Wording): string {
  return `${blocks.map(blockAsText).join(`\n\n${RULE}\n\n`)}\n`;
}

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
