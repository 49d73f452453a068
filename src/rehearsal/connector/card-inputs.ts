import { asText, isJson, type Json } from '../json.ts';

/** Where a card keeps its elements; not in its actions: an input in a shown card goes with the buttons in there. */
const HOLDS = ['body', 'items', 'columns', 'rows', 'cells'];

/** The values of inputs that nobody touched. As the official renderer does, what is empty or not ticked is left out. */
export function presetInputs(node: unknown): Json {
  if (Array.isArray(node)) return joined(node.map(presetInputs));
  if (!isJson(node)) return {};
  return joined([presetOf(node), ...HOLDS.map((key) => presetInputs(node[key]))]);
}

function presetOf(input: Json): Json {
  const id = asText(input.id);
  if (id === undefined || !String(input.type).startsWith('Input.')) return {};
  const value = input.value;
  if (input.type === 'Input.Toggle') return value === (input.valueOn ?? 'true') ? { [id]: value } : {};
  if (typeof value === 'number') return { [id]: String(value) };
  return typeof value === 'string' && value !== '' ? { [id]: value } : {};
}

function joined(parts: readonly Json[]): Json {
  return parts.reduce<Json>((all, part) => ({ ...all, ...part }), {});
}
