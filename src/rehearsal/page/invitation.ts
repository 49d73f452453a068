import { element } from './dom.ts';
import { fullTime } from './time.ts';
import type { InvitationFace } from './wire.ts';

/** What a calendar makes of the file, as a small table. */
export function invitation(face: InvitationFace, zone: string | undefined): HTMLElement {
  if ('fault' in face) return element('p', { class: 'fault' }, `No calendar can use this file. ${face.fault}`);
  const { what, from, to, status, sequence, method } = face;
  const rows = [
    ['What', what],
    ['From', time(from, zone)],
    ['To', time(to, zone)],
    ['Status', status ?? 'none'],
    ['Sequence', String(sequence)],
    ['Method', method ?? 'none'],
  ];
  const lines = rows.map(([name = '', value = '']) =>
    element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value)),
  );
  return element('table', { 'aria-label': 'Calendar entry' }, ...lines);
}

function time(written: string, zone: string | undefined): string {
  return written.endsWith('Z') ? fullTime(written, zone) : written;
}
