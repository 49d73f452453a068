/** What has arrived at the other ends: posts in the channel with the call that brought each, and mails. */
import type { Connector } from '../../src/rehearsal/connector.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import { asJson } from '../../src/rehearsal/json.ts';
import type { OutboundRequest } from '../../src/rehearsal/connector/server.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import type { Attempt } from '../../src/rehearsal/post-office/options.ts';

export interface PostArrived {
  readonly activity: string;
  readonly changeId: string;
  /** What it says, in one line. */
  readonly says: string;
  /** Whether it begins a thread. */
  readonly isNew: boolean;
  readonly at: number;
  readonly call: OutboundRequest | undefined;
}

export interface MailArrived {
  /** With its angle brackets. */
  readonly messageId: string;
  readonly changeId: string;
  readonly to: string;
  readonly subject: string;
  readonly at: number;
  /** The tries to this address that had no answer yet just then: its own is among them. */
  readonly tries: readonly Attempt[];
}

const ID = /CHG-\d{4}-\d{3,}/;
/** More calls, and more tries, are never under way at once. */
const UNDER_WAY = 100;

/** Everything in the channel that the bot posted. */
export function postsIn(connector: Connector): readonly PostArrived[] {
  const posts: PostArrived[] = [];
  connector.on('change', ({ id, from, owner, threadRoot, activity }, what) => {
    if (what !== 'posted' || from !== 'bot' || owner !== undefined) return;
    const call = connector.requests
      .slice(-UNDER_WAY)
      .findLast(({ body }) => body === activity || asJson(body).activity === activity);
    const says = activity.summary ?? activity.text ?? '';
    const changeId = ID.exec(says)?.[0] ?? ID.exec(JSON.stringify(cardOf(activity) ?? ''))?.[0] ?? '';
    posts.push({ activity: id, changeId, says, isNew: threadRoot === id, at: Date.now(), call });
  });
  return posts;
}

/** Every mail that was taken. */
export function mailsIn(post: PostOffice): readonly MailArrived[] {
  const mails: MailArrived[] = [];
  post.on('mail', ({ messageId, to, subject }) => {
    const tries = post.attempts.slice(-UNDER_WAY).filter((one) => one.to === to && one.status === undefined);
    const changeId = ID.exec(messageId ?? '')?.[0] ?? '';
    mails.push({ messageId: messageId ?? '', changeId, to, subject, at: Date.now(), tries });
  });
  return mails;
}
