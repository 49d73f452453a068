import { element } from './dom.ts';

/**
 * The HTML of a mail, as high as it is, in a region that is scrolled by keyboard: the frame itself would pass the focus on to the
 * first link of the mail. Nothing in it runs: without `allow-scripts` a sandbox has no scripts, and so nobody who could use the
 * origin; the room needs that to measure the mail and to hear its keys.
 * @param address of the document
 */
export function mailFrame(address: string): HTMLElement {
  const frame = element('iframe', { src: address, sandbox: 'allow-same-origin', title: 'The mail as HTML' });
  const region = element(
    'div',
    { class: 'page', tabindex: '0', role: 'region', 'aria-label': 'HTML of the mail' },
    frame,
  );
  let width = 0;
  const fit = (): void => {
    if (region.clientWidth === width) return;
    width = region.clientWidth;
    const { scrollTop } = region;
    // From nothing, or a mail that wants the whole of its frame would keep every height it once had.
    frame.style.height = '0';
    frame.style.height = `${frame.contentDocument?.documentElement.scrollHeight ?? 0}px`;
    region.scrollTop = scrollTop;
  };
  frame.addEventListener(
    'load',
    () => {
      new ResizeObserver(fit).observe(region);
      if (frame.contentDocument !== null) hearEscape(frame, frame.contentDocument);
    },
    { once: true },
  );
  return region;
}

/** Keys do not leave a frame by themselves. */
function hearEscape(frame: HTMLElement, inside: Document): void {
  // Not by the mail's own name for it, which one of its elements may have taken.
  EventTarget.prototype.addEventListener.call(inside, 'keydown', (event) => {
    const { key } = event as KeyboardEvent;
    if (key === 'Escape') frame.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
}
