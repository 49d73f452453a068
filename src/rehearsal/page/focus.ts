/** Remembers what has the focus in a card; the answer finds its like in the card that takes its place. */
export function keepFocus(before: HTMLElement): (after: HTMLElement) => void {
  const active = document.activeElement;
  if (active === null || !before.contains(active)) return () => undefined;
  const name = nameOf(active);
  const tag = active.tagName;
  return (after) => {
    const like = [...after.querySelectorAll<HTMLElement>(tag)].find((one) => nameOf(one) === name);
    // Another button in its place would be pressed by whoever presses Enter twice; the card itself is harmless.
    (like ?? after).focus();
  };
}

function nameOf(one: Element): string {
  const labels = (one.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id));
  const label = labels.map((found) => found?.textContent ?? '').join(' ');
  return [one.textContent, one.getAttribute('aria-label'), label].join('|');
}
