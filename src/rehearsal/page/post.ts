import { ask, sentence } from './ask.ts';
import { renderCard, type Pressed } from './card.ts';
import { askingButton } from './asking.ts';
import { element } from './dom.ts';
import { keepFocus } from './focus.ts';
import { nodes, typed } from './markdown.ts';
import { shownTime } from './time.ts';
import { keepTyped } from './typed.ts';
import type { PostView } from './wire.ts';

/** One message on the page, for one person. */
export class Post {
  readonly root: HTMLElement;
  view: PostView;
  readonly #person: string;
  readonly #zone: () => string | undefined;
  readonly #content = element('div', { class: 'content' });
  readonly #time = element('time', {});
  readonly #remover: HTMLElement;
  readonly #answer = element('p', { class: 'answer', role: 'alert' });
  #shown = '';
  #drawn = '';
  #busy = false;

  /** @param zone of the site, once known */
  constructor(view: PostView, person: string, zone: () => string | undefined) {
    this.view = view;
    this.#person = person;
    this.#zone = zone;
    const author = element('span', { class: 'author' }, view.author);
    const place = view.channel === null ? [] : [element('span', { class: 'place' }, `in ${view.channel}`)];
    const avatar = element('span', { class: view.byBot ? 'avatar bot' : 'avatar', 'aria-hidden': 'true' });
    avatar.append(view.byBot ? '✓' : initials(view.author));
    const names = element('div', { class: 'names' }, author, this.#time, ...place);
    this.#remover = this.#removing();
    const head = element('header', {}, names, this.#remover);
    const props = { class: 'post', 'data-post': view.id, 'aria-label': `Message of ${view.author}`, tabindex: '-1' };
    this.root = element('article', props, avatar, element('div', { class: 'said' }, head, this.#content, this.#answer));
    this.update(view);
  }

  /** Shows what is new and leaves everything else, above all what is being typed. */
  update(view: PostView): void {
    this.view = view;
    this.#time.textContent = `${shownTime(view.at, this.#zone())}${view.edited && !view.deleted ? ' · edited' : ''}`;
    this.#time.dateTime = view.at;
    if (view.version === this.#shown) return;
    this.#shown = view.version;
    // A view of one's own that is the shared one would only take a press away from under the finger.
    const content = JSON.stringify(this.#seen());
    if (content === this.#drawn) return;
    this.#drawn = content;
    // What was said about the card as it was says nothing about this one.
    this.#say('', false);
    const restore = keepFocus(this.#content);
    const putBack = keepTyped(this.#content);
    const orphaned = view.deleted && document.activeElement === this.#remover;
    this.root.classList.toggle('deleted', view.deleted);
    this.#content.replaceChildren(...this.#parts());
    putBack();
    this.#markBusy();
    const [card] = this.#content.querySelectorAll<HTMLElement>('.card > *');
    restore(card ?? this.root);
    // The button goes with the message, and whoever pressed it is not to begin at the top again.
    if (orphaned) next(this.root).focus();
  }

  /** Asks for this person's own view, where the card wants that; harmless to repeat. */
  refresh(): void {
    if (!this.view.refresh) return;
    // The shared card stays, and works for everybody, where a refresh comes to nothing.
    ask('refresh', { person: this.#person, post: this.view.id }).then(
      ({ post }) => {
        this.update(post);
      },
      () => undefined,
    );
  }

  #seen(): unknown {
    const { text, deleted, markdown, cards, mentions } = this.view;
    return { text, deleted, markdown, cards, mentions };
  }

  #parts(): Node[] {
    const { text, deleted, markdown, cards } = this.view;
    if (deleted) return [element('p', { class: 'gone' }, 'This message was deleted.')];
    const names = new Set(this.view.mentions);
    const said = markdown ? nodes(text, names) : typed(text, names);
    const body = text === '' ? [] : [element('div', { class: markdown ? 'text' : 'text typed' }, said)];
    return [...body, ...cards.map((card) => this.#card(card, names))];
  }

  #card(json: unknown, names: ReadonlySet<string>): HTMLElement {
    const rendered = renderCard(json, names, (pressed) => {
      void this.#press(pressed);
    });
    return element('div', { class: 'card' }, rendered);
  }

  async #press(pressed: Pressed): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#markBusy();
    this.#say('', false);
    try {
      const answer = await ask('press', { person: this.#person, post: this.view.id, ...pressed });
      this.update(answer.post);
      this.#say(answer.text ?? '', answer.refused);
    } catch (fault) {
      this.#say(sentence(fault), true);
    }
    this.#busy = false;
    this.#markBusy();
  }

  /** Only marked as disabled: a button that really is loses the focus. */
  #markBusy(): void {
    this.#content.toggleAttribute('aria-busy', this.#busy);
    for (const one of this.#content.querySelectorAll('.card button')) {
      if (this.#busy) one.setAttribute('aria-disabled', 'true');
      else if (!(one as HTMLButtonElement).disabled) one.removeAttribute('aria-disabled');
    }
  }

  #say(text: string, refused: boolean): void {
    this.#answer.textContent = text;
    this.#answer.classList.toggle('refused', refused);
  }

  #removing(): HTMLElement {
    const remove = (): void => {
      ask('remove', { post: this.view.id }).catch((fault: unknown) => {
        this.#say(sentence(fault), true);
      });
    };
    const spoken = `Delete the message of ${this.view.author}, ${this.view.gist}`;
    return askingButton('Delete', spoken, remove, 'Delete, as a team owner can');
  }
}

/** The message that stands below; the last one itself. */
function next(post: HTMLElement): HTMLElement {
  const all = [...(post.closest('.posts')?.querySelectorAll<HTMLElement>('.post') ?? [])];
  return all[all.indexOf(post) + 1] ?? post;
}

function initials(name: string): string {
  const words = name.split(/\s+/);
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '').join('');
}
