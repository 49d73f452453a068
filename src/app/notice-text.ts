/** What people read in a notice, in each language of the site: the same sentences for the channel, the mail and the calendar. */
import type { RepairWay } from '../domain/event.ts';
import type { MailName, NoticeFacts } from '../domain/posting.ts';
import { minutesBetween } from '../domain/window.ts';
import { oneLine } from './plain-text.ts';
import type { Values, Voice } from './words.ts';

/** A notice in one language; `lateness` is empty when it is in time. */
export interface NoticeText {
  readonly language: string;
  readonly heading: string;
  readonly body: string;
  /** In one line, for a toast. */
  readonly summary: string;
  /** What, which service, when: for a mailbox. */
  readonly subject: string;
  readonly lateness: string;
}

interface Said {
  readonly notice: MailName;
  readonly facts: NoticeFacts;
  /** Null: it is in time. */
  readonly lateSince: number | null;
}

/** The notice in the language of each voice, in their order. */
export function noticeTexts({ notice, facts, lateSince }: Said, voices: readonly Voice[]): readonly NoticeText[] {
  return voices.map((voice) => {
    const { sentences, times } = voice;
    const values = noticeValues(facts, voice);
    const say = (part: string): string => sentences.say(`notice.${notice}.${part}`, values);
    return {
      language: sentences.language,
      heading: say('heading'),
      body: say('body'),
      summary: say('summary'),
      subject: say('subject'),
      lateness: lateSince === null ? '' : sentences.say('notice.late', { due: times.when(lateSince) }),
    };
  });
}

/** A header has no limit but that of patience: mailboxes show some 60 letters, and a title may have 5,000. */
const MOST_SUBJECT = 250;

/** The subject of a mail, in one line: whole in the first language, what it is about in those that say it in other words. */
export function subjectOf([first, ...others]: readonly NoticeText[]): string {
  const parts = [first?.subject ?? '', ...others.map(({ heading }) => heading)];
  return oneLine([...new Set(parts)].join(' / '), MOST_SUBJECT);
}

/** The names of `noticeValues`, for whoever checks sentences before there is a notice. */
export const NOTICE_VALUES: readonly string[] = [
  ...['title', 'service', 'window', 'start', 'end', 'happened', 'reason', 'hasReason', 'days'],
  ...['oldEnd', 'oldWindow', 'oldService', 'moved', 'minutes', 'next', 'way', 'outcome', 'urgency'],
];

/** What the sentences of a notice can name: the facts as they were when it was decided. */
export function noticeValues(facts: NoticeFacts, voice: Voice): Values {
  const { times, escape } = voice;
  const { before } = facts;
  const window = times.range(facts.start, facts.end);
  const oldWindow = before === null ? '' : times.range(before.start, before.end);
  return {
    title: escape(facts.title),
    service: escape(facts.service),
    window,
    start: times.when(facts.start),
    end: times.when(facts.end),
    happened: times.when(facts.happened),
    reason: escape(reasonSaid(facts.reason ?? '')),
    hasReason: facts.reason === null ? 'no' : 'yes',
    days: facts.days,
    oldEnd: before === null ? '' : times.when(before.end),
    oldWindow,
    oldService: before === null || before.service === facts.service ? 'same' : escape(before.service),
    moved: before === null || oldWindow === window ? 'no' : 'yes',
    minutes: before === null ? '' : times.span(minutesBetween(before.end, facts.end)),
    next: facts.next === null ? 'none' : times.when(facts.next),
    way: facts.way === null ? 'none' : wayName(facts.way, voice),
    outcome: facts.outcome ?? 'none',
    urgency: facts.urgency ?? 'none',
  };
}

/** A notice is read on a phone; the whole of what somebody typed is in the history. */
const MOST_OF_A_REASON = 1000;

/** What somebody typed, as sentences can follow it: not endless, and ended where whoever typed it left that out. */
export function reasonSaid(reason: string): string {
  const said = reason.trim();
  if (said.length > MOST_OF_A_REASON) {
    // Half an emoji goes as well.
    const cut = said.slice(0, MOST_OF_A_REASON - 1).replace(/\p{Surrogate}$/u, '');
    return `${cut.trimEnd()}…`;
  }
  return said === '' || ENDED.test(said) ? said : `${said}.`;
}

/** With a sign that ends a sentence or goes on after it, or a closing quotation mark; brackets may stand behind it. */
const ENDED = /[\p{Sentence_Terminal}…:;,"'“\p{Final_Punctuation}]\p{Close_Punctuation}*$/u;

/** What it is repaired from, as people read it. */
export function wayName(way: RepairWay, { sentences, escape }: Voice): string {
  return way.is === 'snapshot'
    ? sentences.say('way.snapshot')
    : sentences.say('way.backup', { name: escape(way.name) });
}
