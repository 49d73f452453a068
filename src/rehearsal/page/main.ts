import { Clock } from './clock.ts';
import { byId } from './dom.ts';
import { Live } from './live.ts';
import { Mailbox, showMailbox } from './mailbox.ts';
import { Panel } from './panel.ts';
import { Tabs } from './tabs.ts';
import { Toasts } from './toasts.ts';
import { Who } from './who.ts';
import type { MailView, Nudge, PostView, RoomState } from './wire.ts';

const clock = new Clock();
const toasts = new Toasts(goTo, goToMail);
const tabs = new Tabs((name) => {
  if (name === 'mailbox') toasts.mailsAreSeen();
  present?.seen();
});
const mailbox = new Mailbox(byId('mailbox'), () => clock.zone);
const panels = new Map<string, Panel>();
const who = new Who(byId('who'), become);
const live = new Live(
  {
    state,
    post,
    nudge,
    mail,
    refusing: (addresses) => {
      mailbox.refuse(addresses);
    },
    clock: (face) => {
      clock.show(face);
    },
  },
  (lost) => {
    byId('connection').textContent = lost ? 'The rehearsal room cannot be reached. Trying again …' : '';
  },
);
let present: Panel | undefined;

live.open(new URLSearchParams(location.search).get('as'));

function become(person: string): void {
  // In the address, so that a reload or a second window keeps it.
  history.replaceState(null, '', `?as=${encodeURIComponent(person)}`);
  live.open(person);
}

function state(room: RoomState): void {
  const wanted = new URLSearchParams(location.search).get('as');
  const me = room.people.find(({ entraId }) => entraId === wanted) ?? room.people[0];
  if (me === undefined) return;
  clock.show(room.clock);
  who.show(room.people, me.entraId);
  byId('channel-name').textContent = room.channel;
  byId('chat-name').textContent = `${me.name} and ${room.bot}`;
  const panel = panels.get(me.entraId) ?? new Panel(me.entraId, room, () => clock.zone);
  panels.set(me.entraId, panel);
  if (panel !== present) swap(panel);
  panel.reset(room);
  showMailbox(room.mails !== null);
  mailbox.reset(room.mails ?? []);
  mailbox.refuse(room.refusing);
}

function swap(panel: Panel): void {
  present?.channel.remove();
  present?.chat.remove();
  byId('channel').append(panel.channel);
  byId('chat').append(panel.chat);
  present = panel;
}

function post(view: PostView): void {
  if (present?.take(view) !== true || !view.byBot) return;
  toasts.announce(view);
  tabs.news(view.thread === null ? 'chat' : 'channel');
  if (view.thread === view.id) toasts.show(view);
}

function nudge({ person, post: id }: Nudge): void {
  if (person !== present?.person) who.nudge(person);
  const view = present?.view(id);
  if (person === present?.person && view !== undefined) toasts.show(view);
}

function goTo({ id, thread }: PostView): void {
  tabs.show(thread === null ? 'chat' : 'channel');
  present?.goTo(id);
}

function mail(view: MailView): void {
  tabs.news('mailbox');
  if (!mailbox.isListSeen) toasts.mail(view);
  mailbox.take(view);
}

function goToMail({ id }: MailView): void {
  tabs.show('mailbox');
  mailbox.goTo(id);
}
