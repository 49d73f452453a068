/** Every card of a change, as one person or everybody sees it. A change of the same version has the same cards: they are kept. */
import { countedAt } from '../../app/cards-out.ts';
import { involved, mayAnswer } from '../../app/view.ts';
import type { Change } from '../../domain/change.ts';
import type { CardName, Instant, Question } from '../../domain/event.ts';
import type { LedgerLine } from '../../app/ledger.ts';
import { noticeTexts } from '../../app/notice-text.ts';
import type { Posting } from '../../domain/posting.ts';
import type { Person, Site } from '../../domain/site.ts';
import type { Warning } from '../../domain/warnings.ts';
import { marksOf, warningsAbout } from '../../domain/warnings.ts';
import type { Voice } from '../../app/words.ts';
import type { CardMark } from './dress.ts';
import { dress } from './dress.ts';
import { canResend, hasButtons, livingData } from './living.ts';
import type { Around, Audience, CardData } from './part.ts';
import { isAsked, questionData } from './question.ts';
import { toldLine } from './told.ts';
import { readyData } from './ready-text.ts';
import type { Card, Templates } from './template.ts';

export interface Deck {
  /** A card that is out, as everybody sees it. */
  base(card: CardName, change: Change): Card;
  /** The same card in the view of one person. */
  personal(card: CardName, change: Change, person: Person, now: number): Card;
  /** A notice of the outbox, one with all languages of the site; `lateSince` is null when it is in time. */
  notice(posting: Extract<Posting, { kind: 'notice' }>, change: Change, lateSince: Instant | null): Card;
  /** The text that the incident process begins with, and where that is. */
  ready(posting: Extract<Posting, { kind: 'ready text' }>, change: Change): Card;
  /** A card that answers what somebody said; `mark` when it has buttons. */
  plain(name: string, data: CardData, mark?: CardMark): Card;
}

interface Needs {
  readonly templates: Templates;
  readonly site: Site;
  readonly voice: Voice;
  /** The voice of each language of the site, the first one first. */
  readonly voices: readonly Voice[];
  /** What became of the notices of a change. */
  readonly ledger: (change: Change) => readonly LedgerLine[];
  readonly clock: () => number;
  /** Teams ids of everybody who may see a view of their own, those who are involved first. */
  readonly viewers: (involved: readonly Person[]) => readonly string[];
  /** What else is planned, the same list until that changes: those in each other's way name each other. */
  readonly plans: () => readonly Change[];
}

/** Cards of so many changes are kept, those that were looked at last: some 50 KB a change. */
const MOST_KEPT = 100;

/** The deck of a site. */
export function deck({ templates, site, voice, voices, ledger, clock, viewers, plans }: Needs): Deck {
  const { sentences } = voice;
  // By the list of refusals, which begins anew with every version: a delivery makes a new state, but nothing new to see.
  const kept = new Map<Change['refusals'], Map<string, Card>>();

  function build(card: CardName, change: Change, audience: Audience, warnings: readonly Warning[]): Card {
    const counted = countedAt(change, clock());
    const { template, data, mark } = partsOf(card, change, audience, site, voice, counted, {
      warnings,
      voices,
      ledger,
    });
    return dress(templates.fill(template, data), mark, viewers(involved(change, site, clock())), sentences);
  }

  function cardsOf({ refusals }: Change): Map<string, Card> {
    const cards = kept.get(refusals) ?? new Map<string, Card>();
    kept.delete(refusals);
    kept.set(refusals, cards);
    const [oldest = refusals] = kept.keys();
    if (kept.size > MOST_KEPT) kept.delete(oldest);
    return cards;
  }

  // Looked through once for a plan and all the others, not at every card: 0.1 ms with 4,000 open changes.
  const warned = new WeakMap<readonly Change[], WeakMap<Change['planned'], readonly Warning[]>>();

  function warningsOf({ id, planned }: Change): readonly Warning[] {
    const others = plans();
    const known = warned.get(others) ?? new WeakMap<Change['planned'], readonly Warning[]>();
    warned.set(others, known);
    const warnings = known.get(planned) ?? warningsAbout(planned, others, site, id);
    known.set(planned, warnings);
    return warnings;
  }

  function card(name: CardName, change: Change, audience: Audience): Card {
    const cards = cardsOf(change);
    const seenBy = differs(name, change, audience, site) ? audience : 'everybody';
    const counted = isLiving(name) ? String(countedAt(change, clock())) : '';
    const warnings = isWarned(name) ? warningsOf(change) : [];
    const told = isTelling(name) ? toldLine(ledger(change), voice) : '';
    const key = `${seenBy} ${name} ${counted} ${marksOf(warnings)} ${told}`;
    const built = cards.get(key) ?? build(name, change, seenBy, warnings);
    cards.set(key, built);
    return built;
  }

  return {
    base: (name, change) => card(name, change, 'everybody'),
    personal: (name, change, person, now) =>
      card(name, change, mayPress(name, change, person, site, now) ? 'asked' : 'reader'),
    notice(posting, change, lateSince) {
      const parts = noticeTexts({ ...posting, lateSince }, voices);
      const text = { fallback: parts.map(({ summary }) => summary).join(' · ') };
      return dress(templates.fill('notice', { text, parts, id: change.id }), null, [], sentences);
    },
    ready: (posting, change) =>
      dress(templates.fill('ready-text', readyData(posting, change, site, voice)), null, [], sentences),
    plain: (name, data, mark) => dress(templates.fill(name, data), mark ?? null, [], sentences),
  };
}

/** The card a mark belongs to. */
export function cardOfMark(mark: { readonly milestone: string; readonly round: number }): CardName {
  return mark.milestone === 'living' ? 'living' : `${mark.milestone as Question}/${mark.round}`;
}

function partsOf(
  card: CardName,
  change: Change,
  audience: Audience,
  site: Site,
  voice: Voice,
  counted: number | null,
  around: Around,
): { template: string; data: CardData; mark: CardMark } {
  const base = { changeId: change.id, version: change.version };
  if (isLiving(card))
    return {
      template: 'living',
      data: livingData(change, site, voice, audience, counted, around.ledger(change)),
      mark: { ...base, milestone: 'living', round: 1 },
    };
  const { question, round } = split(card);
  return {
    template: question,
    data: questionData(question, round, change, site, voice, audience, around),
    mark: { ...base, milestone: question, round },
  };
}

/** Whether this audience sees another card than everybody: what is drawn for one of them need not be drawn again for the others. */
function differs(card: CardName, change: Change, audience: Audience, site: Site): boolean {
  if (isLiving(card)) return audience === 'reader' && (hasButtons(change) || canResend(change, site));
  const { question, round } = split(card);
  return isAsked(question, round, change);
}

function mayPress(card: CardName, change: Change, person: Person, site: Site, now: number): boolean {
  return isLiving(card)
    ? person.entraId === change.implementer.entraId
    : mayAnswer(split(card).question, change, person, site, now);
}

/** Whoever decides about the window knows what else is going on around it. */
function isWarned(card: CardName): boolean {
  return card.startsWith('pre-check/') || card.startsWith('go-nogo/');
}

/** What became of the notices stands on these. */
function isTelling(card: CardName): boolean {
  return isLiving(card) || card.startsWith('close/');
}

function isLiving(card: CardName): boolean {
  return card === 'living' || card.startsWith('living@');
}

function split(card: CardName): { question: Question; round: number } {
  const [question = '', round = '1'] = card.split('/');
  return { question: question as Question, round: Number(round) };
}
