import { ask, sentence } from './ask.ts';
import { element } from './dom.ts';
import { mentioning } from './mention.ts';
import type { SayRequest } from './wire.ts';

/** Who writes, and whom they can mention: nobody in a personal chat. */
export interface Writer {
  person: string;
  mentionable: readonly string[];
}

/**
 * A field to write to the bot; Enter sends, Shift+Enter begins a line.
 * What was written stays until it has been taken.
 */
export function compose(
  label: string,
  { person, mentionable }: Writer,
  where: SayRequest['where'],
  sent?: () => void,
): HTMLFormElement {
  const id = `write-${crypto.randomUUID()}`;
  const field = element('textarea', { id, rows: '1', placeholder: 'help', autocomplete: 'off' });
  const fault = element('p', { class: 'fault', role: 'alert' });
  const send = element('button', { type: 'submit', class: 'primary' }, 'Send');
  const row = element('div', { class: 'row' }, field, send);
  const form = element(
    'form',
    { class: 'compose' },
    element('label', { for: id }, label),
    row,
    mentioning(field, mentionable),
    fault,
  );
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  return form;

  async function submit(): Promise<void> {
    const text = field.value.trim();
    if (text === '' || form.ariaBusy === 'true') return;
    form.ariaBusy = 'true';
    fault.textContent = '';
    try {
      await ask('say', { person, text, where });
      if (field.value.trim() === text) field.value = '';
      sent?.();
    } catch (broken) {
      fault.textContent = sentence(broken);
    }
    form.ariaBusy = 'false';
  }
}
