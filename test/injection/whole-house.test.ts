/**
 * What people type, in every field of every form, through the whole house: each output has the shape that it has with harmless
 * words. A card has no link, a message mentions nobody else, a mail has no other header and no other tag, a calendar no other
 * event, the log not a word of it. Beside it, what each room does by itself: `test/mail/hostile`, `test/teams/markdown`.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import ICAL from 'ical.js';
import MarkdownIt from 'markdown-it';
import { isolated } from '../../src/app/plain-text.ts';
import type { StoredChange } from '../../src/app/ports.ts';
import type { Site } from '../../src/domain/site.ts';
import { person } from '../../src/rehearsal/connector/people.ts';
import { asJson, asList } from '../../src/rehearsal/json.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import type { Memory } from '../../src/storage/memory-store.ts';
import { send } from '../http/support.ts';
import { eventIn, fieldsOf, tagsOf } from '../mail/given.ts';
import { approver, deputy, mailSite } from '../support/fixtures.ts';
import type { House } from '../support/house.ts';
import { cardWith, cast } from '../support/house.ts';
import { Houses } from '../support/houses.ts';
import { ALL_PREPARED, CHANGE, does } from '../support/stations.ts';

jest.setTimeout(120_000);

/** In each of the texts, so that it is found wherever it went. */
const MARK = 'Zqx7';
const TOKEN = 'a-token-of-the-calendar-feed-0123456789';

const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['Markdown', `**${MARK}** _em_ \`code\` ~~gone~~ [link](https://evil.example) ![image](https://evil.example/x.png)`],
  ['Markdown of a block', `${MARK}\n# heading\n- list\n1. one\n> quote\n\n***\n    code`],
  ['Markdown by reference', `[${MARK}][1] <https://evil.example> [1]: https://evil.example`],
  ['backslashes before Markdown', `\\${MARK}\\**b\\** \\\\[l](https://evil.example) \\`],
  ['HTML', `</td></table>${MARK}<script>alert(1)</script><img src=x onerror=alert(1)>`],
  ['an attribute', `${MARK}" onmouseover="alert(1)" x='y' href="javascript:alert(1)`],
  ['entities', `&lt;b&gt;${MARK}&amp;lt; &#60;script&#62; &copy`],
  ['a mention', `<at>${MARK}</at> <at id="1">Pierre André</at> @everybody <at>`],
  ['headers of a mail', `${MARK}\r\nBcc: all@evil.example\r\nX-Injected: yes\r\n\r\nA body`],
  ['an encoded word', `=?utf-8?Q?${MARK}=0D=0ABcc:_all@evil.example?= <all@evil.example>, "x"`],
  ['a calendar', `${MARK}\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:https://evil.example;X="a",b\\n\\;`],
  ['a line of a log', `${MARK}\n{"level":60,"msg":"forged"}\u001b[31m\u009b0m\u2028`],
  ['the name of a file', `../../../../${MARK}/CHG-2027-001.json\0.yaml`],
  ['YAML', `${MARK}: &a [*a, !!js/function 'x'] # <<: *b\n--- \n? x`],
  ['a template', `\${title}\${$root.text}\${if(true,'${MARK}',x)} {{title}} \${concat('a','b')}`],
  ['a sentence', `{title} {${MARK}, plural, other {#}} '{' <b>{count}</b> #`],
  ['the key of a prototype', `__proto__ ${MARK} constructor.prototype`],
  ['right to left', `\u202E${MARK}\u2066 שדרוג \u200F ترقية`],
];
const HARMLESS = `Words ${MARK} and more`;

/** A site whose own texts and people have it as well. */
function siteOf(text: string): Site {
  const name = text.replace(/\s+/g, ' ').trim();
  return {
    ...mailSite,
    languages: ['en', 'fr'],
    services: mailSite.services.map((service) => ({ ...service, name })),
    hosts: Object.fromEntries(
      Object.entries(mailSite.hosts).map(([key, host]) => {
        const { snapshot } = host;
        const said = snapshot === undefined ? {} : { snapshot: { ...snapshot, where: text, take: text, avoid: text } };
        return [key, { ...host, ...said, backups: [name] }];
      }),
    ),
    deputies: [{ ...deputy, name, from: '2027-01-01', to: '2027-12-31' }],
    freezePeriods: [{ from: '2027-02-13', to: '2027-02-13', why: text }],
    onCall: [{ ...approver, name }],
    incidentProcess: 'https://isc-learn.example/incidents',
  };
}

let post: PostOffice;
const houses = new Houses();
beforeAll(async () => {
  post = await startPostOffice();
});
afterAll(async () => {
  await houses.close();
  await post.close();
});

interface Walked {
  readonly it: House;
  readonly memory: Memory;
  readonly mails: PostOffice['mails'];
  readonly feed: string;
}

/** The whole of a bad change and of a second one that is cancelled, with the text in every field that takes one. */
async function walked(text: string): Promise<Walked> {
  const memory: Memory = new Map();
  const before = post.mails.length;
  const people = Object.values(cast).map((one) => person(text, one.entraId));
  const [implementer = cast.implementer, , member = cast.member] = people;
  const it = await houses.build({ memory, post, site: siteOf(text), token: TOKEN, connector: { people } });
  const tests = text.replace(/\s+/g, ' ').slice(0, 190);
  const form = { title: text, what: text, tests: `${tests}\nA course opens`, backout: text, reason: text };
  await it.teams.say(implementer, `new ${text} on isc-learn 2027-02-13 08:00 for 4h`, 'channel');
  const plan = { ...form, service: 'isc-learn', start: '2027-02-13 08:00', duration: '4h' };
  // The first time it comes back with the freeze period.
  await sends(it, 'create', plan);
  await it.settled();
  await does(it, 'implementer', 'tickPreparations', ALL_PREPARED);
  await it.to('2027-01-30 09:00');
  await does(it, 'approver', 'needCorrections', { corrections: `${tests}\n${tests}` });
  await does(it, 'implementer', 'tickCorrections', { 'item-0': 'true', 'item-1': 'true' });
  await it.to('2027-02-06 09:00');
  await does(it, 'approver', 'giveNogo', { reason: text });
  await does(it, 'implementer', 'requestGo', { corrected: text });
  await does(it, 'approver', 'giveGo', {});
  await it.teams.say(member, `history ${CHANGE} ${text}`, 'channel');
  await it.to('2027-02-13 05:00');
  await does(it, 'implementer', 'requestSkip', { reason: text });
  await does(it, 'approver', 'refuseSkip', { reason: text });
  await does(it, 'implementer', 'startSnapshot');
  await does(it, 'implementer', 'failSnapshot', { reason: text });
  await does(it, 'implementer', 'startSnapshot');
  await does(it, 'implementer', 'finishSnapshot');
  await it.to('2027-02-13 08:00');
  await it.to('2027-02-13 11:30');
  await does(it, 'implementer', 'extend', { minutes: '30m', reason: text });
  await it.to('2027-02-13 12:00');
  await does(it, 'implementer', 'requestMore', { minutes: '4h', reason: text });
  await does(it, 'approver', 'refuseMore', { reason: text });
  await does(it, 'implementer', 'declareIncident', { reason: text });
  const way = `backup:${text.replace(/\s+/g, ' ').trim()}`;
  await does(it, 'implementer', 'startRepair', { way, minutes: '30m' });
  await does(it, 'implementer', 'updateIncident', { news: text, minutes: '30m' });
  await does(it, 'implementer', 'failRepair', { news: text, minutes: '30m' });
  await does(it, 'implementer', 'startRepair', { way: 'snapshot', minutes: '30m' });
  // The last way there is: what is ready to be copied for the incident process has all of it.
  await does(it, 'implementer', 'failRepair', { news: text, minutes: '30m' });
  await does(it, 'implementer', 'addLessons', { lessons: text });
  await it.teams.say(implementer, `new ${text} on isc-learn 2027-04-10 08:00 for 4h`, 'channel');
  await sends(it, 'create', { ...plan, start: '2027-04-10 08:00' });
  await it.teams.say(implementer, 'cancel CHG-2027-002', 'channel');
  await it.settled();
  for (const verb of ['sendCancel']) await does(it, 'implementer', verb, { reason: text });
  for (const words of [`show ${CHANGE}`, `history ${CHANGE}`, `history ${CHANGE} page 2`, `history ${CHANGE} mail`])
    await it.teams.say(implementer, words, 'channel');
  for (const words of ['list all', 'status', 'delegate', text]) await it.teams.say(implementer, words, 'personal');
  await it.settled();
  const { text: feed } = await send(Number(new URL(it.url).port), 'GET', `/calendar.ics?token=${TOKEN}`);
  return { it, memory, feed, mails: post.mails.slice(before) };
}

/** Sends a form, and once more where it comes back with something to be looked at. */
async function sends(it: House, verb: string, inputs: Record<string, string>): Promise<void> {
  const first = await does(it, 'implementer', verb, inputs);
  const again = JSON.stringify(first.card ?? {});
  if (!again.includes('"verb":"create"')) return;
  const { id } = cardWith(it.teams, verb);
  await it.teams.press(cast.implementer, id, { verb }, inputs, { card: first.card });
  await it.settled();
}

const inCards = new MarkdownIt({ html: false });
const inMessages = new MarkdownIt({ html: true });
/** What text makes of itself; paragraphs, lines and words are all that it may. */
const PLAIN = ['paragraph_open', 'paragraph_close', 'inline', 'text', 'softbreak', 'hardbreak', 'text_special'];

/** How often each kind of markup is in texts. */
function markup(texts: readonly string[], reader: typeof inCards): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts)
    for (const token of reader.parse(text, {}).flatMap((each) => [each, ...(each.children ?? [])]))
      if (!PLAIN.includes(token.type)) counts[token.type] = (counts[token.type] ?? 0) + 1;
  return counts;
}

/** Everything that Teams shows as Markdown in the cards that came, by the kinds of element that are. */
function shownIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(shownIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, text, title, value, style } = node as Record<string, unknown>;
  // A list that folds out shows its choices as they are.
  if (type === 'Input.ChoiceSet')
    return style === 'expanded' ? asList(asJson(node).choices).map((choice) => String(asJson(choice).title)) : [];
  const reads: Readonly<Record<string, readonly unknown[]>> = {
    TextBlock: [text],
    TextRun: [text],
    'Input.Toggle': [title],
    undefined: [title, value],
  };
  const own = reads[String(type)] ?? [];
  return [...own.filter((each) => typeof each === 'string'), ...Object.values(node).flatMap(shownIn)];
}

/** The words that people read of Markdown; of entities, whose meaning clients read differently, what they mean. */
function readIn(texts: readonly string[]): string {
  const html = texts
    .map((each) => inCards.render(each))
    .join(' ')
    .replace(/<[^>]*>/g, ' ');
  return words(html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
}

const activities = ({ it }: Walked) => it.teams.requests.map(({ body }) => asJson(asJson(body).activity ?? body));
const cardsOf = (at: Walked) =>
  activities(at).flatMap(({ attachments }) => asList(attachments).map((one) => asJson(one).content));

describe.each(HOSTILE)('%s, in every field', (_what, text) => {
  let usual: Walked;
  let at: Walked;
  beforeAll(async () => {
    usual = await theUsual();
    at = await walked(text);
  });

  test('does not change what is said, and to whom', () => {
    expect(at.it.teams.messages.length).toBe(usual.it.teams.messages.length);
    expect(at.mails.map(({ to }) => to).sort()).toEqual(usual.mails.map(({ to }) => to).sort());
    expect(at.it.log.all.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('is no markup on cards', () => {
    expect(markup(shownIn(cardsOf(at)), inCards)).toEqual(markup(shownIn(cardsOf(usual)), inCards));
  });

  test('is read on cards as it was typed', () => {
    const said = cardsOf(at).map((card) => readIn(shownIn(card)));
    const asTyped = readIn([inCards.utils.escapeHtml(isolated(text.trim())).replace(/[\\*_`[\]~#>.+-]/g, '\\$&')]);
    expect(said.filter((one) => one.includes(asTyped)).length).toBeGreaterThan(10);
  });

  test('is no markup and no mention in messages', () => {
    const textsOf = (one: Walked) =>
      activities(one).flatMap(({ text: said }) => (typeof said === 'string' ? [said] : []));
    expect(markup(textsOf(at), inMessages)).toEqual(markup(textsOf(usual), inMessages));
    const mentioned = (one: Walked) =>
      activities(one).map(({ entities }) => asList(entities).map((each) => asJson(asJson(each).mentioned).id));
    expect(mentioned(at)).toEqual(mentioned(usual));
    for (const { text: said, entities } of activities(at))
      if (typeof said === 'string' && entities !== undefined)
        expect(said.match(/<at>/g) ?? []).toHaveLength(asList(entities).length);
  });

  test('is one line of plain text in toasts', () => {
    const summaries = activities(at).flatMap(({ summary }) => (typeof summary === 'string' ? [summary] : []));
    expect(summaries.length).toBeGreaterThan(10);
    for (const summary of summaries) expect(summary).not.toMatch(/(?![\n])\p{Cc}|[\u202A-\u202E\u2066\u2067]/u);
  });

  test('is no header, no tag, no link and no event of mails', () => {
    expect(at.mails.length).toBeGreaterThan(5);
    const sorted = (one: Walked) => one.mails.toSorted((a, b) => key(a).localeCompare(key(b)));
    const shape = (mail: Walked['mails'][number]) => ({
      headers: [...mail.headers.keys()],
      tags: tagsOf(mail.html ?? '')
        .filter((tag) => tag !== '<br />')
        .map((tag) => tag.replace(/aria-label="[^"]*"/, '')),
      fields: mail.calendar === null ? [] : Object.keys(fieldsOf(eventIn(mail.calendar))),
      parts: mail.attachments.map(({ name }) => name),
      lines: mail.subject.split(/\p{Cc}/u).length,
    });
    expect(sorted(at).map(shape)).toEqual(sorted(usual).map(shape));
  });

  test('is no event of the calendar feed, and is read there as it was typed', () => {
    const events = (feed: string) => new ICAL.Component(ICAL.parse(feed) as unknown[]).getAllSubcomponents('vevent');
    expect(events(at.feed).map((event) => Object.keys(fieldsOf(event)))).toEqual(
      events(usual.feed).map((event) => Object.keys(fieldsOf(event))),
    );
    const [event] = events(at.feed);
    expect(words(JSON.stringify(event))).toContain(MARK);
    expect(words(String(fieldsOf(event as ICAL.Component)['description']))).toContain(words(isolated(text.trim())));
  });

  test('is not in the log', () => {
    expect(JSON.stringify(at.it.log.all)).not.toContain(MARK);
  });

  test('is kept as it was typed, and is no key of anything', () => {
    const kept = JSON.parse(at.memory.get(CHANGE) ?? '') as StoredChange;
    const [created] = kept.events;
    expect(created?.type === 'created' ? created.draft.title : '').toBe(text.trim());
    const said = kept.events.map(({ type }): string => type);
    expect(SAID.filter((type) => !said.includes(type))).toEqual([]);
    expect([...at.memory.keys()].sort()).toEqual([CHANGE, 'CHG-2027-002', 'team']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

/** What was said on the way, each with the text. */
const SAID = [
  'correctionsNeeded',
  'nogoGiven',
  'goRequested',
  'skipRequested',
  'skipRefused',
  'snapshotFailed',
  'extended',
].concat([
  'moreRequested',
  'moreRefused',
  'incidentDeclared',
  'incidentUpdated',
  'repairFailed',
  'incidentHandedOver',
  'closed',
]);

const words = (text: string): string => text.replace(/\s+/g, ' ').trim();
const key = ({ to, messageId }: { readonly to: string; readonly messageId: string | null }): string =>
  `${to} ${messageId ?? ''}`;

let harmless: Promise<Walked> | undefined;
const theUsual = (): Promise<Walked> => (harmless ??= walked(HARMLESS));
