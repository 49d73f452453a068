/** An export: what happened to a change, for programs and for people elsewhere, without what is not for them. */
import { appendFile, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import type { Event } from '../../src/domain/event.ts';
import type { Posting } from '../../src/domain/posting.ts';
import { exportChanges } from '../../src/operations/export.ts';
import { withMaskedAddresses } from '../../src/operations/export/masked-text.ts';
import { SITE, siteFile } from '../settings/support.ts';
import { approver, implementer, mailSite, SUPPORT, TEACHERS, upgrade, zurich } from '../support/fixtures.ts';
import { created as story } from '../support/given.ts';
import { askedForGo, closed } from '../support/stories.ts';
import { ran } from '../support/command.ts';
import { emptyFolder } from '../storage/given.ts';
import { created, openedIn } from './given.ts';

// One of them starts a process, which takes some seconds on a machine that does much else.
jest.setTimeout(30_000);

const NOW = new Date('2027-03-01T08:00:00Z');
const ONE = 'CHG-2027-001';
const TWO = 'CHG-2027-002';

/** A data folder with this history in it; its store is open all the while, as that of a running service. */
async function dataOf(events: readonly Event[], outbox: readonly Posting[] = []): Promise<string> {
  const data = join(await emptyFolder(), 'data');
  const store = await openedIn(data);
  await store.commit(ONE, 0, { events, outbox, shown: {} });
  return data;
}

const exported = async (data: string, args: readonly string[] = [ONE], env: Readonly<Record<string, string>> = {}) => {
  const to = join(await emptyFolder(), 'export');
  const done = await exportChanges([...args, '--to', to], { STEWARD_DATA: data, ...env }, NOW);
  const read = (file: string): Promise<string> => readFile(join(to, file), 'utf8');
  return { ...done, to, read };
};

const markdownOf = async (events: readonly Event[], env: Readonly<Record<string, string>> = {}): Promise<string> =>
  (await exported(await dataOf(events), [ONE], env)).read(`${ONE}.md`);

interface Json {
  readonly [field: string]: unknown;
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly notices: readonly Readonly<Record<string, unknown>>[];
}
const jsonOf = async (data: string, args?: readonly string[]): Promise<Json> =>
  JSON.parse(await (await exported(data, args)).read(`${ONE}.json`)) as Json;

/** A GO whose announcement reached the teachers, and not the support. */
function announced(): readonly Event[] {
  const { events } = askedForGo(mailSite).says(approver, '2027-02-06 10:00', { type: 'giveGo' });
  const number = events.findIndex((event) => event.type === 'addressed' && event.notice === 'announce') + 1;
  const mailed: Event = {
    ...{ type: 'mailed', key: `${ONE}/announce/mail/${number}`, at: zurich('2027-02-06 10:01'), by: null },
    sent: [{ to: TEACHERS, id: 'one' }],
    gaveUp: [{ to: SUPPORT, why: `550 ${SUPPORT} is unknown` }],
    leftOut: [],
  };
  return [...events, mailed];
}

describe('as JSON', () => {
  test('a change says what it is, what happened with who and when, and what became of each notice', async () => {
    const json = await jsonOf(await dataOf(announced()));
    expect(json).toMatchObject({
      format: 1,
      exportedAt: '2027-03-01T08:00:00.000Z',
      id: ONE,
      title: 'Upgrade Moodle',
      service: { key: 'isc-learn', name: 'ISC Learn' },
      implementer: { entraId: implementer.entraId, name: implementer.name },
      stage: 'approved',
      window: {
        announced: { start: '2027-02-13T07:00:00.000Z', end: '2027-02-13T11:00:00.000Z' },
        planned: { start: '2027-02-13T07:00:00.000Z', end: '2027-02-13T11:00:00.000Z' },
      },
    });
    expect(json.events.map(({ type }) => type)).toEqual(announced().map(({ type }) => type));
    expect(json.events.find(({ type }) => type === 'goGiven')).toEqual({
      at: '2027-02-06T09:00:00.000Z',
      type: 'goGiven',
      by: { entraId: approver.entraId, name: approver.name },
      acceptable: 120,
    });
    expect(json.events.find(({ type }) => type === 'asked')).toMatchObject({
      due: '2027-01-09T09:00:00.000Z',
      late: false,
    });
    expect(json.notices.find(({ notice }) => notice === 'announce')).toEqual({
      notice: 'announce',
      at: '2027-02-06T09:00:00.000Z',
      channel: { is: 'left out', why: 'overtaken' },
      mail: [
        { to: 'p…@isc-learn.example', fate: { is: 'left out', why: 'overtaken' } },
        { to: 't…@isc-learn.example', fate: { is: 'sent', at: '2027-02-06T09:01:00.000Z', id: 'one' } },
        {
          to: 's…@isc-learn.example',
          fate: { is: 'given up', at: '2027-02-06T09:01:00.000Z', why: '550 s…@isc-learn.example is unknown' },
        },
      ],
    });
  });

  test('begins each event with when, what and who', async () => {
    const { events } = await jsonOf(await dataOf(closed().events));
    for (const event of events) expect(Object.keys(event).slice(0, 3)).toEqual(['at', 'type', 'by']);
  });
});

describe('as Markdown', () => {
  test('a change that is over has its report and its history, in the sentences of the cards', async () => {
    const text = await markdownOf(closed().events);
    expect(text).toMatch(/^# CHG-2027-001 · Upgrade Moodle\n/);
    expect(text).toContain('## Report\n\n- Outcome: ');
    expect(text).toContain('- Announced: Sat 13 Feb 2027, 08:00–12:00 CET (UTC+01:00)');
    expect(text).toContain('### Decisions\n\n- ');
    expect(text).toContain(`## What happened to ${ONE}\n\n### Sat 9 Jan 2027, CET (UTC+01:00)\n\n- 10:00 · `);
    expect(text).not.toContain('\n\n\n');
  });

  test('one that is not over has no report yet, and its notices with each recipient', async () => {
    const text = await markdownOf(announced());
    expect(text).not.toContain('## Report');
    expect(text).toMatch(
      /## What people were told\n\n(?:.*\n)+- planned maintenance.*mail 1 of 2, one not delivered\n(?: {2}- \w….*\n){3}/,
    );
    expect(text).toContain('  - t…@isc-learn.example: sent 10:01 CET (UTC+01:00)');
  });

  test('has the whole of a long history, which a card shows in pages', async () => {
    const refusals = Array.from({ length: 500 }, (_, n): Event => {
      const at = zurich('2027-01-10 10:00') + n * 60_000;
      return { type: 'refused', command: 'giveGo', why: 'approverOnly', version: 1, at, by: implementer };
    });
    const text = await markdownOf([...story().events, ...refusals]);
    expect(text.match(/refused/g)).toHaveLength(500);
  });

  test('speaks the first language of the site', async () => {
    const french = siteFile(SITE.replace('[en]', '[fr, en]').replace('learn', 'isc-learn'));
    expect(await markdownOf(closed().events, { STEWARD_SITE: french })).toMatch(/## Compte rendu|## Rapport/);
  });

  test('stays readable for a service that the site has no more', async () => {
    const other = siteFile(SITE);
    expect(await markdownOf(closed().events, { STEWARD_SITE: other })).toContain('isc-learn');
  });
});

describe('what people typed', () => {
  const HOSTILE = [
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '[click](javascript:alert(1)) ![pixel](https://evil.example/x.png)',
    'a\n===\n# heading\n\n- list\n1. first\n> quote\n```\ncode\n```',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '&lt;b&gt; &#60;i&#62; **bold** `code` ~~gone~~ <https://evil.example>',
    '\u202Eesrever \\[a\\](b)',
  ];
  const rendered = new MarkdownIt({ html: true });

  test.each(HOSTILE)('is no Markdown and no HTML: %j', async (text) => {
    const draft = { ...upgrade, title: text, what: text, tests: [text], backout: text };
    const events = story(undefined, draft).says(implementer, '2027-01-10 10:00', {
      type: 'cancel',
      reason: text,
    }).events;
    const plain = await markdownOf(
      story().says(implementer, '2027-01-10 10:00', { type: 'cancel', reason: 'why' }).events,
    );
    const html = rendered.render(await markdownOf(events));
    const tags = (of: string): readonly string[] => [...new Set(of.match(/<[^>]*>/g) ?? [])].sort();
    // What it is made of is what a harmless change is made of: an item may have another paragraph, and nothing else.
    expect(tags(html).filter((tag) => !tags(rendered.render(plain)).includes(tag))).toEqual([]);
    expect(html.match(/<h\d/g)).toEqual(rendered.render(plain).match(/<h\d/g));
    expect(html).not.toContain('\u202E');
  });

  test('is a value and nothing else in JSON', async () => {
    const data = await dataOf(story(undefined, { ...upgrade, title: '","__proto__":{"a":1},"x":"' }).events);
    expect((await jsonOf(data)).title).toBe('","__proto__":{"a":1},"x":"');
  });
});

describe('mail addresses', () => {
  const events = (): readonly Event[] => [
    ...announced(),
    {
      type: 'cancelled',
      reason: 'Ask jane.doe@evil.example, root@hannibal',
      at: zurich('2027-02-07 10:00'),
      by: implementer,
    },
  ];

  test('are left out of both files, also where somebody typed them', async () => {
    const { read } = await exported(await dataOf(events()));
    for (const text of [await read(`${ONE}.json`), await read(`${ONE}.md`)]) {
      expect(text.match(/[\w.]+@[\w.-]+\.\w+/g)).toBeNull();
      expect(text).toContain('root@hannibal');
    }
  });

  test('are in both for who asks for them', async () => {
    const { read } = await exported(await dataOf(events()), [ONE, '--addresses']);
    for (const text of [await read(`${ONE}.json`), await read(`${ONE}.md`)])
      for (const address of [TEACHERS, SUPPORT, 'jane.doe@evil.example']) expect(text).toContain(address);
  });
});

describe('a mail address in a text', () => {
  test.each([
    ['Ask jane.doe@evil.example, please', 'Ask j…@evil.example, please'],
    ['<a@b.ch>;(é@ü.ch)', '<a…@b.ch>;(é…@ü.ch)'],
    ["o'brien@isc.example", 'o…@isc.example'],
    ['"q r"@isc.example', '"…@isc.example'],
    ['ssh root@hannibal, at 8@night', 'ssh root@hannibal, at 8@night'],
  ])('%s', (text, shown) => {
    expect(withMaskedAddresses(text)).toBe(shown);
  });

  test('is looked for in a long text without losing time', () => {
    const since = performance.now();
    for (const text of ['a'.repeat(100_000), 'a@'.repeat(50_000), `a@${'b.'.repeat(50_000)}`])
      withMaskedAddresses(text);
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});

describe('an export', () => {
  test('is made beside a running service, and changes none of its files', async () => {
    const data = await dataOf(announced());
    const files = async () =>
      Promise.all(
        (await readdir(data, { recursive: true })).sort().map(async (file) => {
          const { mtimeMs, ino, size } = await stat(join(data, file));
          return file === 'lock' ? file : { file, mtimeMs, ino, size };
        }),
      );
    const before = await files();
    const { says, to } = await exported(data);
    expect(says).toEqual([`${to} has 1 change of ${data} as JSON and Markdown, as of ${NOW.toISOString()}.`]);
    expect(await files()).toEqual(before);
    expect((await stat(to)).mode & 0o777).toBe(0o700);
    expect((await stat(join(to, `${ONE}.md`))).mode & 0o777).toBe(0o600);
  });

  test('of everything goes on past a damaged file, names it, and ends with 1', async () => {
    const data = await dataOf(announced());
    await writeFile(join(data, 'changes', `${TWO}.json`), '{"format":');
    const { says, code, to } = await exported(data, ['--all']);
    expect([code, await readdir(to)]).toEqual([1, [`${ONE}.json`, `${ONE}.md`]]);
    expect(says[1]).toMatch(
      /^Not exported: CHG-2027-002: it is not JSON .*Put back a copy of its file from a backup\.$/,
    );
  });

  test('of a change whose events make no sense says so', async () => {
    const data = await dataOf([created(TWO)]);
    expect((await exported(data)).says[1]).toMatch(/^Not exported: CHG-2027-001: it can be read, and something/);
  });

  test('says what to do where it is asked for in another way', async () => {
    const data = await dataOf(announced());
    const at = (...args: readonly string[]) => exportChanges(args, { STEWARD_DATA: data }, NOW);
    await expect(at('CHG-2027-009')).rejects.toThrow(/found no change "CHG-2027-009". The newest one is CHG-2027-001/);
    await expect(at('../../etc/passwd')).rejects.toThrow(/found no change "..\/..\/ETC\/PASSWD"/);
    await expect(at()).rejects.toThrow(/neither an id nor --all, expected one\.\nUse:/);
    await expect(at(ONE, '--all')).rejects.toThrow(/ids and --all, expected one\.\nUse:/);
    await expect(at(ONE, '--adresses')).rejects.toThrow(/Unknown option '--adresses'/);
    await expect(at(ONE, '--to', join(data, 'x'))).rejects.toThrow(/is in the data folder .*Name a folder elsewhere/);
    const link = join(await emptyFolder(), 'link');
    await symlink(data, link);
    await expect(at(ONE, '--to', join(link, 'x', 'y'))).rejects.toThrow(/is in the data folder/);
    await appendFile(`${link}-file`, '');
    await expect(at(ONE, '--to', `${link}-file`)).rejects.toThrow(/cannot be written: found EEXIST, expected a folder/);
    await expect(exportChanges([ONE], { STEWARD_DATA: link + link }, NOW)).rejects.toThrow(/found no data folder/);
    expect(await readdir(data)).not.toContain('x');
  });

  test('is a command like any other: a line, two files, and no secret of its settings', async () => {
    const data = await dataOf(announced());
    const folder = await emptyFolder();
    await mkdir(join(folder, 'here'));
    const secrets = { MicrosoftAppPassword: 'hush-hush', SMTP_URL: 'smtp://a:hush-hush@127.0.0.1:1' };
    const it = await ran('export', ['chg-2027-001'], join(folder, 'here'), { STEWARD_DATA: data, ...secrets });
    expect(it).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(join(folder, 'here', 'export'))).toEqual([`${ONE}.json`, `${ONE}.md`]);
    for (const file of [`${ONE}.json`, `${ONE}.md`])
      expect(await readFile(join(folder, 'here', 'export', file), 'utf8')).not.toContain('hush');
    const refused = await ran('export', ['CHG-1999-001'], folder, { STEWARD_DATA: data });
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/^[^\n]*found no change "CHG-1999-001"[^\n]*\n$/);
  });
});
