import ICAL from 'ical.js';
import type { InvitationFace } from '../page/wire.ts';

/** The first event of a calendar file, or why there is none. */
export function invitationOf(calendar: string): InvitationFace {
  try {
    const root = new ICAL.Component(ICAL.parse(calendar) as unknown[]);
    const found = root.getFirstSubcomponent('vevent');
    if (found === null) return { fault: 'There is no event in it.' };
    if (!found.hasProperty('dtstart')) return { fault: 'Its event has no start.' };
    const { summary, startDate, endDate, sequence } = new ICAL.Event(found);
    const zone = found.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? '';
    return {
      what: summary,
      from: timeOf(startDate, zone),
      to: timeOf(endDate, zone),
      status: word(found.getFirstPropertyValue('status')),
      sequence,
      method: word(root.getFirstPropertyValue('method')),
    };
  } catch (fault) {
    return { fault: `It cannot be read: ${fault instanceof Error ? fault.message : String(fault)}` };
  }
}

/** ISO where it is in UTC; else as it is written, with the name of its zone: `2027-02-13 08:00 Europe/Zurich`. */
function timeOf(time: ICAL.Time, zone: string): string {
  if (time.zone === ICAL.Timezone.utcTimezone) return time.toJSDate().toISOString();
  const written = time.toString();
  return time.isDate ? written : `${written.slice(0, '2027-02-13T08:00'.length).replace('T', ' ')} ${zone}`.trim();
}

function word(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
