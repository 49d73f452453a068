import type { RoomRequests } from './wire.ts';

/**
 * Asks the room for something.
 * @throws Error whose message is a sentence for the person
 */
export async function ask<Name extends keyof RoomRequests>(
  name: Name,
  body: RoomRequests[Name][0],
): Promise<RoomRequests[Name][1]> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`/${name}`, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => {
    throw new Error('The rehearsal room cannot be reached. Is it still running?');
  });
  const answer = (await response.json()) as { message?: string };
  if (!response.ok) throw new Error(answer.message ?? `The room answered ${response.status}.`);
  return answer as RoomRequests[Name][1];
}

/** The sentence of whatever was thrown. */
export function sentence(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
