import type { Writer } from './compose.ts';
import { compose } from './compose.ts';
import { element } from './dom.ts';
import { Post } from './post.ts';
import { Thread } from './thread.ts';
import type { PostView, RoomState } from './wire.ts';

/** How far from the end somebody may be who still wants to follow it. */
const NEAR_END = 120;

/** Everything one person sees; kept while somebody else looks, so that half-typed answers wait. */
export class Panel {
  readonly channel: HTMLElement;
  readonly chat: HTMLElement;
  readonly person: string;
  readonly #writer: Writer;
  readonly #zone: () => string | undefined;
  readonly #posts = new Map<string, Post>();
  readonly #threads = new Map<string, Thread>();
  readonly #channelList = list('Posts');
  readonly #chatList = list('Messages');
  /** Out of sight when they were to be at their end; they are once they are seen. */
  readonly #late = new Set<HTMLElement>();
  readonly #sight: IntersectionObserver;

  constructor(person: string, { bot, people }: RoomState, zone: () => string | undefined) {
    this.person = person;
    this.#writer = { person, mentionable: people.filter((one) => one.entraId !== person).map(({ name }) => name) };
    this.#zone = zone;
    this.channel = pane(this.#channelList, compose(`New post to ${bot}`, this.#writer, 'channel'));
    this.chat = pane(this.#chatList, compose(`Message to ${bot}`, { person, mentionable: [] }, 'personal'));
    this.#sight = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.#seen(target);
    });
  }

  /** Everything anew, keeping what is unchanged. */
  reset({ posts }: RoomState): void {
    const there = new Set(posts.map(({ id }) => id));
    // Another run of the room knows nothing of these.
    if ([...this.#posts.keys()].some((id) => !there.has(id))) this.#clear();
    for (const post of posts) this.take(post);
    this.toEnd();
  }

  /** @returns true when the post was not there before */
  take(view: PostView): boolean {
    const known = this.#posts.get(view.id);
    if (known === undefined) this.#add(view);
    else known.update(view);
    const post = this.#posts.get(view.id);
    // Observed anew it tells again whether it is in sight, so a new card is refreshed too.
    if (post !== undefined && view.refresh) this.#watch(post.root);
    return known === undefined;
  }

  view(id: string): PostView | undefined {
    return this.#posts.get(id)?.view;
  }

  /** Brings a post into view and gives it the focus. */
  goTo(id: string): void {
    const post = this.#posts.get(id);
    post?.root.scrollIntoView({ block: 'center' });
    post?.root.focus({ preventScroll: true });
  }

  toEnd(): void {
    this.#late.add(this.#channelList).add(this.#chatList);
    this.seen();
  }

  /** Another of the two may be in sight now. */
  seen(): void {
    for (const one of this.#late) {
      if (!one.checkVisibility()) continue;
      scrollToEnd(one);
      this.#late.delete(one);
    }
  }

  #add(view: PostView): void {
    const post = new Post(view, this.person, this.#zone);
    this.#posts.set(view.id, post);
    const place = view.thread === null ? this.#chatList : this.#channelList;
    const followed = isNearEnd(place);
    if (view.thread === null) place.append(element('li', {}, post.root));
    else this.#inThread(view.thread, view.id, post.root);
    if (followed) scrollToEnd(place);
  }

  #inThread(thread: string, id: string, post: HTMLElement): void {
    const known = this.#threads.get(thread) ?? new Thread(thread, this.#writer);
    if (!this.#threads.has(thread)) this.#channelList.append(known.root);
    this.#threads.set(thread, known);
    if (thread === id) known.begin(post);
    else known.reply(post);
  }

  #watch(root: HTMLElement): void {
    this.#sight.unobserve(root);
    this.#sight.observe(root);
  }

  #seen(target: Element): void {
    this.#sight.unobserve(target);
    this.#posts.get((target as HTMLElement).dataset.post ?? '')?.refresh();
  }

  #clear(): void {
    this.#sight.disconnect();
    this.#posts.clear();
    this.#threads.clear();
    this.#channelList.replaceChildren();
    this.#chatList.replaceChildren();
  }
}

function list(label: string): HTMLOListElement {
  return element('ol', { class: 'posts', 'aria-label': label });
}

function pane(posts: HTMLElement, form: HTMLElement): HTMLElement {
  const scroll = element('div', { class: 'scroll', tabindex: '0', role: 'region' }, posts);
  scroll.setAttribute('aria-label', posts.getAttribute('aria-label') ?? '');
  return element('div', { class: 'panel' }, scroll, form);
}

function isNearEnd(posts: HTMLElement): boolean {
  const near = ({ scrollTop, scrollHeight, clientHeight }: Element): boolean =>
    scrollHeight - scrollTop - clientHeight < NEAR_END;
  return posts.checkVisibility() && scrollers(posts).every(near);
}

function scrollToEnd(posts: HTMLElement): void {
  for (const one of scrollers(posts)) one.scrollTop = one.scrollHeight;
}

/** On a wide page the pane is scrolled, on a narrow one the page; the other of the two is as high as what is in it. */
function scrollers(posts: HTMLElement): readonly Element[] {
  return [posts.parentElement ?? posts, document.documentElement];
}
