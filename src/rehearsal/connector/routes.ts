import { deleteActivity, postActivity, putActivity } from './posting.ts';
import { createConversation } from './opening.ts';
import { refused } from './place.ts';
import { channels, member, members, pagedMembers, team } from './roster.ts';
import type { Json } from '../json.ts';
import type { Reply } from './send.ts';
import type { Place } from './place.ts';

/** @param ids the decoded ids of the path, in its order */
export type Endpoint = (place: Place, ids: readonly string[], body: Json) => Reply;

const ROUTES: readonly (readonly [method: string, path: RegExp, endpoint: Endpoint])[] = [
  ['POST', /^\/v3\/conversations$/, createConversation],
  ['POST', /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/, postActivity],
  ['PUT', /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, putActivity],
  ['DELETE', /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/, deleteActivity],
  ['GET', /^\/v3\/conversations\/([^/]+)\/members$/, members],
  ['GET', /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/, member],
  ['GET', /^\/v3\/conversations\/([^/]+)\/pagedmembers$/, pagedMembers],
  ['GET', /^\/v3\/teams\/([^/]+)$/, team],
  ['GET', /^\/v3\/teams\/([^/]+)\/conversations$/, channels],
];

/** @param path still encoded: an id may hold a slash */
export function route(place: Place, method: string, path: string, body: Json): Reply {
  for (const [verb, pattern, endpoint] of ROUTES) {
    const match = verb === method ? pattern.exec(path) : null;
    if (match === null) continue;
    if (!place.installed) {
      return refused(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    }
    const ids = match.slice(1).filter((id: string | undefined) => id !== undefined);
    return endpoint(place, ids.map(decodeURIComponent), body);
  }
  return refused(404, 'ServiceError', `No such endpoint: ${method} ${path}`);
}
