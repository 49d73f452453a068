/** One question to another machine, with a time limit, and an answer that is always a value. */
import { oneLine } from '../../app/plain-text.ts';

/** How long any one question may take, milliseconds. */
export const PATIENCE_MS = 5_000;

export interface Answer {
  readonly status: number;
  /** Parsed; undefined where it is no JSON. */
  readonly body: unknown;
  /** What its `Date` header says, milliseconds; null without one. */
  readonly date: number | null;
  /** When it was asked and when the answer was there, milliseconds by this machine's clock. */
  readonly from: number;
  readonly to: number;
}

/** Why there is no answer: `no answer within 5 s`, `ENOTFOUND`. */
export interface Silence {
  readonly silent: string;
}

/** Redirects are not followed: what is asked for carries a secret or a token. */
export async function ask(url: string, request: RequestInit = {}, patienceMs = PATIENCE_MS): Promise<Answer | Silence> {
  const from = Date.now();
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetch(url, { ...request, redirect: 'manual', signal });
    const to = Date.now();
    const date = Date.parse(response.headers.get('date') ?? '');
    const body = parsed(await response.text());
    return { status: response.status, body, date: Number.isNaN(date) ? null : date, from, to };
  } catch (error) {
    return { silent: whyOf(error, patienceMs) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` says "fetch failed", and puts the reason below it; the end of our patience is a `DOMException` with a number as its code. */
function whyOf(error: unknown, patienceMs: number): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`;
  const below = cause as NodeJS.ErrnoException | undefined;
  return oneLine(below?.code ?? below?.message ?? message, 100);
}

/** A text in an answer, at a key; empty where there is none. */
export function textAt(body: unknown, key: string): string {
  const value = fieldsOf(body)[key];
  return typeof value === 'string' ? value : '';
}

/** The things in a list of an answer, at a key. */
export function listAt(body: unknown, key: string): readonly unknown[] {
  const value = fieldsOf(body)[key];
  return Array.isArray(value) ? value : [];
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
}
