import type { Action, AdaptiveCard } from 'adaptivecards';
import { element } from './dom.ts';
import { LOOK } from './look.ts';
import { html } from './markdown.ts';
import { AdaptiveCards } from './vendor.ts';
import type { PressRequest } from './wire.ts';

export type Pressed = Pick<PressRequest, 'type' | 'action'>;

/** The renderer asks for Markdown without saying for which card; it renders one at a time. */
let mentions: ReadonlySet<string> = new Set();

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = html(text, mentions);
  result.didProcess = true;
};

/**
 * A card by the official renderer; one that it cannot show is its fallback text.
 * @param press called when a button was pressed and the renderer found all its inputs valid
 */
export function renderCard(json: unknown, names: ReadonlySet<string>, press: (pressed: Pressed) => void): HTMLElement {
  mentions = names;
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(LOOK);
  card.onExecuteAction = (action) => {
    execute(action, press);
  };
  card.parse(json);
  const rendered = card.render();
  if (rendered === undefined) return element('p', { class: 'fallback' }, fallback(card));
  plainRoles(rendered);
  rendered.tabIndex = -1;
  // A shown card is rendered when its button is pressed, by when another card may have been rendered.
  rendered.addEventListener('click', () => (mentions = names), { capture: true });
  return rendered;
}

/** The renderer calls rows of buttons menus, but they do not behave as menus do. */
function plainRoles(rendered: HTMLElement): void {
  for (const one of rendered.querySelectorAll('[role=menubar], [role=menuitem]')) one.removeAttribute('role');
}

function execute(action: Action, press: (pressed: Pressed) => void): void {
  if (action instanceof AdaptiveCards.OpenUrlAction) open(action.url);
  else if (action instanceof AdaptiveCards.ExecuteAction) press({ type: 'execute', action: sent(action, action.verb) });
  else if (action instanceof AdaptiveCards.SubmitAction) press({ type: 'submit', action: sent(action, undefined) });
}

interface Parts {
  title?: string | undefined;
  id?: string | undefined;
  data?: object | undefined;
}

function sent({ title, id, data }: Parts, verb: string | undefined): Pressed['action'] {
  return {
    ...(title === undefined ? {} : { title }),
    ...(id === undefined ? {} : { id }),
    ...(verb === undefined || verb === '' ? {} : { verb }),
    data: { ...data },
  };
}

function open(url: string | undefined): void {
  if (url !== undefined && /^(https?|mailto):/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
}

function fallback({ fallbackText }: AdaptiveCard): string {
  return fallbackText ?? 'This card cannot be shown.';
}
