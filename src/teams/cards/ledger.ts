/** `history CHG-2027-001 mail`: every notice, on every channel and for every recipient. */
import type { Fate, LedgerLine } from '../../app/ledger.ts';
import type { Voice } from '../../app/words.ts';
import type { Change } from '../../domain/change.ts';
import type { Site } from '../../domain/site.ts';
import { valuesOf } from '../values.ts';
import { clip } from './clip.ts';
import type { CardData } from './part.ts';
import { fateSaid, mailSaid } from './told.ts';

/** A card must stay below 25 KB: so many lines a page, the newest notices on the first. */
const MOST_LINES = 80;
/** Bytes of a line. */
const LONGEST_LINE = 240;

interface Line {
  /** Under which heading it stands. */
  readonly notice: string;
  readonly line: string;
}

/**
 * What `cards/history.json` is filled with, for the ledger; a page too far is the last one. Who the recipients are is for those who
 * can do something about it (`isNamed`); everybody else reads how many.
 */
export function ledgerData(
  change: Change,
  ledger: readonly LedgerLine[],
  asked: number,
  isNamed: boolean,
  site: Site,
  voice: Voice,
): CardData {
  const { sentences } = voice;
  const values = valuesOf(change, site, voice);
  const lines = ledger.toReversed().flatMap((one) => linesOf(one, isNamed, voice));
  const page = Math.max(1, Math.min(asked, Math.ceil(lines.length / MOST_LINES)));
  const shown = lines.slice((page - 1) * MOST_LINES, page * MOST_LINES);
  const left = Math.max(0, lines.length - page * MOST_LINES);
  const more = { id: change.id, count: left, page: page + 1 };
  return {
    text: sentences.section('cards.ledger', { ...values, ...more }),
    change: sentences.say('cards.common.change', values),
    earlier: left === 0 ? '' : sentences.say('cards.ledger.earlier', more),
    days: ledger.length === 0 ? [{ day: sentences.say('ledger.none'), lines: [] }] : grouped(shown),
  };
}

function linesOf({ notice, at, channel, mail }: LedgerLine, isNamed: boolean, voice: Voice): readonly Line[] {
  const { sentences, times } = voice;
  const name = sentences.say(`notice.${notice}.name`);
  const counts = mail === null ? '' : ` · ${mailSaid(mail, voice)}`;
  const heading = `${sentences.say('ledger.heading', { notice: name, at: times.when(at) })}${counts}`;
  const said = [
    ...(channel === null ? [] : [sentences.say('ledger.channelFate', { fate: withId(channel, 'postId', at, voice) })]),
    ...(mail === null || isNamed ? [] : [sentences.say('ledger.unnamed')]),
    ...((isNamed ? mail?.to() : undefined) ?? []).map(({ to, fate }) =>
      sentences.say('ledger.recipient', { to: voice.escape(to), fate: withId(fate, 'mailId', at, voice) }),
    ),
  ];
  return said.map((line) => ({ notice: heading, line: clip(line, LONGEST_LINE) }));
}

/** What to look for in the log of a mail server, and of Teams. */
function withId(fate: Fate, key: 'mailId' | 'postId', at: number, voice: Voice): string {
  const said = fateSaid(fate, at, voice);
  return fate.is === 'sent' ? voice.sentences.say(`ledger.${key}`, { said, id: voice.escape(fate.id) }) : said;
}

function grouped(lines: readonly Line[]): readonly CardData[] {
  const byNotice = new Map<string, { readonly line: string }[]>();
  for (const { notice, line } of lines) byNotice.set(notice, [...(byNotice.get(notice) ?? []), { line }]);
  return [...byNotice].map(([day, ofNotice]) => ({ day, lines: ofNotice }));
}
