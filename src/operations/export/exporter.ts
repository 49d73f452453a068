/** Reads a change beside the service, and writes it for those who read it elsewhere. */
import { keptOf, whyNonsense } from '../../app/kept.ts';
import { ledgerOf } from '../../app/ledger.ts';
import type { StoredChange } from '../../app/ports.ts';
import type { Voice } from '../../app/words.ts';
import type { Site } from '../../domain/site.ts';
import { readCards } from '../../service/cards.ts';
import { readChangeBeside } from '../../storage/beside.ts';
import { Damaged } from '../../storage/envelope.ts';
import { escapeForCard } from '../../teams/markdown.ts';
import { times } from '../../text/times.ts';
import { asJson } from './json.ts';
import { asMarkdown } from './markdown.ts';
import { withMaskedAddresses } from './masked-text.ts';

export interface Wanted {
  /** The data folder. */
  readonly data: string;
  readonly site: Site;
  /** The file with the site's own sentences; null: it has none. */
  readonly texts: string | null;
  /** The folder of the cards and their sentences. */
  readonly cards: string;
  readonly release: string;
  /** Whether mail addresses are shown whole. */
  readonly addresses: boolean;
}

export interface Texts {
  readonly json: string;
  readonly markdown: string;
  /** Why there are none; null: there are. */
  readonly fault: string | null;
}

/** Gives the texts of a change of this id as it is stored now. @throws NewerFormat, or the disk's error */
export function exporter(wanted: Wanted): (id: string, now: Date) => Promise<Texts> {
  const { data, site, texts, addresses, release } = wanted;
  const [sentences] = readCards(wanted.cards, site.languages, texts).sentences;
  const shown = addresses ? (text: string) => text : withMaskedAddresses;
  const voice: Voice = {
    sentences,
    times: times(sentences.language, site.timeZone),
    // The Markdown of cards is that of CommonMark, and its escapes are: what people typed stays text, HTML too.
    escape: (text) => escapeForCard(shown(text)),
  };
  return async (id, now) => {
    try {
      const stored = await readChangeBeside(data, id);
      if (stored === null) return failed('it is not there any more');
      return { ...written(stored, now), fault: null };
    } catch (error) {
      if (error instanceof Damaged) return failed(error.message);
      throw error;
    }
  };

  function written(stored: StoredChange, now: Date): { readonly json: string; readonly markdown: string } {
    const { change } = keptNow(stored);
    const ledger = ledgerOf(change, stored.outbox, () => undefined);
    const exported = { stored, change, ledger, now, release, site, shown };
    return { json: asJson(exported), markdown: asMarkdown(exported, voice) };
  }
}

function failed(fault: string): Texts {
  return { json: '', markdown: '', fault };
}

/** @throws Damaged for a document that can be read and makes no sense: the service sets it aside too */
function keptNow(stored: StoredChange) {
  try {
    const kept = keptOf(stored);
    if (kept !== undefined) return kept;
  } catch (error) {
    throw new Damaged(whyNonsense(error));
  }
  throw new Damaged('there is no change in it');
}
