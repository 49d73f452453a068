import { texts } from '../connector/invoke.ts';
import { asJson, asText, type Json } from '../json.ts';
import { partsOf } from './mailbox.ts';
import type { RoomClock } from './clock.ts';
import type { Connector } from '../connector.ts';
import type { InvokeAnswer } from '../connector/invoke.ts';
import type { Spot } from '../connector/options.ts';
import type { Person } from '../connector/people.ts';
import type { Reply } from '../connector/send.ts';
import type { Mail } from '../post-office/mail.ts';
import type { PostView, PressAnswer, RoomRequests } from '../page/wire.ts';

/** What the requests of the page work on. */
export interface Room {
  connector: Connector;
  clock: RoomClock;
  /** None in a room without mail. */
  mails: () => readonly Mail[];
  /** Lets a mailbox refuse mail, or take it again; the answer are all that refuse. */
  refuse(address: string, refuses: boolean): readonly string[];
  /** A message as a person sees it now. */
  view(id: string, viewer: Person): PostView;
}

type Handler = (room: Room, body: Json) => Promise<Reply>;

/** A request of the page that cannot be done, with the sentence for whoever sits before it. */
export class Unfit extends Error {}

export const REQUESTS: Readonly<Record<keyof RoomRequests, Handler>> = {
  say,
  press,
  refresh,
  remove,
  mail,
  refuse,
  clock,
};

export function viewer(connector: Connector, entraId: unknown): Person {
  const found = connector.tenancy.people.find((one) => one.entraId === entraId);
  if (found === undefined) throw new Unfit('There is nobody of that name in the room.');
  return found;
}

async function say({ connector }: Room, body: Json): Promise<Reply> {
  const text = (asText(body.text) ?? '').trim();
  if (text === '') throw new Unfit('Write something first.');
  const { message, status } = await connector.say(viewer(connector, body.person), text, spot(connector, body.where));
  if (status >= 400) throw new Unfit(`The service answered ${status} to the message.`);
  return { status: 200, body: { id: message.id } };
}

async function press(room: Room, body: Json): Promise<Reply> {
  const { connector } = room;
  const presser = viewer(connector, body.person);
  const id = known(connector, body.post);
  const { title, verb, id: actionId, data } = asJson(body.action);
  const action = { ...texts({ title, verb, id: actionId }), data: asJson(data) };
  const type = body.type === 'submit' ? 'submit' : 'execute';
  const answer = told(await connector.act(presser, id, action, { type }));
  return { status: 200, body: { ...answer, post: room.view(id, presser) } satisfies PressAnswer };
}

async function refresh(room: Room, body: Json): Promise<Reply> {
  const looking = viewer(room.connector, body.person);
  const id = known(room.connector, body.post);
  await room.connector.refresh(looking, id);
  return { status: 200, body: { post: room.view(id, looking) } };
}

function remove({ connector }: Room, body: Json): Promise<Reply> {
  const id = known(connector, body.post);
  connector.remove(id);
  return Promise.resolve({ status: 200, body: { post: id } });
}

function mail({ mails }: Room, body: Json): Promise<Reply> {
  const found = mails().find(({ id }) => id === body.mail);
  if (found === undefined) throw new Unfit('That mail is not there any more.');
  return Promise.resolve({ status: 200, body: partsOf(found) });
}

function refuse(room: Room, body: Json): Promise<Reply> {
  const found = room.mails().find(({ to }) => to === body.address);
  if (found === undefined) throw new Unfit('Nobody was sent a mail at that address yet.');
  return Promise.resolve({ status: 200, body: { refusing: room.refuse(found.to, body.refuses === true) } });
}

function clock(room: Room, body: Json): Promise<Reply> {
  return room.clock.move(asText(body.to) ?? '');
}

/** The words of Teams where the bot's own are missing. */
function told({ message, error, status }: InvokeAnswer): Omit<PressAnswer, 'post'> {
  if (error !== undefined) return { refused: true, text: error.message };
  if (message !== undefined) return { refused: false, text: message };
  return { refused: status >= 400, text: status >= 400 ? 'Something went wrong. Please try again.' : null };
}

function known(connector: Connector, id: unknown): string {
  const found = connector.messages.find((one) => one.id === id);
  if (found === undefined) throw new Unfit('That message is not there any more.');
  return found.id;
}

function spot(connector: Connector, where: unknown): Spot {
  if (where === 'personal' || where === 'channel') return where;
  return { thread: known(connector, asJson(where).thread) };
}
