/** The history as a story: what was sent because of something stands beside it, and is no entry of its own. */
import type { Event, Instant } from '../../domain/event.ts';

/** Something that happened; `delivered`: when what it had to say arrived, null where it says nothing or has not arrived. */
export interface Entry {
  readonly event: Event;
  readonly delivered: Instant | null;
}

/** The entries of a change's events, the oldest first. A letter's key ends with the number of the event that it is about. */
export function storyOf(events: readonly Event[]): readonly Entry[] {
  const deliveries = events.filter((event) => event.type === 'delivered');
  const byNumber = new Map(deliveries.map((event) => [numberIn(event.key), event]));
  const told = new Set<Event>();
  const entries = events.map((event, index) => {
    const delivery = SAYING.includes(event.type) ? byNumber.get(index + 1) : undefined;
    if (delivery !== undefined) told.add(delivery);
    return { event, delivered: delivery?.at ?? null };
  });
  return entries.filter(({ event }) => !told.has(event) && !isAllSent(event));
}

/** How many mails have arrived stands beside the notice; only who was not reached is an entry. */
function isAllSent(event: Event): boolean {
  return event.type === 'mailed' && event.gaveUp.length === 0 && event.leftOut.length === 0;
}

/** What has something to say; an update of a card, and a card that is posted anew, have keys of another kind. */
const SAYING: readonly Event['type'][] = ['created', 'asked', 'reminded', 'noticed', 'held', 'incidentHandedOver'];

function numberIn(key: string): number {
  return Number(/\/channel\/(\d+)$/.exec(key)?.[1] ?? NaN);
}
