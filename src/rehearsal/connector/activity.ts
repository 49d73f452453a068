import type { Json } from '../json.ts';

/** A party of a conversation as Teams names it. */
export interface Account {
  /** `29:…` for a person, `28:…` for a bot. */
  id: string;
  name?: string;
  aadObjectId?: string;
}

export interface Attachment {
  contentType: string;
  content?: unknown;
}

/** What the room reads and writes of a Bot Framework activity; everything else rides along untouched. */
export interface Activity {
  type: string;
  id?: string;
  name?: string;
  text?: string;
  textFormat?: string;
  summary?: string;
  from?: Account;
  recipient?: Account;
  conversation?: { id: string; [more: string]: unknown };
  replyToId?: string;
  attachments?: Attachment[];
  entities?: Json[];
  value?: unknown;
  channelData?: Json;
  [more: string]: unknown;
}

export const CARD = 'application/vnd.microsoft.card.adaptive';
