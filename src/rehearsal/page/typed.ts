type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Notes what a person has put into the inputs of a card; call the answer when the card was rendered anew, and it puts that
 * back into the inputs of the same labels: a view of one's own, or somebody else's event, may arrive while one is typing.
 */
export function keepTyped(content: HTMLElement): () => void {
  const touched = new Map(
    controls(content)
      .filter(isTouched)
      .map((control) => [keyOf(control), control]),
  );
  return () => {
    for (const control of controls(content)) {
      const before = touched.get(keyOf(control));
      if (before !== undefined) copy(before, control);
    }
  };
}

function controls(content: HTMLElement): Control[] {
  return [...content.querySelectorAll<Control>('input, textarea, select')];
}

function isTouched(control: Control): boolean {
  if (control instanceof HTMLSelectElement) return [...control.options].some((o) => o.selected !== o.defaultSelected);
  if (control instanceof HTMLInputElement && isBox(control)) return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
}

function copy(from: Control, to: Control): void {
  if (from instanceof HTMLInputElement && to instanceof HTMLInputElement && isBox(to)) to.checked = from.checked;
  else to.value = from.value;
  // The renderer reads its inputs when they say that they changed.
  to.dispatchEvent(new Event('input', { bubbles: true }));
  to.dispatchEvent(new Event('change', { bubbles: true }));
}

function isBox(control: HTMLInputElement): boolean {
  return control.type === 'checkbox' || control.type === 'radio';
}

/** Ids are new with every rendering; labels stay. */
function keyOf(control: Control): string {
  const ids = (control.getAttribute('aria-labelledby') ?? '').split(' ');
  const label = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  return `${control.tagName} ${control.getAttribute('aria-label') ?? ''} ${label}`;
}
