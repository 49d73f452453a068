/** The calendar entry of a notice, as a calendar reads it, and the calendar to subscribe to. */
import { describe, expect, test } from '@jest/globals';
import type { CalendarEntry } from '../../src/domain/calendar.ts';
import type { CalendarStatus, MailName } from '../../src/domain/posting.ts';
import { calendarFeed } from '../../src/mail/calendar-feed.ts';
import { invitation } from '../../src/mail/invitation.ts';
import { wordingOf } from '../../src/mail/wording.ts';
import { site, zurich } from '../support/fixtures.ts';
import type { Told } from './given.ts';
import {
  ALL_NAMES,
  END,
  START,
  confirmed,
  english,
  eventIn,
  fieldsOf,
  french,
  letterOf,
  read,
  sender,
  teachers,
} from './given.ts';

const keeper = { sender, site };

function entryOf(notice: MailName, told: Told = {}, to = teachers): string {
  const letter = letterOf(notice, told);
  const invited = invitation(letter, wordingOf(letter, sender, [english]), keeper);
  if (invited === null) throw new Error('There is no entry');
  return invited.to(to);
}

describe('the entry of a notice', () => {
  test.each(ALL_NAMES)('%s: has the facts, and the fields of the maintenance notification standard', (notice) => {
    expect(fieldsOf(eventIn(entryOf(notice)))).toMatchObject({
      uid: 'CHG-2027-001@isc-learn.example',
      sequence: '3',
      dtstamp: '2027-02-06T08:00:00.000Z',
      dtstart: '2027-02-13T07:00:00.000Z',
      dtend: '2027-02-13T11:00:00.000Z',
      status: 'CONFIRMED',
      transp: 'TRANSPARENT',
      organizer: 'mailto:steward@isc-learn.example',
      attendee: 'mailto:teachers@isc-learn.example',
      'x-maintnote-provider': 'isc-learn.example',
      'x-maintnote-account': 'ISC Learn',
      'x-maintnote-maintenance-id': 'CHG-2027-001',
      'x-maintnote-object-id': 'isc-learn',
      'x-maintnote-impact': 'OUTAGE',
      'x-maintnote-status': 'CONFIRMED',
    });
  });

  test.each<[CalendarStatus, string]>([
    ['TENTATIVE', 'TENTATIVE'],
    ['CONFIRMED', 'CONFIRMED'],
    ['IN-PROCESS', 'CONFIRMED'],
    ['COMPLETED', 'CONFIRMED'],
    ['CANCELLED', 'CANCELLED'],
  ])('%s is %s to a calendar, and what it is to a machine that knows the standard', (status, shown) => {
    const fields = fieldsOf(eventIn(entryOf('announce', { calendar: { status } })));
    expect([fields['status'], fields['x-maintnote-status']]).toEqual([shown, status]);
  });

  test('is the same entry whatever becomes of the change, each time with the number it is given', () => {
    const entries = ALL_NAMES.map((notice, sequence) => fieldsOf(eventIn(entryOf(notice, { calendar: { sequence } }))));
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1);
    expect(entries.map(({ sequence }) => Number(sequence))).toEqual(ALL_NAMES.map((_, index) => index));
  });

  test.each([
    ['in winter', '2027-02-13 08:00', '2027-02-13 12:00'],
    ['in summer', '2027-07-03 08:00', '2027-07-03 12:00'],
    ['over the change to summer time', '2027-03-28 01:30', '2027-03-28 03:30'],
    ['over the change to winter time', '2027-10-31 01:30', '2027-10-31 04:00'],
    ['in the hour that comes twice', '2027-10-31 02:30', '2027-10-31 02:45'],
  ])('has its times in UTC, right %s', (_, from, to) => {
    const [start, end] = [zurich(from), zurich(to)];
    const calendar = entryOf('announce', { calendar: { start, end } });
    const { dtstart, dtend } = fieldsOf(eventIn(calendar));
    expect([dtstart, dtend]).toEqual([new Date(start).toISOString(), new Date(end).toISOString()]);
    expect(calendar).toMatch(/\r\nDTSTART:\d{8}T\d{6}Z\r\n/);
    expect(calendar).not.toContain('TZID');
  });

  test('lasts one hour of real time from 01:30 to 03:30 when the clocks go forward, and three when they go back', () => {
    const hours = (day: string): number => {
      const [start, end] = [zurich(`${day} 01:30`), zurich(`${day} 03:30`)];
      const event = fieldsOf(eventIn(entryOf('announce', { calendar: { start, end } })));
      return (Date.parse(event['dtend'] ?? '') - Date.parse(event['dtstart'] ?? '')) / 3_600_000;
    };
    expect([hours('2027-03-28'), hours('2027-10-31')]).toEqual([1, 3]);
  });

  test('asks the recipient for no answer, and differs from that of others in nothing else', () => {
    const mine = entryOf('announce', {}, teachers);
    const others = entryOf('announce', {}, 'students@isc-learn.example');
    const attendee = eventIn(mine).getFirstProperty('attendee');
    expect(attendee?.getParameter('rsvp')).toBe('FALSE');
    expect(unfolded(mine).replace('teachers', 'students')).toBe(unfolded(others));
  });

  test.each([
    ['a tag', 'teachers+moodle@isc-learn.example', 'mailto:teachers+moodle@isc-learn.example'],
    [
      'what means something in an address of the web',
      'a%b?c&d@isc-learn.example',
      'mailto:a%25b%3Fc%26d@isc-learn.example',
    ],
    ['letters of another script', 'élève@isc-learn.example', 'mailto:%C3%A9l%C3%A8ve@isc-learn.example'],
    [
      '254 letters',
      `${'a'.repeat(64)}@${'b'.repeat(181)}.example`,
      `mailto:${'a'.repeat(64)}@${'b'.repeat(181)}.example`,
    ],
  ])('names a recipient with %s', (_, to, expected) => {
    expect(fieldsOf(eventIn(entryOf('announce', {}, to)))['attendee']).toBe(expected);
  });

  test('has no line of more than 75 octets, and ends every line', () => {
    const calendar = entryOf(
      'announce',
      { facts: { title: `é🚀${'x'.repeat(300)}` } },
      `${'a'.repeat(64)}@isc-learn.example`,
    );
    expect(calendar).toMatch(/\r\nEND:VCALENDAR\r\n$/);
    expect(calendar.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of calendar.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  test('is not there where the notice says nothing of the window', () => {
    const letter = letterOf('remind', { calendar: null });
    expect(invitation(letter, wordingOf(letter, sender, [english]), keeper)).toBeNull();
  });
});

function unfolded(calendar: string): string {
  return calendar.replaceAll('\r\n ', '');
}

describe('the calendar to subscribe to', () => {
  const entry: CalendarEntry = {
    changeId: 'CHG-2027-001',
    title: 'Upgrade Moodle',
    service: 'ISC Learn',
    stamp: zurich('2027-02-06 09:00'),
    calendar: confirmed,
  };
  const cancelled: CalendarEntry = {
    ...entry,
    changeId: 'CHG-2027-002',
    title: 'Move; of the, database\nto BEGIN:VEVENT',
    calendar: { ...confirmed, sequence: 4, status: 'CANCELLED' },
  };

  test('has every announced change, as it stands', () => {
    const { method, events } = read(calendarFeed({ ...keeper, voices: [english] })([entry, cancelled]));
    expect(method).toBe('PUBLISH');
    expect(events.map(fieldsOf)).toMatchObject([
      {
        uid: 'CHG-2027-001@isc-learn.example',
        summary: 'Maintenance: ISC Learn',
        description: 'Upgrade Moodle\nCHG-2027-001',
        dtstamp: '2027-02-06T08:00:00.000Z',
        dtstart: new Date(START).toISOString(),
        dtend: new Date(END).toISOString(),
        sequence: '3',
        status: 'CONFIRMED',
        'x-maintnote-object-id': 'isc-learn',
      },
      {
        uid: 'CHG-2027-002@isc-learn.example',
        description: 'Move; of the, database\nto BEGIN:VEVENT\nCHG-2027-002',
        status: 'CANCELLED',
      },
    ]);
    expect(events.every((event) => !event.hasProperty('attendee'))).toBe(true);
  });

  test('has the entry that the mails have, so that a reader of both sees one', () => {
    const feed = fieldsOf(eventIn(calendarFeed({ ...keeper, voices: [english] })([entry])));
    const mailed = fieldsOf(eventIn(entryOf('announce')));
    for (const field of ['uid', 'sequence', 'summary']) expect(feed[field]).toBe(mailed[field]);
  });

  test('has a name, and asks to be looked at every hour', () => {
    const calendar = calendarFeed({ ...keeper, voices: [english, french] })([]);
    expect(read(calendar).events).toEqual([]);
    expect(calendar).toContain('\r\nX-WR-CALNAME:Maintenance · ISC Learn\r\n');
    expect(calendar).toContain('\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n');
  });

  test('is there for a site that sends no mail, by the name of the site', () => {
    const fields = fieldsOf(eventIn(calendarFeed({ site, voices: [english] })([entry])));
    expect(fields).toMatchObject({ uid: 'CHG-2027-001@isc-learn', 'x-maintnote-provider': 'isc-learn' });
    expect(fields).not.toHaveProperty('organizer');
  });
});
