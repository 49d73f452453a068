/** Figures about a production service: for who knows the token, and nobody else learns more than that there is no such page. */
import type { Request, Response } from 'restify';
import { HttpFault } from './fault.ts';
import { isSameSecret } from './same-secret.ts';

export interface MetricsRoute {
  /** Null: whoever reaches the service may read, which is for loopback only. */
  readonly token: string | null;
  /** In the format of Prometheus. */
  readonly contentType: string;
  readonly read: () => Promise<string>;
}

/** `GET /metrics`, with `Authorization: Bearer <token>`. @throws HttpFault 404 where the token is wrong or missing */
export async function answerMetrics(
  { headers }: Pick<Request, 'headers'>,
  res: Response,
  { token, contentType, read }: MetricsRoute,
): Promise<void> {
  const [, said = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (token !== null && !isSameSecret(said, token)) throw new HttpFault(404);
  const text = await read();
  res.sendRaw(200, text, {
    'content-type': contentType,
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
}
