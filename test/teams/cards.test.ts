/** Every card in every state of the gallery (`tools/pictures`) is one that Teams takes, and says what a card has to say. */
import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards';
import { MILESTONE_OF } from '../../src/domain/plan.ts';
import { readSentences } from '../../src/text/sentences.ts';
import { escapeForCard, escapeForMessage } from '../../src/teams/markdown.ts';
import { ALL_PREPARED, make, open } from '../../tools/pictures/film.ts';
import type { Shot } from '../../tools/pictures/gallery.ts';
import { gallery } from '../../tools/pictures/gallery.ts';
import type { Json, Post } from '../../tools/pictures/hand-teams.ts';
import { HandTeams, cardIn, everything } from '../../tools/pictures/hand-teams.ts';
import { SECTIONS } from '../../tools/pictures/sections.ts';
import { awkward, site, upgrade } from '../../tools/pictures/stage.ts';
import { approver, implementer, member } from '../support/fixtures.ts';

const MOST_BYTES = 25 * 1024;
const SEVEN_LABELS = [
  'Title',
  'Service',
  'What will be modified',
  'How it will be tested',
  'How to back out',
  'Start',
  'Duration',
];

let shots: readonly Shot[];
let cards: readonly { readonly name: string; readonly shot: Shot; readonly card: Json }[];

beforeAll(async () => {
  shots = await gallery();
  cards = shots.flatMap((shot) =>
    shot.posts
      .filter((post) => post.activity.attachments !== undefined)
      .map((post) => ({ name: `${shot.section}, ${shot.state}`, shot, card: cardIn(post) })),
  );
}, 30_000);

const buttonsOf = (card: Json): readonly Json[] => everything(card.body).filter((one) => one.type === 'Action.Execute');
const inputsOf = (card: Json): readonly Json[] =>
  everything(card.body).filter((one) => String(one.type).startsWith('Input.'));
const textsOf = (card: Json): readonly string[] =>
  everything(card.body).flatMap((one) => {
    if (one.type === 'TextBlock') return [one.text as string];
    return one.type === undefined && 'value' in one ? [one.title as string, one.value as string] : [];
  });
const named = (failing: (card: Json, shot: Shot) => boolean): readonly string[] =>
  cards.filter(({ card, shot }) => failing(card, shot)).map(({ name }) => name);

/** What the official renderer has to say about a card. */
function complaints(card: Json): readonly string[] {
  const context = new SerializationContext(Versions.v1_5);
  const parsed = new AdaptiveCard();
  // Its check of `lang` keeps the place of the search before, so that every second card would fail.
  parsed.parse({ ...card, lang: undefined }, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...events, ...parsed.validateProperties().validationEvents.map(({ message }) => message)];
}

describe('the gallery', () => {
  test('has every template of cards/, every question and every notice, so that a new card cannot be forgotten', () => {
    const folder = new URL('../../cards', import.meta.url);
    const templates = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
    expect(Object.keys(SECTIONS)).toEqual(expect.arrayContaining([...templates, ...Object.keys(MILESTONE_OF)]));
    expect([...new Set(shots.map(({ section }) => section))].sort()).toEqual(Object.keys(SECTIONS).sort());
    const sentences = readSentences(`${folder.pathname}/text`, 'en');
    const notices = sentences.keys.flatMap((key) => /^notice\.(?!tentative)(\w+)\.summary$/.exec(key)?.[1] ?? []);
    const start = (notice: string): string =>
      sentences.say(`notice.${notice}.heading`, { service: 'ISC Learn', days: 1, moved: 'yes', urgency: 'none' });
    const headings = cards.filter(({ shot }) => shot.section === 'notice').flatMap(({ card }) => textsOf(card));
    expect(headings).toEqual(expect.arrayContaining(notices.map(start)));
  });

  test('shows each state once', () => {
    const states = shots.map(({ section, state, posts }) => `${section} ${state} ${posts[0]?.id ?? ''}`);
    expect(states).toHaveLength(new Set(states).size);
  });
});

describe('every card', () => {
  test('is version 1.5 and at most 25 KB', () => {
    expect(named((card) => card.version !== '1.5' || card.type !== 'AdaptiveCard')).toEqual([]);
    expect(named((card) => Buffer.byteLength(JSON.stringify(card)) > MOST_BYTES)).toEqual([]);
  });

  test('has no ${ of its template left, and no empty text', () => {
    const own = (card: Json): string => JSON.stringify(card).replaceAll('${title}', '');
    expect(named((card) => own(card).includes('${'))).toEqual([]);
    expect(
      named((card) => textsOf(card).some((text) => text.trim() === '' || /\b(undefined|null)\b/.test(text))),
    ).toEqual([]);
  });

  test('is read by the official renderer without a complaint', () => {
    expect(cards.flatMap(({ name, card }) => complaints(card).map((said) => `${name}: ${said}`))).toEqual([]);
  });

  test('wraps its texts, labels its inputs, and has a text for clients that cannot show it', () => {
    const blocks = (card: Json): readonly Json[] => everything(card.body).filter((one) => one.type === 'TextBlock');
    expect(named((card) => blocks(card).some((one) => one.wrap !== true))).toEqual([]);
    expect(named((card) => inputsOf(card).some(({ label, title }) => (label ?? title ?? '') === ''))).toEqual([]);
    expect(
      named((card) => inputsOf(card).some((one) => one.isRequired === true && one.errorMessage === undefined)),
    ).toEqual([]);
    expect(named((card) => typeof card.fallbackText !== 'string' || !['en', 'fr'].includes(String(card.lang)))).toEqual(
      [],
    );
  });

  test('speaks without exclamation marks', () => {
    expect(named((card, shot) => shot.section !== 'typed' && textsOf(card).some((text) => text.includes('!')))).toEqual(
      [],
    );
  });
});

describe('buttons', () => {
  test('bring their card and nothing else, and do the same in clients that only know Action.Submit', () => {
    const faulty = (button: Json): boolean => {
      const { data, fallback, verb, title } = button as { data?: Json; fallback?: Json; verb?: string; title?: string };
      const marked = ['changeId', 'milestone', 'version'].every((key) => data?.[key] !== undefined);
      const falls = fallback?.type === 'Action.Submit' && fallback.title === title;
      return verb === undefined || !marked || !falls || JSON.stringify(fallback.data) !== JSON.stringify(data);
    };
    expect(named((card) => buttonsOf(card).some(faulty))).toEqual([]);
  });

  test('are on the card that everybody sees, which says who may answer', () => {
    const asking = cards.filter(({ shot, card }) => shot.audience === 'everybody' && buttonsOf(card).length > 0);
    expect(asking.length).toBeGreaterThan(20);
    const silent = asking.filter(
      ({ card }) =>
        !everything(card.body).some(({ text }) => / may (answer|cancel|send)| revient à /.test(String(text))),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('are not in the view of somebody who may only read', () => {
    const readers = cards.filter(({ shot }) => shot.audience === 'reader');
    expect(new Set(readers.map(({ shot }) => shot.section)).size).toBe(Object.keys(MILESTONE_OF).length);
    expect(readers.filter(({ card }) => buttonsOf(card).length + inputsOf(card).length > 0)).toEqual([]);
  });

  test('are gone where a question is answered', () => {
    const answered = /^(done|answered|(GO|NOGO) given|finished|agreed|refused|closed|cancelled|asked again below)/;
    const over = cards.filter(({ shot }) => answered.test(shot.state));
    expect(over.length).toBeGreaterThan(10);
    expect(over.filter(({ card }) => buttonsOf(card).length > 0).map(({ name }) => name)).toEqual([]);
  });

  test('one of them at most stands out', () => {
    expect(named((card) => buttonsOf(card).filter(({ style }) => style === 'positive').length > 1)).toEqual([]);
  });
});

describe('the view of one’s own', () => {
  test('is brought to sixty people at most, those who are involved among them', async () => {
    const crowd = Array.from({ length: 90 }, (_, index) => ({
      entraId: `m-${String(index)}`,
      name: `Member ${String(index)}`,
    }));
    const teams = await HandTeams.open(site, '2027-01-09 10:00', [...crowd, implementer, approver]);
    await make(teams, upgrade);
    const refresh = (post: Post): readonly string[] => (cardIn(post).refresh as { userIds: string[] }).userIds;
    expect(refresh(teams.card('prepare'))).toHaveLength(60);
    const ids = [implementer, approver].map(({ entraId }) => `29:${entraId}`);
    expect(refresh(teams.card('prepare'))).toEqual(expect.arrayContaining(ids));
  });

  test('is one of the asked, with buttons, or of a reader, who is told who is awaited', () => {
    const own = cards.filter(({ shot }) => shot.audience !== 'everybody');
    const wrong = own.filter(({ shot, card }) => {
      const texts = textsOf(card).join('\n');
      return shot.audience === 'asked' ? !texts.includes('yours to answer') : !texts.includes('Waiting for');
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

describe('what the page asks of a card', () => {
  const textOf = (section: string, state: string): string => {
    const found = cards.find(({ shot }) => shot.section === section && shot.state === state);
    return textsOf(found?.card ?? {}).join('\n');
  };

  test('pre-check: what is modified, how it is tested, the downtime, the backout, the window', () => {
    const text = textOf('pre-check', 'open');
    for (const said of [
      ...upgrade.tests,
      upgrade.backout,
      'Moodle on Hannibal',
      'Downtime requested\n4 h',
      'Window check',
    ])
      expect(text).toContain(said);
  });

  test('a window that cannot hold a restore is flagged', async () => {
    const teams = await open('2027-01-09 10:00');
    await make(teams, { ...upgrade, window: { start: '2027-02-13T08:00', minutes: 60 } });
    expect(JSON.stringify(cardIn(teams.card('prepare')))).toContain('The window is too short for a rollback');
  });

  test('GO / NOGO: readiness, snapshot and rollback, and the very text that is announced', () => {
    const text = textOf('go-nogo', 'open');
    for (const said of [
      'Prepared by',
      'OK by Pierre André',
      '3 are prepared',
      'VM data only',
      'A restore takes about 1 h',
    ])
      expect(text).toContain(said);
    const [heading = '', body = ''] = textOf('notice', 'planned maintenance, on GO').split('\n');
    expect(text).toContain(`${heading}\n${body}`);
  });

  test('NOGO says why, on the card of the approver and on that of the implementer', () => {
    const why = 'The theme is not rebuilt yet on the test machine.';
    expect([textOf('go-nogo', 'NOGO given'), textOf('nogo', 'open')]).toEqual([
      expect.stringContaining(why),
      expect.stringContaining(why),
    ]);
  });

  test('snapshot: where to click, what not to take, how long it takes, the latest start', () => {
    const text = textOf('snapshot', 'asked');
    for (const said of [
      "Infomaniak's dashboard > VPS",
      'Careful',
      'about 2 h 30 min',
      'Start it by 05:30 CET (UTC+01:00)',
    ])
      expect(text).toContain(said);
  });

  test('decision point: a restore begun now ends after the window, and the last moment for one that does not', () => {
    const text = textOf('decide', 'open');
    expect(text).toContain('it ends about 12:30 CET (UTC+01:00): with its tests after the window');
    expect(textOf('last-rollback', 'open')).toContain(
      'Begun by 10:30 CET (UTC+01:00) it is done by 12:00 CET (UTC+01:00)',
    );
  });

  test('report: announced against actual, downtime, delay, decisions with who and when', () => {
    const text = textOf('close', 'report asked');
    for (const said of [
      '08:00–12:00',
      '08:00–12:20',
      '4 h 20 min, announced: 4 h',
      'ended 20 min later than announced',
    ])
      expect(text).toContain(said);
    expect(text).toContain('**GO** · Pierre André · Sat 6 Feb 2027, 10:15 CET (UTC+01:00)');
  });

  test('the form: seven fields, and what is wrong under each', () => {
    const form = cards.find(({ shot }) => shot.state.startsWith('sent empty'))?.card ?? {};
    expect(inputsOf(form).map(({ label }) => label)).toEqual(SEVEN_LABELS);
    expect(textsOf(form).filter((text) => /^(Please fill|I cannot read)/.test(text))).toHaveLength(SEVEN_LABELS.length);
  });

  test('two reasons to hold are two sentences', () => {
    const [post] = shots.find(({ state }) => state === 'on hold at the start: no GO')?.posts ?? [];
    expect(post?.activity.text).toMatch(
      /does not start, it is on hold\. There is no GO\..* The snapshot is not finished\./,
    );
  });
});

describe('what people typed', () => {
  test('is escaped wherever it meets a card', () => {
    const typed = shots.filter(({ section }) => section === 'typed');
    const texts = typed.flatMap(({ posts }) => posts.flatMap((post) => textsOf(cardIn(post))));
    const live = texts.filter((text) => /(^|[^\\])(\[Moodle\]|\*\*Upgrade|<b>|<at>|<script>|`code`|~~gone)/.test(text));
    expect(live).toEqual([]);
    expect(texts.join('\n')).toContain('\\*\\*Upgrade\\*\\*');
  });

  test('is plain text where a client cannot show the card', () => {
    const living = cards.find(({ shot }) => shot.section === 'typed' && shot.state === 'on the living card');
    expect(living?.card.fallbackText).toContain(awkward.title);
  });

  test('is plain at the start of a line too', () => {
    expect(escapeForCard(awkward.what)).toMatch(
      /^\\# Not a heading\n\n\\- not a list\n\n1\\\. not a number\n\n\\> not a quote/,
    );
  });

  test('keeps its lines, which Teams would run together', () => {
    expect(escapeForCard('one\ntwo\r\n\r\nthree')).toBe('one\n\ntwo\n\nthree');
  });

  test('is no mention and no markup in a message', () => {
    expect(escapeForMessage('<at>Member</at> & **me**')).toBe('&lt;at&gt;Member&lt;/at&gt; &amp; \\*\\*me\\*\\*');
  });

  test('fits a card, even when every field of the form is as long as it may be', async () => {
    const teams = await open('2027-01-09 10:00');
    const long = { title: '*'.repeat(120), what: '_'.repeat(4000), backout: '['.repeat(2000) };
    const words = '*'.repeat(5000);
    const sizes: (readonly [string, number])[] = [];
    const measure = async (): Promise<void> => {
      const living = await teams.seenBy(member, teams.card('living'));
      for (const post of [...teams.posts, living].filter(({ activity }) => activity.attachments !== undefined))
        sizes.push([post.activity.summary ?? '', Buffer.byteLength(JSON.stringify(cardIn(post)))]);
    };
    const all = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`item-${String(index)}`, 'true']));
    const nogo = async (): Promise<void> => {
      await teams.press(approver, teams.card('go-nogo'), 'giveNogo', { reason: words });
      await teams.press(implementer, teams.card('nogo'), 'requestGo', { corrected: words });
    };
    const skip = async (): Promise<void> => {
      await teams.press(implementer, teams.card('snapshot'), 'requestSkip', { reason: words });
      await teams.press(approver, teams.card('skip'), 'refuseSkip', { reason: words });
    };
    await make(teams, { ...upgrade, ...long, tests: Array.from({ length: 20 }, () => '`'.repeat(200)) });
    await measure();
    await teams.press(implementer, teams.card('prepare'), 'tickPreparations', ALL_PREPARED);
    await teams.to('2027-01-30 09:00');
    await measure();
    const corrections = Array.from({ length: 20 }, () => '*'.repeat(240)).join('\n');
    await teams.press(approver, teams.card('pre-check'), 'needCorrections', { corrections });
    await measure();
    await teams.press(implementer, teams.card('corrections'), 'tickCorrections', all);
    await teams.to('2027-02-06 09:00');
    for (let round = 0; round < 12; round += 1) await nogo();
    await measure();
    await teams.press(approver, teams.card('go-nogo'), 'giveGo');
    await teams.to('2027-02-13 05:00');
    for (let round = 0; round < 3; round += 1) await skip();
    await measure();
    await teams.press(implementer, teams.card('snapshot'), 'startSnapshot');
    await teams.press(implementer, teams.card('snapshot'), 'finishSnapshot');
    await teams.to('2027-02-13 08:00');
    await measure();
    await teams.press(implementer, teams.card('tests'), 'end', { 'item-0': 'true', untested: words });
    await measure();
    await teams.press(implementer, teams.card('close'), 'addLessons', { lessons: words });
    await measure();
    expect(sizes.length).toBeGreaterThan(30);
    expect(sizes.filter(([, size]) => size > MOST_BYTES)).toEqual([]);
  });

  test('fits a card on the worst of days, too: everything late, long and in the way', async () => {
    const teams = await open('2027-02-08 09:00');
    const words = '*'.repeat(5000);
    const tests = Array.from({ length: 20 }, () => '`'.repeat(200));
    const long = { ...upgrade, title: '*'.repeat(120), what: '_'.repeat(4000), backout: '['.repeat(2000), tests };
    const sizes: (readonly [string, number])[] = [];
    const measure = (): void => {
      for (const post of teams.posts.filter(({ activity }) => activity.attachments !== undefined))
        sizes.push([post.activity.summary ?? '', Buffer.byteLength(JSON.stringify(cardIn(post)))]);
    };
    const urgent = { ...long, shortNotice: { missed: [], reason: words.slice(0, 1000) } };
    for (let other = 0; other < 11; other += 1) await make(teams, urgent);
    await teams.press(implementer, teams.card('prepare'), 'tickPreparations', ALL_PREPARED);
    await teams.to('2027-02-08 09:05');
    measure();
    for (let round = 0; round < 12; round += 1) {
      await teams.press(approver, teams.card('go-nogo'), 'giveNogo', { reason: words });
      await teams.press(implementer, teams.card('nogo'), 'requestGo', { corrected: words });
    }
    measure();
    await teams.press(approver, teams.card('go-nogo'), 'giveGo', { acceptable: '24 h' });
    await teams.press(implementer, teams.card('living'), 'openEdit');
    const form = { title: 'x'.repeat(120), service: 'isc-learn', what: '*'.repeat(4000), backout: ']'.repeat(2000) };
    const edited = { ...form, tests: Array.from({ length: 20 }, () => '#'.repeat(200)).join('\n') };
    await teams.press(
      implementer,
      teams.latest((post) => JSON.stringify(post).includes('sendEdit')),
      'sendEdit',
      edited,
    );
    await teams.to('2027-02-08 09:10');
    measure();
    await teams.press(approver, teams.card('go-nogo'), 'giveGo', { acceptable: '24 h' });
    await teams.to('2027-02-13 05:00');
    await teams.press(implementer, teams.card('snapshot'), 'startSnapshot');
    await teams.press(implementer, teams.card('snapshot'), 'finishSnapshot');
    await teams.to('2027-02-13 11:30');
    for (let round = 0; round < 12; round += 1) {
      await teams.press(implementer, teams.card('decide'), 'extend', { minutes: '30 min', reason: words });
      await teams.press(implementer, teams.card('tests'), 'askToDecide');
    }
    await teams.press(implementer, teams.card('decide'), 'requestMore', { minutes: '48 h', reason: words });
    measure();
    await teams.press(approver, teams.card('more'), 'refuseMore', { reason: words });
    await teams.press(implementer, teams.card('decide'), 'declareIncident', { reason: words });
    for (const way of ['backup:SSD NAS', 'backup:small desktop NAS', 'snapshot']) {
      await teams.press(implementer, teams.card('incident'), 'startRepair', { way, minutes: '20 min' });
      for (let news = 0; news < 10; news += 1)
        await teams.press(implementer, teams.card('incident'), 'updateIncident', { news: words });
      measure();
      await teams.press(implementer, teams.card('incident'), 'failRepair', { news: words });
    }
    measure();
    await teams.press(implementer, teams.card('close'), 'addLessons', { lessons: words });
    measure();
    expect(textsOf(cardIn(teams.card('close'))).join()).toContain('Failed: handed over');
    expect(sizes.filter(([, size]) => size > MOST_BYTES)).toEqual([]);
  }, 30_000);

  test('fits a list and a history, too, however many changes and refusals there are', async () => {
    const teams = await open('2027-01-09 10:00');
    for (let index = 0; index < 20; index += 1) {
      await make(teams, { ...upgrade, title: '*'.repeat(120) });
      await teams.press(implementer, teams.card('living'), 'cancel', { reason: '['.repeat(500) });
    }
    await make(teams, upgrade);
    for (let index = 0; index < 70; index += 1)
      await teams.press(
        implementer,
        teams.card('prepare'),
        'tickPreparations',
        index % 2 === 0 ? { 'item-tests': 'true' } : {},
      );
    const answers = [await teams.says(member, 'list all'), await teams.says(member, 'history CHG-2027-021')];
    const sizes = answers.map((post) => Buffer.byteLength(JSON.stringify(cardIn(post))));
    expect(sizes.filter((size) => size > MOST_BYTES)).toEqual([]);
    const earlier = textsOf(cardIn(await teams.says(member, 'history CHG-2027-021 page 2'))).join();
    expect(earlier).toContain('created the change');
    expect(earlier).not.toContain('earlier entries');
    expect(textsOf(cardIn(answers[1] as Post)).join()).toContain('earlier entries: say "history CHG-2027-021 page 2".');
  });
});

describe('what is past is not said as if it were ahead', () => {
  const atOnce = async (wall: string): Promise<HandTeams> => {
    const teams = await open(wall);
    await make(teams, upgrade);
    await teams.press(implementer, teams.card('prepare'), 'tickPreparations', ALL_PREPARED);
    await teams.to(wall);
    return teams;
  };
  const words = (post: Post): string => [post.activity.text ?? '', ...textsOf(cardIn(post))].join('\n');

  test('a snapshot that cannot be ready in time: the GO card and the one that asks for it', async () => {
    const teams = await atOnce('2027-02-13 07:00');
    expect(words(teams.card('go-nogo'))).toContain('it will not be ready at 08:00');
    await teams.press(approver, teams.card('go-nogo'), 'giveGo');
    await teams.to('2027-02-13 07:00');
    const asked = words(teams.card('snapshot'));
    expect(asked).toContain('now: it takes about 2 h 30 min, and the start waits for it.');
    expect(asked).toContain('Start it now: it takes about 2 h 30 min');
    expect(asked).not.toContain('05:30');
  });

  test('a snapshot that runs on because its skip was refused', async () => {
    const teams = await atOnce('2027-02-06 09:00');
    await teams.press(approver, teams.card('go-nogo'), 'giveGo');
    await teams.to('2027-02-13 05:00');
    const first = teams.card('snapshot');
    await teams.press(implementer, first, 'startSnapshot');
    await teams.press(implementer, first, 'requestSkip', { reason: 'It is slow' });
    await teams.press(approver, teams.card('skip'), 'refuseSkip', { reason: 'Let it run' });
    expect(words(teams.card('snapshot'))).toContain('is needed after all: let it run until it is finished.');
    expect(words(teams.card('snapshot'))).toMatch(/A snapshot is needed, says .*Let it run\n\nSnapshot: started 05:00/);
    const before = teams.posts.find(({ id }) => id === first.id);
    expect(before && words(before)).toContain('Asked again below.');
    expect(before && words(before)).not.toContain('should be finished');
  });

  test('but a card that is answered keeps what it said then', async () => {
    const teams = await open('2027-01-09 10:00');
    await make(teams, upgrade);
    await teams.press(implementer, teams.card('prepare'), 'tickPreparations', ALL_PREPARED);
    await teams.to('2027-01-30 09:00');
    await teams.press(approver, teams.card('pre-check'), 'acceptPreCheck');
    await teams.to('2027-02-06 09:00');
    await teams.press(approver, teams.card('go-nogo'), 'giveGo');
    await teams.to('2027-02-13 11:30');
    expect(words(await teams.seenBy(member, teams.card('go-nogo')))).toContain('started by 05:30');
  });

  test('what was due and is still waited for says since when, and what has no time left says that', async () => {
    const teams = await open('2027-01-09 10:00');
    await make(teams, { ...upgrade, window: { start: '2027-01-20T08:00', minutes: 60 } });
    await teams.press(implementer, teams.card('prepare'), 'tickPreparations', ALL_PREPARED);
    await teams.to('2027-01-09 10:00');
    const living = words(await teams.seenBy(member, teams.card('living')));
    expect(living).toContain('Next: GO / NOGO, Wed 13 Jan 2027');
    expect(living).toContain('⚠ none: the window is too short for a rollback');
    await teams.to('2027-01-13 10:00');
    expect(words(await teams.seenBy(member, teams.card('living')))).toContain('○ GO / NOGO: was due Wed 13 Jan');
    await teams.press(approver, teams.card('pre-check'), 'acceptPreCheck');
    await teams.to('2027-01-13 10:00');
    expect(words(await teams.seenBy(member, teams.card('living')))).toContain('Next: GO / NOGO, due since Wed 13 Jan');
  });

  test('a pre-check that was due long ago', async () => {
    const teams = await open('2027-01-09 10:00');
    await make(teams, upgrade);
    await teams.to('2027-02-06 10:00');
    expect(teams.saying('its pre-check was due Sat 30 Jan 2027').activity.text).toContain('still waits');
  });

  test('on hold because it is not even prepared', async () => {
    const teams = await open('2027-01-09 10:00');
    await make(teams, upgrade);
    await teams.to('2027-02-12 09:00');
    expect(teams.saying('is on hold').activity.text).toContain('It is not prepared yet, so there is no GO.');
  });

  test('where the site does without a pre-check, nobody is told to wait for one', async () => {
    const off = { ...site.process['pre-check'], on: false };
    const teams = await HandTeams.open(
      { ...site, process: { ...site.process, 'pre-check': off } },
      '2027-01-09 10:00',
      [approver, implementer],
    );
    await make(teams, upgrade);
    expect(words(teams.card('prepare'))).toContain(
      'Needed by Sat 6 Feb 2027, 09:00 CET (UTC+01:00), when GO / NOGO is',
    );
    expect(words(teams.card('prepare'))).toContain('ready for GO / NOGO');
    await teams.to('2027-01-16 10:00');
    expect(teams.saying('still waits to be prepared').activity.text).toContain('GO / NOGO is due Sat 6 Feb');
  });
});
