/**
 * The visible texts of a page whose contrast is below WCAG AA (4.5), each with its ratio. Runs inside the browser, so
 * it is one function that needs nothing from outside.
 */
export function weakTexts(): string[] {
  const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const clear = (colour: string): boolean => channels(colour)[3] === 0;
  const backgroundOf = (one: Element): string => {
    for (let at: Element | null = one; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!clear(backgroundColor)) return backgroundColor;
    }
    return getComputedStyle(document.body).backgroundColor;
  };
  const light = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one: Element): number => {
    const [front, back] = [light(getComputedStyle(one).color), light(backgroundOf(one))];
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  };
  const hasText = (one: Element): boolean =>
    [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
  return [...document.body.querySelectorAll('*')]
    .filter((one) => hasText(one) && one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map((one) => [one.textContent.trim().slice(0, 40), ratio(one)] as const)
    .filter(([, value]) => value < 4.5)
    .map(([text, value]) => `${text}: ${value.toFixed(2)}`);
}
