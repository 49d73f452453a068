import { simpleParser, type Attachment, type StructuredHeader } from 'mailparser';

/** What was said about a message outside of it. */
export interface Envelope {
  /** `MAIL FROM`; empty for the null sender, which nothing is returned to. */
  returnPath: string;
  /** `RCPT TO`, without those that were refused. */
  recipients: readonly string[];
}

export interface Enclosed {
  name: string | null;
  /** e.g. `text/calendar` */
  type: string;
  content: Buffer;
}

/** A message as it was read. */
export interface Letter {
  /** Of the header, e.g. `Change Steward <steward@example.org>`. */
  readonly from: string;
  readonly subject: string;
  /** With its angle brackets, as all ids of messages here. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** Oldest first. */
  readonly references: readonly string[];
  readonly autoSubmitted: string | null;
  readonly replyTo: string | null;
  /** The first value of each header, unfolded but not decoded, by its name in small letters. */
  readonly headers: ReadonlyMap<string, string>;
  /** Null where it is empty too. */
  readonly text: string | null;
  /** Pictures of the mail itself (`cid:`) are `data:` in it. */
  readonly html: string | null;
  /** The `text/calendar` part. */
  readonly calendar: string | null;
  /** The `method` of that part's content type, which clients go by. */
  readonly calendarMethod: string | null;
  readonly attachments: readonly Enclosed[];
}

/** A mail in the box of one recipient. */
export interface Mail extends Letter {
  readonly id: string;
  readonly at: Date;
  /** The one recipient of the envelope whose box it is in. */
  readonly to: string;
  readonly envelope: Envelope;
  readonly raw: Buffer;
}

/** @throws Error when it is no message that can be read */
export async function readLetter(raw: Buffer): Promise<Letter> {
  const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, checksumAlgo: false });
  const headers = firstOfEach(parsed.headerLines);
  const calendar = calendarOf(parsed.attachments);
  return {
    from: parsed.from?.text ?? '',
    subject: parsed.subject ?? '',
    messageId: idsIn(headers.get('message-id'))[0] ?? null,
    inReplyTo: idsIn(headers.get('in-reply-to'))[0] ?? null,
    references: idsIn(headers.get('references')),
    autoSubmitted: headers.get('auto-submitted') ?? null,
    replyTo: parsed.replyTo?.text ?? null,
    headers,
    text: parsed.text === '' ? null : (parsed.text ?? null),
    html: typeof parsed.html === 'string' ? parsed.html : null,
    calendar: calendar?.content.toString('utf8') ?? null,
    calendarMethod: methodOf(calendar),
    attachments: parsed.attachments.filter(isEnclosed).map(({ filename, contentType, content }) => ({
      name: filename ?? null,
      type: contentType,
      content,
    })),
  };
}

function firstOfEach(lines: readonly { key: string; line: string }[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, line } of lines) {
    const value = line.slice(line.indexOf(':') + 1).replace(/\r?\n(?=[ \t])/g, '');
    if (!found.has(key)) found.set(key, value.trim());
  }
  return found;
}

function idsIn(header = ''): string[] {
  return header.match(/<[^<>]+>/g) ?? [];
}

/** The alternative of the text, which clients show; an attached file only where there is no such part. */
function calendarOf(parts: readonly Attachment[]): Attachment | undefined {
  const calendars = parts.filter(({ contentType }) => contentType === 'text/calendar');
  return calendars.find((part) => !isEnclosed(part)) ?? calendars[0];
}

function isEnclosed({ contentDisposition, filename }: Attachment): boolean {
  return contentDisposition === 'attachment' || filename !== undefined;
}

function methodOf(part: Attachment | undefined): string | null {
  // This header always has its parameters beside it.
  const type = part?.headers.get('content-type') as StructuredHeader | undefined;
  return type?.params.method ?? null;
}
