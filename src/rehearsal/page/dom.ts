type Props = Readonly<Record<string, string | boolean>>;

/** A new element; `true` sets an empty attribute, `false` none. Texts are texts, never HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** An element of index.html. @throws Error when it is not there */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no #${id}.`);
  return found;
}

/** A button that does one thing. */
export function button(label: string, act: () => void, props: Props = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...props }, label);
  made.addEventListener('click', act);
  return made;
}
