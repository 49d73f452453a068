/** What the page does by itself: draws the posts, gives each mail its height, and knows which notice is being read. */
import { renderCard } from '../../../src/rehearsal/page/card.ts';
import { element } from '../../../src/rehearsal/page/dom.ts';
import { nodes } from '../../../src/rehearsal/page/markdown.ts';
import type { Post } from '../shown.ts';

/** The mails in sight are there by then. */
const SETTLES_WITHIN_MS = 800;

for (const place of document.querySelectorAll<HTMLElement>('[data-post]')) draw(place);
for (const frame of document.querySelectorAll<HTMLIFrameElement>('.mail iframe')) grow(frame);
const links = [...document.querySelectorAll<HTMLAnchorElement>('nav a')];
followReader();
for (const choice of document.querySelectorAll('.choice input')) choice.addEventListener('change', stay);

function draw(place: HTMLElement): void {
  const { text, mentions, card } = JSON.parse(place.dataset.post ?? '') as Post;
  const names = new Set(mentions);
  const beside = text === '' ? [] : [element('div', { class: 'text' }, nodes(text, names))];
  // A notice has no buttons.
  const rendered = renderCard(card, names, () => undefined);
  place.replaceChildren(...beside, element('div', { class: 'card' }, rendered));
}

/** As high as its mail, also when another width breaks its lines elsewhere. */
function grow(frame: HTMLIFrameElement): void {
  const fit = (): void => {
    // Before its mail is loaded it has a document without anything.
    const mail = frame.contentDocument?.querySelector('body') ?? null;
    if (mail !== null && frame.clientWidth > 0) frame.style.height = `${String(mail.scrollHeight)}px`;
  };
  frame.addEventListener('load', fit);
  new ResizeObserver(fit).observe(frame);
}

/** Marks the notice that is being read in the list. */
function followReader(): void {
  const watcher = new IntersectionObserver(
    (entries) => {
      const read = entries.find(({ isIntersecting }) => isIntersecting);
      if (read !== undefined) mark(read.target.id);
    },
    // A line a little below the head of the page: one notice crosses it at a time.
    { rootMargin: '-30% 0px -70% 0px' },
  );
  for (const notice of document.querySelectorAll('section')) watcher.observe(notice);
}

function mark(id: string): void {
  for (const link of links) {
    if (link.hash === `#${id}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

/** Another language or width makes everything above higher or lower, some of it when its mails are there: the notice stays. */
function stay(): void {
  const read = links.find((link) => link.hasAttribute('aria-current'));
  const notice = document.getElementById(read?.hash.slice(1) ?? '');
  const all = document.getElementById('notices');
  if (notice === null || all === null) return;
  const keeper = new ResizeObserver(() => {
    notice.scrollIntoView();
  });
  keeper.observe(all);
  setTimeout(() => {
    keeper.disconnect();
  }, SETTLES_WITHIN_MS);
}
