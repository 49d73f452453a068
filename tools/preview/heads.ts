/** The notices by the names that people know, and when they get them. */
import type { MailName } from '../../src/domain/posting.ts';

export interface Head {
  readonly title: string;
  readonly when: string;
}

export const HEADS: Readonly<Record<MailName, Head>> = {
  tentative: {
    title: 'Tentative calendar entry',
    when: 'The approver alone, by mail, when the pre-check or GO is asked for: nothing is announced yet.',
  },
  announce: {
    title: 'Planned maintenance',
    when: 'On GO. Somebody who is put among the recipients later gets it then, by mail.',
  },
  moved: {
    title: 'Maintenance moved',
    when: 'On the new GO, when window, service or title are not what people were told.',
  },
  postponed: {
    title: 'Maintenance postponed',
    when: 'At the start that people know, when there is no new GO by then.',
  },
  delayed: {
    title: 'Later start',
    when: 'On the day, when the snapshot takes longer and the start is delayed for it.',
  },
  remind: { title: 'Reminder', when: 'The day before.' },
  start: { title: 'Start of maintenance', when: 'At the start.' },
  extend: {
    title: 'Maintenance extended',
    when: 'When the implementer needs more time, or restores the state of before.',
  },
  overrun: {
    title: 'Maintenance still going on',
    when: 'At the end of the window and from then on, when nobody has said that it is over.',
  },
  incident: { title: 'Incident', when: 'When an incident is declared, by hand or because the agreed time is used up.' },
  'incident-update': { title: 'Incident update', when: 'When a repair begins, and whenever there is news.' },
  'incident-over': { title: 'Incident over', when: 'When it is repaired.' },
  'incident-process': { title: 'Incident handed over', when: 'When the last repair has failed.' },
  end: { title: 'End of maintenance', when: 'When the implementer says that it is over.' },
  cancel: { title: 'Maintenance cancelled', when: 'When it is cancelled, to those who were told of it.' },
};
