import type { Response } from 'restify';
import type { HttpFault } from './fault.ts';

/** Sends JSON, or nothing for `undefined`. Nothing here is for a cache or to be read as anything but JSON. */
export function answer(res: Response, status: number, body?: unknown): void {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  const text = body === undefined ? '' : JSON.stringify(body);
  const length = { 'content-length': String(Buffer.byteLength(text)) };
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  res.sendRaw(status, text, { ...headers, ...length, ...type });
}

/** Sends a fault. The connection ends with it: what is left of the request is not read. */
export function answerFault(res: Response, { statusCode, code, message }: HttpFault): void {
  res.setHeader('connection', 'close');
  answer(res, statusCode, { code, message });
}
