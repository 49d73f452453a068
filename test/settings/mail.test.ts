import { describe, expect, test } from '@jest/globals';
import { loadSettings } from '../../src/settings.ts';
import type { Site } from '../../src/domain/site.ts';
import { SITE, TEAMS, faultsIn, faultsOf, load, siteFile } from './support.ts';

const FROM = 'from: { name: Steward, address: steward@example.org }';
const MAIL = `mail: { ${FROM} }\n`;

/** The site with what `recipients` and `mail` say. */
function withMail(recipients: string, mail = MAIL): string {
  return SITE.replace('host: Hannibal }', `host: Hannibal, recipients: ${recipients} }`) + mail;
}

function siteOf(recipients: string, mail = MAIL): Site {
  return load(withMail(recipients, mail)).site;
}

describe('the mail of a site', () => {
  test('is from somebody, and answers go where it says', () => {
    expect(load(SITE + MAIL).site.mail).toEqual({ name: 'Steward', address: 'steward@example.org' });
    const { mail } = load(`${SITE}mail: { ${FROM}, replyTo: TEAM@example.org }\n`).site;
    expect(mail).toEqual({ name: 'Steward', address: 'steward@example.org', replyTo: 'team@example.org' });
  });

  test('goes to addresses and lists, each address once, in small letters and in their order', () => {
    const mail = `mail: { ${FROM}, lists: { teachers: [b@example.org, A@example.org, b@example.org], unused: [c@example.org] } }\n`;
    expect(siteOf('[d@example.org, teachers, A@Example.org, D@example.org]', mail).services[0]?.recipients).toEqual([
      'd@example.org',
      'b@example.org',
      'a@example.org',
    ]);
  });

  test('goes to the approver where they have an address', () => {
    const { approver } = load(
      SITE.replace('name: Approver,', 'name: Approver, mail: Approver@example.org,') + MAIL,
    ).site;
    expect(approver.mail).toBe('approver@example.org');
    expect('mail' in load(SITE).site.approver).toBe(false);
  });

  test('may be left out, or left empty as a key is whose lines are commented out', () => {
    const empty = `${SITE}    recipients:\nmail:\ntexts:\n`.replace(
      '{ key: learn, name: Learn, host: Hannibal }',
      LONG,
    );
    const { site, texts } = load(empty);
    expect(['mail' in site, 'recipients' in (site.services[0] ?? {}), texts]).toEqual([false, false, null]);
    expect('recipients' in (siteOf('[]').services[0] ?? {})).toBe(false);
    expect(siteOf('[a@example.org]', `mail: { ${FROM}, lists: }\n`).services[0]?.recipients).toEqual(['a@example.org']);
  });

  test('with many faults gets all of them, each with its line', () => {
    const mail = `
mail:
  from: { name: "two\\nlines", address: Steward <steward@example.org> }
  replyTo: steward@site
  lists:
    teachers: [teachers@example.org, 'no at', ${'x'.repeat(250)}@example.org]
    nobody: []
    empty:
    a@example.org: [b@example.org]
  cc: x
`;
    const yaml = withMail('[teacher, everybody, a@b, 3]', mail).replace('name: Approver,', 'name: Approver, mail: no,');
    expect(faultsIn(yaml).map((fault) => fault.slice(0, 60))).toEqual([
      '6 approver.mail: "no"',
      '10 services[0].recipients[0]: "teacher"',
      '10 services[0].recipients[1]: "everybody"',
      '10 services[0].recipients[2]: "a@b"',
      '10 services[0].recipients[3]: 3',
      '13 mail.from.name: "two\\nlines"',
      '13 mail.from.address: "Steward <steward@example.org>"',
      '14 mail.replyTo: "steward@site"',
      '16 mail.lists.teachers[1]: "no at"',
      expect.stringMatching(/^16 mail\.lists\.teachers\[2\]: "xxx/),
      '17 mail.lists.nobody: a list',
      '18 mail.lists.empty: nothing',
      '19 mail.lists.a@example.org: a list',
      '20 mail.cc: "x"',
    ]);
  });

  test('says how an address looks, and which list may have been meant', () => {
    const mail = `mail: { ${FROM}, lists: { teachers: [t@example.org], a@b: [t@example.org] } }\n`;
    const expected = faultsOf(() => siteOf('[teacher, everybody, a@b]', mail)).map((fault) => fault.expected);
    expect(expected).toEqual([
      "a list of 'mail.lists' (teachers, a@b) or a mail address. Write 'teachers', or add the list there.",
      "a list of 'mail.lists' (teachers, a@b) or a mail address. Write one of these, or add the list there.",
      "a mail address such as 'teachers@isc-learn.example'. Write it whole, without a name.",
      "a list's name, which is no address. Give it a name without '@'.",
    ]);
    expect(faultsOf(() => siteOf('[teachers]'))[0]?.expected).toContain('for there are no lists. Write one, or add');
  });

  test('to recipients is from somebody', () => {
    const yaml = withMail('[a@example.org]', '').replace('name: Approver,', 'name: Approver, mail: b@example.org,');
    expect(faultsIn(yaml)).toEqual(['6 approver.mail: "b@example.org"', '10 services[0].recipients: a list']);
    expect(faultsOf(() => load(yaml))[0]?.expected).toContain('Add `mail:');
  });
});

const LONG = `key: learn
    name: Learn
    host: Hannibal`;

describe('in teams mode', () => {
  const SMTP_URL = 'smtps://user:hush-hush@mail.example.org';
  const faults = (yaml: string, env: Record<string, string> = {}): readonly string[] =>
    faultsOf(() => loadSettings({ ...TEAMS, STEWARD_SITE: siteFile(yaml), ...env })).map(
      ({ where, found }) => `${where.replace(/^.*\.yaml:/, '')}: ${found}`,
    );

  test('recipients need a server, and a server needs somebody whom the mails are from', () => {
    const told = withMail('[a@example.org]');
    expect([faults(told), faults(told, { SMTP_URL })]).toEqual([['SMTP_URL: nothing'], []]);
    expect([faults(SITE), faults(SITE, { SMTP_URL })]).toEqual([[], ['2 mail: nothing']]);
    expect(faults(SITE + MAIL)).toEqual([]);
    expect(faults(withMail('[a@example.org]', ''))).toEqual(['10 services[0].recipients: a list', 'SMTP_URL: nothing']);
  });

  test('so does an approver with an address', () => {
    const yaml = SITE.replace('name: Approver,', 'name: Approver, mail: a@example.org,') + MAIL;
    expect([faults(yaml), faults(yaml, { SMTP_URL })]).toEqual([['SMTP_URL: nothing'], []]);
  });

  test('other faults of the site do not hide these', () => {
    const yaml = withMail('[a@example.org]').replace('Europe/Zurich', 'Mars');
    expect(faults(yaml)).toEqual(['3 timeZone: "Mars"', 'SMTP_URL: nothing']);
  });

  test('nobody is told under the ending that is for rehearsals', () => {
    const yaml = withMail('[a@site.Example, b@example.org]');
    expect(faults(yaml, { SMTP_URL })).toEqual(['10 services[0].recipients[0]: "a@site.Example"']);
    expect(load(yaml).site.services[0]?.recipients).toEqual(['a@site.example', 'b@example.org']);
  });
});

test('in local mode a site with recipients and no server tells nobody', () => {
  expect(load(withMail('[a@example.org]'), { STEWARD_MODE: 'local' }).smtp).toBeNull();
});
