import { asText, isJson, type Json } from '../json.ts';
import { presetInputs } from './card-inputs.ts';

/** How a test or a person names the button that is meant. */
export interface Wanted {
  title?: string;
  verb?: string;
  /** `execute` (default) is what Teams sends today; `submit` the fallback of clients that do not know it. */
  type?: 'execute' | 'submit';
}

/** A button of a card, with the values of the inputs that it sends along as long as nobody touches them. */
export interface Button {
  action: Json;
  preset: Json;
}

/** Every action of a card in reading order, in action sets, containers, columns and shown cards too. */
export function buttonsOf(card: unknown, outer: Json = {}): Button[] {
  const preset = { ...outer, ...presetInputs(card) };
  return within(card, preset);
}

function within(node: unknown, preset: Json): Button[] {
  if (Array.isArray(node)) return node.flatMap((one) => within(one, preset));
  if (!isJson(node)) return [];
  if (node.type === 'Action.ShowCard') return [{ action: node, preset }, ...buttonsOf(node.card, preset)];
  if (String(node.type).startsWith('Action.')) return [{ action: node, preset }];
  return Object.entries(node)
    .filter(([key]) => key !== 'fallback' && key !== 'refresh')
    .flatMap(([, value]) => within(value, preset));
}

/**
 * The wanted button of a card; of type `submit` also where it is the fallback of another.
 * @throws Error that lists the buttons there are
 */
export function findButton(card: unknown, wanted: Wanted): Button {
  const buttons = buttonsOf(card);
  for (const button of buttons) {
    const action = matched(button.action, wanted);
    if (action !== undefined) return { ...button, action };
  }
  const there = buttons.map(({ action }) => `"${asText(action.title) ?? ''}" (${asText(action.verb) ?? ''})`);
  throw new Error(`There is no button ${JSON.stringify(wanted)} on the card, only: ${there.join(', ') || 'none'}.`);
}

function matched(action: Json, { title, verb, type = 'execute' }: Wanted): Json | undefined {
  const data = isJson(action.data) ? action.data : {};
  const fits =
    (title === undefined || action.title === title) &&
    (verb === undefined || action.verb === verb || data.verb === verb);
  if (!fits) return undefined;
  const kind = type === 'execute' ? 'Action.Execute' : 'Action.Submit';
  return [action, action.fallback].filter(isJson).find((one) => one.type === kind);
}
