import { DOMPurify, MarkdownIt } from './vendor.ts';

/** What Teams leaves as it is written: only emphasis, lists, links and line breaks are formatted. */
const PLAIN = ['heading', 'lheading', 'table', 'code', 'fence', 'blockquote', 'hr', 'html_block', 'reference'];
const PLAIN_INLINE = ['image', 'backticks', 'strikethrough', 'autolink', 'html_inline'];
const SAFE = {
  ALLOWED_TAGS: ['p', 'br', 'strong', 'em', 'ul', 'ol', 'li', 'a', 'span'],
  ALLOWED_ATTR: ['href', 'class', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
};

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable([...PLAIN, ...PLAIN_INLINE]);

markdown.inline.ruler.before('text', 'mention', (state, silent) => {
  const [all, name] = /^<at>([^<>]{1,100})<\/at>/.exec(state.src.slice(state.pos)) ?? [];
  if (all === undefined || name === undefined || !known(state.env).has(name)) return false;
  if (!silent) {
    state.push('mention_open', 'span', 1).attrSet('class', 'mention');
    state.push('text', '', 0).content = name;
    state.push('mention_close', 'span', -1);
  }
  state.pos += all.length;
  return true;
});

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

/**
 * Markdown as safe HTML.
 * @param mentions what may stand between `<at>` and `</at>`; anything else stays a text
 */
export function html(text: string, mentions: ReadonlySet<string>): string {
  return DOMPurify.sanitize(markdown.render(text, { mentions }), SAFE);
}

/** The same as nodes, for a message that is no card. */
export function nodes(text: string, mentions: ReadonlySet<string>): DocumentFragment {
  return DOMPurify.sanitize(markdown.render(text, { mentions }), { ...SAFE, RETURN_DOM_FRAGMENT: true });
}

/** A text as it was typed, with its mentions. */
export function typed(text: string, mentions: ReadonlySet<string>): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of text.split(/(<at>[^<>]{1,100}<\/at>)/)) {
    const name = /^<at>(.+)<\/at>$/.exec(part)?.[1];
    if (name === undefined || !mentions.has(name)) fragment.append(part);
    else fragment.append(marked(name));
  }
  return fragment;
}

function marked(name: string): HTMLElement {
  const span = document.createElement('span');
  span.className = 'mention';
  span.textContent = name;
  return span;
}

function known(env: unknown): ReadonlySet<string> {
  return (env as { mentions: ReadonlySet<string> }).mentions;
}
