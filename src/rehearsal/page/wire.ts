/** What the room's server and its page say to each other. */

export interface PersonView {
  name: string;
  entraId: string;
  role: string;
}

/** A message as one person sees it. */
export interface PostView {
  id: string;
  /** Differs whenever this person sees something else than before. */
  version: string;
  /** The id of the thread's first post; null in a personal chat. */
  thread: string | null;
  /** Named where it is not the room's main channel. */
  channel: string | null;
  author: string;
  byBot: boolean;
  /** ISO, by the clock of the rehearsal. */
  at: string;
  edited: boolean;
  deleted: boolean;
  text: string;
  markdown: boolean;
  /** Names that stand between `<at>` and `</at>` and are people or the bot. */
  mentions: readonly string[];
  cards: readonly unknown[];
  /** One line for the toast. */
  gist: string;
  /** The card asks for a view of its own for this person, who has none yet. */
  refresh: boolean;
}

export interface ClockView {
  /** ISO */
  now: string;
  /** In the site's zone, with zone and offset. */
  local: string;
  zone: string;
  next: { at: string; local: string; what: string } | null;
}

/** The clock, or why there is none. */
export type ClockFace = ClockView | { fault: string };

/** A mail of the list; what is in it is asked for when it is opened. */
export interface MailView {
  id: string;
  /** ISO, by the clock of the rehearsal. */
  at: string;
  to: string;
  from: string;
  subject: string;
  /** The same for all mails of one recipient that answer one another. */
  thread: string;
}

/** A time is ISO where the file has it in UTC; else as it is written, with the name of its zone. */
export interface InvitationView {
  what: string;
  from: string;
  to: string;
  status: string | null;
  sequence: number;
  method: string | null;
}

/** The event of a calendar file, or why there is none. */
export type InvitationFace = InvitationView | { fault: string };

export interface MailParts {
  id: string;
  /** The address of the document that a frame can show. */
  html: string | null;
  text: string | null;
  /** The calendar file. */
  calendar: string | null;
  invitation: InvitationFace | null;
  /** The headers. */
  source: string;
  /** `size` in bytes. */
  attachments: readonly { name: string; size: number }[];
}

export interface RoomState {
  people: readonly PersonView[];
  bot: string;
  channel: string;
  posts: readonly PostView[];
  /** Oldest first; null in a room without mail. */
  mails: readonly MailView[] | null;
  /** The addresses whose mailbox refuses mail, in small letters. */
  refusing: readonly string[];
  clock: ClockFace;
}

/** Somebody is addressed by a new message. */
export interface Nudge {
  person: string;
  post: string;
}

/** Everything the page hears, by event name. */
export interface RoomEvents {
  state: RoomState;
  post: PostView;
  nudge: Nudge;
  mail: MailView;
  refusing: readonly string[];
  clock: ClockFace;
}

export interface SayRequest {
  person: string;
  text: string;
  /** The personal chat, a new post in the channel, or the thread with this first post. */
  where: 'channel' | 'personal' | { thread: string };
}

export interface PressRequest {
  person: string;
  post: string;
  type: 'execute' | 'submit';
  action: { title?: string; verb?: string; id?: string; data: Record<string, unknown> };
}

/** What the presser alone is told; `post` is what they see now. */
export interface PressAnswer {
  refused: boolean;
  text: string | null;
  post: PostView;
}

/** Every POST that the room takes, with its answer. A fault is answered as `{ message }`. */
export interface RoomRequests {
  say: [SayRequest, { id: string }];
  press: [PressRequest, PressAnswer];
  refresh: [{ person: string; post: string }, { post: PostView }];
  remove: [{ post: string }, { post: string }];
  mail: [{ mail: string }, MailParts];
  refuse: [{ address: string; refuses: boolean }, { refusing: readonly string[] }];
  clock: [{ to: string }, ClockView];
}
