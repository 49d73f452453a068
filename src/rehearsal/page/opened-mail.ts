import { button, element } from './dom.ts';
import { invitation } from './invitation.ts';
import { mailFrame } from './mail-frame.ts';
import { titleOf } from './mail-thread.ts';
import { shownTime } from './time.ts';
import type { MailParts, MailView } from './wire.ts';

type Face = readonly [name: string, show: () => readonly HTMLElement[]];

/**
 * A mail as it is read: as HTML, as text, its calendar entry, its headers.
 * @param back called when somebody wants to see the list again
 */
export function openedMail(mail: MailView, parts: MailParts, zone: string | undefined, back: () => void): HTMLElement {
  const body = element('div', { class: 'mail-body' });
  const buttons = faces(parts, zone).map(([name, show]) =>
    button(name, () => {
      for (const one of buttons) one.ariaPressed = String(one.textContent === name);
      body.replaceChildren(...show());
    }),
  );
  buttons[0]?.click();
  const group = element('div', { class: 'faces', role: 'group', 'aria-label': 'Show the mail as' }, ...buttons);
  const title = element('h3', { tabindex: '-1' }, titleOf(mail));
  const head = element(
    'header',
    {},
    button('Back to the mails', back, { class: 'quiet back' }),
    title,
    facts(mail, parts, zone),
  );
  return element('article', { class: 'mail', 'aria-label': 'Mail' }, head, group, body);
}

function faces({ html, text, calendar, invitation: face, source }: MailParts, zone: string | undefined): Face[] {
  const plain = (content: string, label: string): HTMLElement =>
    element('pre', { tabindex: '0', role: 'region', 'aria-label': label }, content);
  const entry = face === null ? [] : [invitation(face, zone)];
  return [
    ...(html === null ? [] : [['HTML', () => [mailFrame(html)]] as const]),
    ...(text === null ? [] : [['Text', () => [plain(text, 'Text of the mail')]] as const]),
    ...(calendar === null ? [] : [['Calendar', () => [...entry, plain(calendar, 'Calendar file')]] as const]),
    ['Source', () => [plain(source, 'Headers of the mail')]],
  ];
}

function facts({ from, to, at }: MailView, { attachments }: MailParts, zone: string | undefined): HTMLElement {
  const files = attachments.map(({ name, size }) => `${name} (${sized(size)})`).join(', ');
  const rows = [
    ['From', from],
    ['To', to],
    ['Date', shownTime(at, zone)],
    ...(files === '' ? [] : [['Attached', files]]),
  ];
  return element(
    'dl',
    {},
    ...rows.flatMap(([name = '', value = '']) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

function sized(bytes: number): string {
  return bytes < 1_000 ? `${bytes} bytes` : `${Math.round(bytes / 1_000)} kB`;
}
