/** The notices of a site as people get them: post, mail and calendar entry, written by what sends them. */
import { fileURLToPath } from 'node:url';
import type { Mention } from 'botbuilder';
import { isolated } from '../../src/app/plain-text.ts';
import type { MailLetter } from '../../src/app/ports.ts';
import type { Sentences, Voice } from '../../src/app/words.ts';
import { LATE_AFTER_MS } from '../../src/domain/decide/clock.ts';
import type { Site } from '../../src/domain/site.ts';
import { writtenMail } from '../../src/mail/written-mail.ts';
import { readCards } from '../../src/service/cards.ts';
import type { Settings } from '../../src/settings.ts';
import { deck } from '../../src/teams/cards/deck.ts';
import type { Templates } from '../../src/teams/cards/template.ts';
import { letters } from '../../src/teams/letters.ts';
import { escapeForCard, escapeForMessage } from '../../src/teams/markdown.ts';
import { times } from '../../src/text/times.ts';
import type { Scene } from './scenes.ts';
import { SCENES } from './scenes.ts';
import { fullerStage, stageOf } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Said } from './story.ts';
import { ID, NoWay } from './story.ts';

/** A notice, or a variant of it. */
export interface Shown {
  readonly scene: Scene;
  /** Letters, digits and dashes: `announce-at-short-notice`. */
  readonly id: string;
  /** Whether this site sends it, as it is configured. */
  readonly isSent: boolean;
  /** In each language alone, then in all of them together, as it is sent. */
  readonly forms: readonly Form[];
}

/** In one language, or in several. */
export interface Form {
  readonly languages: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** With its lines put together again; null: it says nothing of the window. */
  readonly calendar: string | null;
  /** Null: it goes by mail only. */
  readonly post: Post | null;
}

/** A post in the channel, as the renderer of the rehearsal room takes it. */
export interface Post {
  readonly toast: string;
  /** The line beside the card, in Markdown; empty without one. */
  readonly text: string;
  readonly mentions: readonly string[];
  readonly card: unknown;
}

const CARDS = fileURLToPath(new URL('../../cards', import.meta.url));
const MINUTE = 60_000;

/** Every notice of a site. */
export async function noticesOf({ site, texts }: Pick<Settings, 'site' | 'texts'>): Promise<readonly Shown[]> {
  const { templates, sentences } = readCards(CARDS, site.languages, texts);
  const sets = sentences.length === 1 ? [sentences] : [...sentences.map((one) => [one] as const), sentences];
  const shown: Shown[] = [];
  for (const scene of SCENES) {
    const { said, stage, isSent } = played(scene, site);
    const forms = await Promise.all(sets.map((set) => formOf(scene, said, { stage, templates, sentences: set })));
    shown.push({ scene, id: idOf(scene), isSent, forms });
  }
  return shown;
}

/** At the site, or where that never sends it at one that does. */
function played(scene: Scene, site: Site): { said: Said; stage: Stage; isSent: boolean } {
  const stage = stageOf(site);
  try {
    return { said: scene.play(stage), stage, isSent: true };
  } catch (error) {
    if (!(error instanceof NoWay)) throw error;
    const fuller = fullerStage(site);
    return { said: scene.play(fuller), stage: fuller, isSent: false };
  }
}

interface Around {
  readonly stage: Stage;
  readonly templates: Templates;
  readonly sentences: readonly [Sentences, ...Sentences[]];
}

async function formOf({ lateBy = 0 }: Scene, said: Said, around: Around): Promise<Form> {
  const { stage, sentences } = around;
  const now = said.at + lateBy * MINUTE;
  const { mail: posting } = said;
  const letter: MailLetter = { changeId: ID, posting, late: now - posting.due > LATE_AFTER_MS, now };
  const voices = speaking(sentences, isolated, stage.site);
  const mail = await writtenMail(letter, { sender: stage.sender, site: stage.site, voices });
  return {
    languages: sentences.map(({ language }) => language),
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    calendar: mail.calendar?.to(posting.to.at(-1) ?? '').replace(/\r\n /g, '') ?? null,
    post: postOf(said, now, around),
  };
}

function postOf({ notice, change }: Said, now: number, { stage: { site }, templates, sentences }: Around): Post | null {
  if (notice === null) return null;
  const cards = deck({
    templates,
    site,
    voice: voiceOf(sentences[0], escapeForCard, site),
    voices: speaking(sentences, escapeForCard, site),
    ledger: () => [],
    clock: () => now,
    viewers: () => [],
    plans: () => [],
  });
  const voice = voiceOf(sentences[0], escapeForMessage, site);
  const channel = letters({ deck: cards, site, voice, idOf: ({ entraId }) => entraId });
  const { text = '', summary = '', entities = [], attachments = [] } = channel.write({ posting: notice, change, now });
  const mentions = entities.filter((entity): entity is Mention => entity.type === 'mention');
  return {
    toast: summary,
    text,
    mentions: mentions.map((mention) => mention.text.replace(/^<at>|<\/at>$/g, '')),
    card: attachments[0]?.content as unknown,
  };
}

function speaking(sentences: readonly Sentences[], escape: Voice['escape'], site: Site): readonly Voice[] {
  return sentences.map((each) => voiceOf(each, escape, site));
}

function voiceOf(sentences: Sentences, escape: Voice['escape'], { timeZone }: Site): Voice {
  return { sentences, times: times(sentences.language, timeZone), escape };
}

function idOf({ notice, state }: Scene): string {
  return [notice, ...(state.toLowerCase().match(/[a-z0-9]+/g) ?? [])].join('-');
}
