/**
 * The SDK's connector client retries every POST three times by itself, which doubles messages when the answer was lost,
 * and waits for an answer for ever. Both are taken out here: retrying is the outbox's business, which knows what it repeats.
 * The hook is private to the SDK; a test guards it.
 */

interface Answer {
  readonly status: number;
  readonly bodyAsText?: string | null;
}

interface Policy {
  readonly name: string;
  sendRequest(request: { abortSignal?: AbortSignal }, next: (request: unknown) => Promise<Answer>): Promise<Answer>;
}

interface Pipeline {
  removePolicy(policy: { name: string }): unknown;
  addPolicy(policy: Policy): void;
}

/** Longer than Teams takes on a bad day, shorter than a person waits for the next letter. */
export const SEND_TIMEOUT_MS = 15_000;

/** Sends once and waits so long at most. @throws when the client is built otherwise than expected: then a new SDK needs a look. */
export function sendOnce(connectorClient: object, withinMs: number): void {
  const { client } = connectorClient as { client?: { pipeline?: Pipeline } };
  if (client?.pipeline === undefined)
    throw new Error(
      'The connector client has no pipeline: the Bot Framework SDK has changed, see src/teams/connector-policy.ts',
    );
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  client.pipeline.addPolicy({
    name: 'sendOnceWithin',
    // Not by `request.timeout`: that one ends with the first line of the answer, and the rest of it may never come.
    async sendRequest(request, next) {
      const tooLong = new AbortController();
      const timer = setTimeout(() => {
        tooLong.abort();
      }, withinMs);
      request.abortSignal = tooLong.signal;
      try {
        const answer = await next(request);
        if (isPage(answer)) throw new NotOfTeams(`${String(answer.status)} with a page: a proxy, and not Teams`);
        return answer;
      } finally {
        clearTimeout(timer);
      }
    },
  });
}

/** Not by its content type: Express calls an empty answer HTML. */
function isPage({ status, bodyAsText }: Answer): boolean {
  return status < 300 && /^\s*</.test(bodyAsText ?? '');
}

/** Named as the client names its own faults: nobody knows whether it was passed on. */
class NotOfTeams extends Error {
  override readonly name = 'RestError';
  readonly code = 'PARSE_ERROR';
}
