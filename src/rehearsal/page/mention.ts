import { button, element } from './dom.ts';

/** From the @ that is being written to the caret. */
const BEGUN = /(?:^|\s)@([^@\n]*)$/;

/**
 * Offers people under a field as soon as an @ is typed into it, as Teams does; who is chosen stands in the text by name, and the
 * room makes a mention of it.
 */
export function mentioning(field: HTMLTextAreaElement, people: readonly string[]): HTMLElement {
  const offered = element('div', { class: 'offered', role: 'group', 'aria-label': 'Mention somebody', hidden: true });
  field.addEventListener('input', offer);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' || offered.hidden) return;
    event.preventDefault();
    offered.querySelector('button')?.focus();
  });
  return offered;

  function offer(): void {
    const begun = BEGUN.exec(field.value.slice(0, field.selectionStart))?.[1]?.toLowerCase();
    const fitting = begun === undefined ? [] : people.filter((name) => name.toLowerCase().startsWith(begun));
    offered.replaceChildren(
      ...fitting.map((name) =>
        button(
          name,
          () => {
            choose(name);
          },
          { class: 'quiet' },
        ),
      ),
    );
    offered.hidden = fitting.length === 0;
  }

  function choose(name: string): void {
    const caret = field.selectionStart;
    const before = field.value.slice(0, caret).replace(/@[^@\n]*$/, `@${name} `);
    field.value = before + field.value.slice(caret);
    field.setSelectionRange(before.length, before.length);
    offered.hidden = true;
    field.focus();
  }
}
