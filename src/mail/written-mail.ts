/** A notice as a mail, before it is addressed to anybody: what is sent, and what a preview shows. */
import type { MailLetter } from '../app/ports.ts';
import type { Voice } from '../app/words.ts';
import type { Sender } from '../domain/site.ts';
import { htmlOf } from './html.ts';
import type { Invitation } from './invitation.ts';
import { invitation } from './invitation.ts';
import { textOf, wordingOf } from './wording.ts';

export interface Writing {
  readonly sender: Sender;
  /** One for each language of the site, in its order; `escape` gives plain text that is safe among other text. */
  readonly voices: readonly Voice[];
  readonly site: { readonly name: string };
}

export interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Null: the notice says nothing of the window. */
  readonly calendar: Invitation | null;
}

/** Writes a notice in all of these languages. @throws what a text or the template throws */
export async function writtenMail(letter: MailLetter, writing: Writing): Promise<WrittenMail> {
  const wording = wordingOf(letter, writing.sender, writing.voices);
  return {
    subject: wording.subject,
    text: textOf(wording),
    html: await htmlOf(letter.posting.notice, wording),
    calendar: invitation(letter, wording, writing),
  };
}
