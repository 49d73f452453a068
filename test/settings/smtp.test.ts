import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadSettings } from '../../src/settings.ts';
import type { Mode } from '../../src/settings/environment.ts';
import { Reader, readSmtp } from '../../src/settings/environment.ts';
import type { Fault } from '../../src/settings/fault.ts';
import { SettingsError } from '../../src/settings/fault.ts';
import type { Smtp } from '../../src/settings/smtp.ts';
import { SITE, TEAMS, faultsOf, siteFile } from './support.ts';

function read(
  SMTP_URL: string,
  mode: Mode = 'teams',
): { readonly smtp: Smtp | null; readonly faults: readonly Fault[] } {
  const reader = new Reader({ SMTP_URL });
  return { smtp: readSmtp(reader, mode), faults: reader.faults };
}

function smtpOf(url: string): Smtp | null {
  return read(url).smtp;
}

describe('the mail server', () => {
  test('is asked for STARTTLS with smtp, and speaks TLS from the start with smtps', () => {
    const auth = { user: 'user', pass: 'password' };
    expect(smtpOf('smtp://user:password@mail.example.org:2525')).toEqual({
      host: 'mail.example.org',
      port: 2525,
      secure: false,
      requireTls: true,
      auth,
    });
    expect(smtpOf('SMTPS://user:password@Mail.Example.org/')).toEqual({
      host: 'mail.example.org',
      port: 465,
      secure: true,
      requireTls: true,
      auth,
    });
  });

  test('needs no login, and then no TLS either', () => {
    expect(smtpOf('smtp://mail.example.org')).toEqual({
      host: 'mail.example.org',
      port: 587,
      secure: false,
      requireTls: false,
    });
    expect(smtpOf('')).toBeNull();
  });

  test('gets user and password decoded; the last @ ends them', () => {
    expect(smtpOf('smtp://steward%40example.org:p%3A%2F%25@ss:w@mail.example.org')?.auth).toEqual({
      user: 'steward@example.org',
      pass: 'p:/%@ss:w',
    });
  });

  test.each(['127.0.0.1', '127.8.8.8', 'localhost', '[::1]', '[0:0:0:0:0:0:0:1]'])(
    'on this machine, %s, may hear the password without TLS',
    (host) => {
      expect(smtpOf(`smtp://u:p@${host}:25`)).toMatchObject({ requireTls: false, port: 25 });
    },
  );

  test.each(['128.0.0.1', '[2001:db8::1]', 'localhost.example.org', '127.0.0.1.example.org', '0.0.0.0'])(
    'elsewhere, %s, may not',
    (host) => {
      expect(smtpOf(`smtp://u:p@${host}`)).toMatchObject({ requireTls: true, host: host.replace(/[[\]]/g, '') });
    },
  );

  test.each([
    ['mail.example.org:587', 'another beginning than smtp:// or smtps://'],
    ['https://mail.example.org', 'another beginning than smtp:// or smtps://'],
    ['smtp:mail.example.org', 'another beginning than smtp:// or smtps://'],
    ['smtp://', 'no host'],
    ['smtp://user:hush@:587', 'no host'],
    ['smtp://user:hush@mail..site?.org', 'something after host and port'],
    ['smtp://-mail-', 'a host that is none'],
    ['smtp://[::1', 'a host that is none'],
    ['smtp://user:hush@[mail]', 'a host that is none'],
    ['smtp://2001:db8::1', 'a port that is none'],
    ['smtp://user:hush@mail.example.org:0', 'a port that is none'],
    ['smtp://user:hush@mail.example.org:65536', 'a port that is none'],
    ['smtp://user:hush@mail.example.org:', 'a port that is none'],
    ['smtp://user:hu/sh@mail.example.org', 'something after host and port'],
    ['smtp://user:hu#sh@mail.example.org', 'something after host and port'],
    ['smtp://mail.example.org/path', 'something after host and port'],
    ['smtp://mail.example.org?pool=true', 'something after host and port'],
    ['smtp://user:hu sh@mail.example.org', 'a space or a line break in it'],
    ['smtp://user@mail.example.org', 'a user without a password'],
    ['smtp://user:@mail.example.org', 'a user without a password'],
    ['smtp://:hush@mail.example.org', 'a password without a user'],
    ['smtp://user:100%@mail.example.org', 'a % that begins no code'],
  ])('of %s is refused: %s', (url, found) => {
    expect(read(url).faults).toMatchObject([{ where: 'SMTP_URL', found }]);
  });

  const part = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'smtp://',
      'smtps://',
      ':',
      '@',
      '/',
      '?',
      '#',
      '%',
      '[',
      ']',
      '::1',
      '25',
      'mail.example.org',
      'user',
    ),
  );
  test('of any text is settings or a fault, and what is wrong with it never shows it', () => {
    const secret = 'qX8-very.secret';
    fc.assert(
      fc.property(fc.array(part), fc.array(part), (before, after) => {
        const { smtp, faults } = read([...before, secret, ...after].join(''));
        expect(faults.map(({ where }) => where)).toEqual(smtp === null ? ['SMTP_URL'] : []);
        expect(new SettingsError(faults).message).not.toContain(secret);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe.each(['local', 'rehearsal'] as const)('in %s mode', (mode) => {
  test('no mail leaves the machine', () => {
    expect(read('smtp://user:hush@mail.example.org', mode).faults).toMatchObject([
      { where: 'SMTP_URL', found: 'a mail server elsewhere', expected: expect.stringContaining(`${mode} mode`) },
    ]);
    expect(read('smtp://127.0.0.1:2525', mode)).toMatchObject({ smtp: { port: 2525 }, faults: [] });
  });
});

test('the settings have it, and what is wrong with it is listed with everything else', () => {
  const STEWARD_SITE = siteFile(`${SITE}mail: { from: { name: Steward, address: steward@example.org } }\n`);
  const env = { ...TEAMS, STEWARD_SITE };
  expect(loadSettings({ ...env, SMTP_URL: 'smtps://mail.example.org' }).smtp?.port).toBe(465);
  const wrong = faultsOf(() => loadSettings({ ...env, SMTP_URL: 'mail.example.org', PORT: 'x' }));
  expect(wrong.map(({ where }) => where)).toEqual(['PORT', 'SMTP_URL']);
});
