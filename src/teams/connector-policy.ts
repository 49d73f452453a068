/**
 * The SDK's connector client retries every POST three times by itself, which doubles messages when the answer was lost,
 * and waits for an answer for ever. Both are taken out here: retrying is the outbox's business, which knows what it repeats.
 * The hook is private to the SDK; a test guards it.
 */

interface Policy {
  readonly name: string;
  sendRequest(request: { abortSignal?: AbortSignal }, next: (request: unknown) => Promise<unknown>): Promise<unknown>;
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
        return await next(request);
      } finally {
        clearTimeout(timer);
      }
    },
  });
}
