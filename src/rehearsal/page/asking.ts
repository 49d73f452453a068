import { byId, element } from './dom.ts';

/**
 * A button that asks once, in place: the first press asks, the next one does it. Whatever else takes the focus, and Escape,
 * is a no.
 * @param label what is read on it; asking, with a question mark
 * @param spoken what it is called where it is not seen
 */
export function askingButton(label: string, spoken: string, act: () => void, title: string): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'quiet', title });
  settle(false);
  made.addEventListener('click', ({ detail }) => {
    // The second click of a double click is no answer to a question that nobody has read.
    if (detail > 1) return;
    const answered = made.classList.contains('asking');
    settle(!answered);
    if (answered) act();
    else ask();
  });
  made.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') settle(false);
    // Neither is a key that is held down.
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
  });
  made.addEventListener('blur', () => {
    settle(false);
  });
  return made;

  function settle(asking: boolean): void {
    made.classList.toggle('asking', asking);
    made.textContent = asking ? `${label}?` : label;
    made.ariaLabel = asking ? `${label}? Press again: ${spoken}` : spoken;
  }

  function ask(): void {
    // Not every browser gives the focus to what is clicked, and without it none would be lost.
    made.focus();
    byId('announcer').textContent = `${label}? Press again.`;
  }
}
