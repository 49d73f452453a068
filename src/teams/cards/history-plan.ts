/** How the history tells that a plan changed. */
import type { Event } from '../../domain/event.ts';
import type { Site } from '../../domain/site.ts';
import { endOf, startOf } from '../../domain/window.ts';
import type { Values, Voice } from '../../app/words.ts';

type PlanEvent = Extract<Event, { type: 'rescheduled' | 'edited' | 'handedOver' | 'startDelayed' }>;

/** What was changed, to what, and why. */
export function planLine(event: PlanEvent, { timeZone }: Site, { sentences, times, escape }: Voice): string {
  const say = (key: string, values: Values): string => sentences.say(`history.${key}`, values);
  switch (event.type) {
    case 'rescheduled': {
      const window = times.range(startOf(event.window, timeZone), endOf(event.window, timeZone));
      return say('rescheduled', { window, reason: escape(event.reason) });
    }
    case 'edited': {
      const parts = event.parts.length === 0 ? (['spelling'] as const) : event.parts;
      const named = parts.map((part) => sentences.say(`part.${part}`)).join(', ');
      return say(event.voids ? 'editedVoid' : 'edited', { parts: named });
    }
    case 'handedOver':
      return say('handedOver', { to: escape(event.to.name), why: escape(event.reason) || 'none' });
    case 'startDelayed':
      return say('startDelayed', { minutes: times.span(event.minutes), reason: escape(event.reason) });
  }
}
