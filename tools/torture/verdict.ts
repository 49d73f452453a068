/** What is said at the end: letters against arrivals, repeats with their reasons, cards against histories, and the figures of it. */
import { isFinal } from '../../src/app/cards-out.ts';
import type { StoredChange } from '../../src/app/ports.ts';
import type { CardOut, Change } from '../../src/domain/change.ts';
import type { CardName, Event } from '../../src/domain/event.ts';
import { evolve, fold } from '../../src/domain/evolve.ts';
import { nextDue } from '../../src/domain/plan.ts';
import { domainOf, mailIdOf, messageId } from '../../src/mail/message-id.ts';
import { cardOf } from '../../src/rehearsal/connector/invoke.ts';
import type { Broken } from './checks/broken.ts';
import { breaks } from './checks/broken.ts';
import type { Arrived, Letter } from './checks/letters.ts';
import { lettersOf, missing } from './checks/letters.ts';
import type { Placed } from './checks/order.ts';
import { overtaking } from './checks/order.ts';
import type { Arrival, Repeat } from './checks/repeats.ts';
import { NOTED_WITHIN_MS, QUESTION, repeatsOf, unexplained } from './checks/repeats.ts';
import { versionsIn } from './diary.ts';
import type { Disk } from './disk.ts';
import type { House } from './house.ts';
import { LONGEST_HANG_MS } from './weather.ts';

export interface Verdict {
  readonly letters: readonly Letter[];
  readonly repeats: readonly Repeat[];
  readonly broken: readonly Broken[];
}

/** Looks at all of it, once nothing is left to be said. */
export function verdictOf(house: House, { changes }: Disk): Verdict {
  const stored = [...changes.values()];
  const letters = stored.flatMap((one) => lettersOf(one, house.site));
  const repeats = repeatsOf(arrivalsIn(house, stored), house.diary.lives, NOTED_WITHIN_MS + LONGEST_HANG_MS);
  const broken = [
    ...missing(letters, arrivedIn(house, letters)),
    ...unexplained(repeats),
    ...overtaking(placedIn(house, stored, letters)),
    ...stored.flatMap((one) => overdue(one, house)),
    ...stored.flatMap((one) => lagging(one, house)),
  ];
  return { letters, repeats, broken };
}

function arrivedIn({ posts, mails, post, site }: House, letters: readonly Letter[]): Arrived {
  const activities = new Set(posts.map(({ activity }) => activity));
  const boxes = new Set(mails.map((mail) => `${mail.messageId} ${mail.to}`));
  const domain = domainOf(site.mail?.address ?? '');
  return {
    post: (activity) => activities.has(activity),
    mail: (id, to) => boxes.has(`${messageId(id, domain)} ${to}`),
    heard: (letter) =>
      letters.slice(0, letters.indexOf(letter)).some(({ changeId, key, to }) => {
        const isEarlier = changeId === letter.changeId && to === letter.to && key !== letter.key;
        return isEarlier && to !== null && boxes.has(`${messageId(mailIdOf(key, to), domain)} ${to}`);
      }),
    refused: (to) => post.attempts.some((one) => one.to === to && Number(one.status) >= 500),
  };
}

/** Posts and mails with what the histories say of them. Of the copies of a mail the last one is the one that was noted. */
function arrivalsIn({ posts, mails, site }: House, stored: readonly StoredChange[]): readonly Arrival[] {
  const events = stored.flatMap((one) => one.events);
  const delivered = new Set(events.flatMap((event) => (event.type === 'delivered' ? [event.activity] : [])));
  const domain = domainOf(site.mail?.address ?? '');
  const sent = new Set(
    events.flatMap((event) =>
      event.type === 'mailed' ? event.sent.map(({ to, id }) => `${messageId(id, domain)} ${to}`) : [],
    ),
  );
  const last = new Map(mails.map((mail) => [`${mail.messageId} ${mail.to}`, mail]));
  return [
    ...posts.map(({ activity, changeId, says, isNew, at, call }): Arrival => ({
      name: `${changeId}, ${isNew ? 'in the channel' : QUESTION}: ${says}`,
      kind: isNew ? 'in the channel' : QUESTION,
      id: activity,
      runner: `${changeId} ${isNew ? 'channel' : 'thread'}`,
      at,
      noted: delivered.has(activity),
      answerLost: call?.status === 'dropped',
    })),
    ...mails.map((mail): Arrival => {
      const name = `${mail.messageId} ${mail.to}`;
      return {
        name: `mail ${name}: ${mail.subject}`,
        kind: 'by mail',
        id: mail.messageId,
        runner: name,
        at: mail.at,
        noted: last.get(name) === mail && sent.has(name),
        answerLost: mail.tries.some(({ status }) => status === 'dropped'),
      };
    }),
  ];
}

/** Letters that went once and for all, with their places in line. */
function placedIn(
  { posts, mails, site }: House,
  stored: readonly StoredChange[],
  letters: readonly Letter[],
): readonly Placed[] {
  const again = new Set(
    stored.flatMap(({ events }) =>
      events.flatMap((event) => (event.type === 'resent' ? event.letters.map(({ key }) => key) : [])),
    ),
  );
  const domain = domainOf(site.mail?.address ?? '');
  const posted = new Map(posts.map((post) => [post.activity, post]));
  return letters.flatMap(({ changeId, key, to, fate }, called) => {
    if (fate.is !== 'sent' || again.has(key)) return [];
    if (to === null) {
      const post = posted.get(fate.id);
      if (post === undefined) return [];
      return [{ reader: `${changeId} ${post.isNew ? 'channel' : 'thread'}`, name: key, called, arrived: post.at }];
    }
    const mail = mails.find((one) => one.to === to && one.messageId === messageId(fate.id, domain));
    return mail === undefined ? [] : [{ reader: `${changeId} ${to}`, name: key, called, arrived: mail.at }];
  });
}

/** What is due by the service's clock has happened. */
function overdue({ events }: StoredChange, { site, diary }: House): readonly Broken[] {
  const change = fold(events);
  const due = change === undefined ? null : nextDue(change, site);
  if (change === undefined || due === null || due > diary.now()) return [];
  return [
    breaks('what is due happens')(`${change.id} (${change.stage.is}) is due since ${new Date(due).toISOString()}`),
  ];
}

/** Every card that the history knows of shows the newest version, or the one with which it became final. */
function lagging({ events }: StoredChange, house: House): readonly Broken[] {
  const change = fold(events);
  if (change === undefined) return [];
  const since = finalSince(events);
  return Object.entries(change.cards).flatMap(([name, card]) => {
    const shows = shownBy(house, (card as CardOut).activity, change);
    const wanted = since.get(name) ?? change.version;
    if (shows === null || shows >= wanted) return [];
    return [breaks('every card shows the present state')(`${change.id} ${name} shows ${shows} of ${wanted}`)];
  });
}

/** With which version each card that is final became so. */
function finalSince(events: readonly Event[]): ReadonlyMap<string, number> {
  const since = new Map<string, number>();
  let change: Change | undefined;
  for (const event of events) {
    change = evolve(change, event);
    for (const name of Object.keys(change.cards) as CardName[]) {
      if (!isFinal(name, change)) since.delete(name);
      else if (!since.has(name)) since.set(name, change.version);
    }
  }
  return since;
}

function shownBy({ connector }: House, activity: string, { id }: Change): number | null {
  const versions = versionsIn(cardOf(connector.message(activity).activity)).filter(({ changeId }) => changeId === id);
  return versions.length === 0 ? null : Math.max(...versions.map(({ version }) => version));
}
