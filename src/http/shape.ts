/**
 * What an activity is made of. Neither the SDK nor teams-ai look: a number where they expect a text throws in the middle of a turn,
 * and a name that is none would be kept. Whoever is vouched for sends it as it should be; all others are spared the rest.
 */

/** An id goes into addresses and headers: Teams' own are of ASCII, and the SDK throws at others. */
type Shape = 'text' | 'id' | 'required id' | 'yes or no' | readonly [Shape] | { readonly [key: string]: Shape };

const ACCOUNT = { id: 'required id', name: 'text', aadObjectId: 'id', role: 'text' } as const;

/** All that the bot and what it stands on read of an activity, but for its `value`, which is taken apart by whoever wants it. */
const ACTIVITY: Shape = {
  ...{ type: 'required id', id: 'id', name: 'text', text: 'text', textFormat: 'text', action: 'text' },
  ...{ replyToId: 'id', locale: 'text', serviceUrl: 'required id' },
  from: ACCOUNT,
  recipient: ACCOUNT,
  // The SDK puts all of it into the answer, and its own check of that takes 5 s of tries to say no.
  conversation: { ...ACCOUNT, isGroup: 'yes or no', conversationType: 'text', tenantId: 'id' },
  channelData: { team: { id: 'id' }, channel: { id: 'id' }, tenant: { id: 'id' } },
  entities: [{ type: 'required id', text: 'text', mentioned: { id: 'id', name: 'text', aadObjectId: 'id' } }],
  membersAdded: [ACCOUNT],
  membersRemoved: [ACCOUNT],
};

/** Without them nobody could be answered. */
const MUST_BE_THERE = ['from', 'recipient', 'conversation'];

/** Whether everything that is read of an activity is of its kind. What is not there may be left out, or be null: then it is taken away here. */
export function isShaped(activity: Readonly<Record<string, unknown>>): boolean {
  return fits(activity, ACTIVITY) && MUST_BE_THERE.every((key) => Object.hasOwn(activity, key));
}

function fits(value: unknown, shape: Shape): boolean {
  if (shape === 'text') return typeof value === 'string';
  if (shape === 'yes or no') return typeof value === 'boolean';
  if (shape === 'id') return typeof value === 'string' && /^[ -~]*$/.test(value);
  if (shape === 'required id') return value !== '' && fits(value, 'id');
  if (Array.isArray(shape)) return Array.isArray(value) && value.every((each) => fits(each, shape[0] as Shape));
  return isRecord(value) && Object.entries(shape).every(([key, inner]) => fitsAt(value, key, inner));
}

function fitsAt(value: Record<string, unknown>, key: string, shape: Shape): boolean {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  if (found !== undefined && found !== null) return fits(found, shape);
  Reflect.deleteProperty(value, key);
  return shape !== 'required id';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
