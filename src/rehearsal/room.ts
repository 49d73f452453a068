import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { asJson, parsed } from './json.ts';
import { answer, listen, readBody, stop } from './loopback.ts';
import { fileFor } from './room/files.ts';
import { HEADERS, turnedAway } from './room/guard.ts';
import { documentOf, Mailbox, MAIL_HEADERS } from './room/mailbox.ts';
import { Refusals } from './room/refusals.ts';
import { REQUESTS, Unfit, viewer, type Room } from './room/requests.ts';
import { addressed, postView, visible } from './room/views.ts';
import { Watchers, write } from './room/watchers.ts';
import { mainChannel } from './connector/tenancy.ts';
import type { Change, Message } from './connector/board.ts';
import type { Connector } from './connector.ts';
import type { Person } from './connector/people.ts';
import type { Mail } from './post-office/mail.ts';
import type { MailView, PostView, RoomState } from './page/wire.ts';
import type { PostOffice } from './post-office.ts';
import type { RoomClock } from './room/clock.ts';

export interface RunningRoom {
  /** The page, e.g. `http://127.0.0.1:3979/`. */
  url: string;
  close(): Promise<void>;
}

/** How often the shown clock is read while somebody looks. */
const CLOCK_EVERY = 2_000;

/**
 * Serves the page on loopback.
 * @param port 0 picks a free one
 * @param postOffice without, the page has no mailbox
 * @throws the server's error, e.g. EADDRINUSE
 */
export async function startRoom(
  connector: Connector,
  clock: RoomClock,
  port = 0,
  postOffice?: PostOffice,
): Promise<RunningRoom> {
  const { tenancy } = connector;
  const watchers = new Watchers();
  const seen = (message: Message, by: Person): PostView => postView(tenancy, message, by, clock.shown(message.at));
  const mails = (): readonly Mail[] => postOffice?.mails ?? [];
  const refusals = postOffice === undefined ? undefined : new Refusals(postOffice.faults);
  const room: Room = { connector, clock, mails, refuse, view: (id, by) => seen(connector.message(id), by) };
  const mailbox = new Mailbox();
  const listed: MailView[] = mails().map((one) => mailbox.view(one));

  const changed = (message: Message, change: Change): void => {
    watchers.tell('post', (by) => (visible(message, by) ? seen(message, by) : undefined));
    if (change !== 'posted' || message.from !== 'bot') return;
    for (const one of addressed(tenancy, message)) {
      watchers.tell('nudge', () => ({ person: one.entraId, post: message.id }));
    }
  };
  connector.on('change', changed);
  const arrived = (mail: Mail): void => {
    const view = mailbox.view(mail);
    listed.push(view);
    watchers.tell('mail', () => view);
  };
  postOffice?.on('mail', arrived);
  clock.changes.on('face', (face) => {
    watchers.tell('clock', () => face);
  });
  const reading = setInterval(() => {
    if (watchers.size > 0) void clock.read();
  }, CLOCK_EVERY);

  const server = createServer((request, response) => {
    take(request, response).catch((fault: unknown) => {
      const message = fault instanceof Error ? fault.message : String(fault);
      if (response.headersSent) response.destroy();
      else answer(response, fault instanceof Unfit ? 400 : 502, { message }, HEADERS);
    });
  });
  const chosen = await listen(server, port);
  return {
    url: `http://127.0.0.1:${chosen}/`,
    async close() {
      clearInterval(reading);
      connector.off('change', changed);
      postOffice?.off('mail', arrived);
      await stop(server);
    },
  };

  function refuse(address: string, refuses: boolean): readonly string[] {
    refusals?.set(address, refuses);
    const addresses = refusals?.addresses ?? [];
    watchers.tell('refusing', () => addresses);
    return addresses;
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const away = turnedAway(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://room');
    if (away !== undefined) answer(response, 403, { message: away }, HEADERS);
    else if (request.method === 'POST') await takePost(request, response, pathname.slice(1));
    else if (pathname === '/events') await open(response, searchParams.get('person'));
    else if (pathname.startsWith('/mails/')) show(response, pathname.slice('/mails/'.length));
    else await serve(response, pathname);
  }

  function show(response: ServerResponse, id: string): void {
    const html = mails().find((one) => one.id === id)?.html ?? undefined;
    if (html === undefined) {
      answer(response, 404, { message: 'There is no such mail with HTML.' }, HEADERS);
      return;
    }
    // Not in a chain: beside restify, which tests load into the same process, this returns nothing.
    response.writeHead(200, { ...HEADERS, ...MAIL_HEADERS });
    response.end(documentOf(html));
  }

  async function takePost(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const body = asJson(parsed(await readBody(request)));
    if (!isRequest(name)) throw new Unfit(`The room knows no request "${name}".`);
    const reply = await REQUESTS[name](room, body);
    answer(response, reply.status, reply.body, HEADERS);
  }

  async function open(response: ServerResponse, entraId: string | null): Promise<void> {
    const by = viewer(connector, entraId ?? tenancy.people[0]?.entraId);
    if ('fault' in clock.face) await clock.read();
    watchers.add(response, by, HEADERS);
    write(response, 'state', state(by));
  }

  function state(by: Person): RoomState {
    return {
      people: tenancy.people.map(({ name, entraId, role = '' }) => ({ name, entraId, role })),
      bot: tenancy.bot.name,
      channel: mainChannel(tenancy).name,
      posts: connector.messages.filter((one) => visible(one, by)).map((one) => seen(one, by)),
      mails: postOffice === undefined ? null : listed,
      refusing: refusals?.addresses ?? [],
      clock: clock.face,
    };
  }
}

function isRequest(name: string): name is keyof typeof REQUESTS {
  return Object.hasOwn(REQUESTS, name);
}

async function serve(response: ServerResponse, path: string): Promise<void> {
  const file = await fileFor(path);
  if (file === undefined) {
    answer(response, 404, { message: `There is no ${path}. If it is part of the page, run npm run build.` }, HEADERS);
    return;
  }
  response.writeHead(200, { ...HEADERS, 'content-type': file.type });
  response.end(file.content);
}
