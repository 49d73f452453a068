/** Somebody of the tenant who can write to the bot and press its buttons. */
export interface Person {
  name: string;
  /** The Entra object id: what an authenticated activity calls `from.aadObjectId`. */
  entraId: string;
  /** The id in Teams conversations: `29:…`. */
  id: string;
  /** Shown beside the name in the room. */
  role?: string;
}

/** A person whose Teams id is made from the Entra id, so that both are easy to recognise in a log. */
export function person(name: string, entraId: string, role?: string): Person {
  return { name, entraId, id: `29:${entraId}`, ...(role === undefined ? {} : { role }) };
}
