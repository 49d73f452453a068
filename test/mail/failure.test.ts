/** What goes wrong between the bot and the mail server, and whether it may go better later. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Mailer } from '../../src/app/ports.ts';
import { SendFailed } from '../../src/app/ports.ts';
import { secretsOf, sendFailed } from '../../src/mail/failure.ts';
import { smtpMailer } from '../../src/mail/mailer.ts';
import type { Smtp } from '../../src/mail/transport.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import type { MailFault } from '../../src/rehearsal/post-office/faults.ts';
import type { PostOfficeOptions } from '../../src/rehearsal/post-office/options.ts';
import { cert, key } from './certificate.ts';
import { letterOf, needsOf, students, teachers, NOW } from './given.ts';

let office: PostOffice | undefined;
let mailer: Mailer | undefined;

afterEach(async () => {
  mailer?.close();
  await office?.close();
  office = undefined;
});

const login = { user: 'steward', pass: 'correct horse' };
const tls = { key, cert };

async function open(options: PostOfficeOptions = {}, smtp: Partial<Smtp> = {}): Promise<PostOffice> {
  const opened = await startPostOffice(options);
  office = opened;
  speakTo(opened.port, smtp);
  return opened;
}

function speakTo(port: number, smtp: Partial<Smtp> = {}): void {
  const needs = needsOf(port);
  mailer = smtpMailer({ ...needs, smtp: { ...needs.smtp, ...smtp } });
}

/** What came of it: the id, or why not. */
async function send(to = teachers): Promise<string | SendFailed> {
  if (mailer === undefined) throw new Error('There is no mailer');
  const mail = await mailer.write(letterOf('announce'));
  return mail.send(to, [], NOW).catch((error: unknown) => {
    if (error instanceof SendFailed) return error;
    throw error;
  });
}

async function failed(to = teachers): Promise<SendFailed> {
  const outcome = await send(to);
  if (typeof outcome === 'string') throw new Error(`It was sent: ${outcome}`);
  return outcome;
}

describe('a mail that the server does not take', () => {
  test.each<[string, MailFault, SendFailed['kind'], RegExp]>([
    ['for a mailbox that is not there', { at: 'recipient', status: 550 }, 'final', /^550 5\.1\.1 There is no such/],
    ['for a mailbox that is full', { at: 'recipient', status: 552 }, 'final', /^552 5\.2\.2/],
    ['for what is in it', { at: 'message', status: 554 }, 'final', /^554 5\.7\.1/],
    ['for now, as greylisting does', { at: 'recipient', status: 451 }, 'passing', /^451 4\.7\.1/],
    ['for now, once it has the whole of it', { at: 'message', status: 452 }, 'passing', /^452 4\.2\.2/],
    ['since it closes down', { at: 'recipient', status: 421 }, 'passing', /421 4\.3\.2/],
    ['before anything was said', { at: 'connection', status: 421 }, 'passing', /421/],
    ['since it wants nobody to connect', { at: 'connection', status: 554 }, 'passing', /554/],
    ['for it breaks off before it has it', { at: 'message', drop: 'before' }, 'passing', /^ECONNECTION/],
    ['for it breaks off and does not say that it has it', { at: 'message', drop: 'after' }, 'passing', /^ECONNECTION/],
    ['for it says nothing', { at: 'message', hang: Infinity }, 'passing', /^ETIMEDOUT/],
    ['for it does not even greet', { at: 'connection', hang: Infinity }, 'passing', /^ETIMEDOUT/],
  ])('%s', async (_, fault, kind, why) => {
    const { faults } = await open();
    faults.add(fault);
    const error = await failed();
    expect([error.kind, error.message, error.retryAfterMs]).toEqual([kind, expect.stringMatching(why), null]);
  });

  test('is handed over once, also where the answer to it was lost: the caller tries again', async () => {
    const opened = await open();
    opened.faults.add({ at: 'message', drop: 'after', times: 1 });
    await failed();
    expect(opened.taken).toBe(1);
    const id = await send();
    expect(opened.mails.map(({ messageId }) => messageId)).toEqual(Array(2).fill(`<${String(id)}@isc-learn.example>`));
  });

  test('keeps nobody else from theirs', async () => {
    const opened = await open();
    opened.faults.add({ at: 'recipient', to: teachers, status: 550 });
    const [refused, taken] = await Promise.all([send(teachers), send(students)]);
    expect(refused).toBeInstanceOf(SendFailed);
    expect(taken).toMatch(/^CHG-2027-001\.announce\.12\./);
    expect(opened.mails.map(({ to }) => to)).toEqual([students]);
  });

  test('goes once the server has recovered', async () => {
    const opened = await open();
    opened.faults.add({ at: 'connection', status: 421, times: 1 });
    expect((await failed()).kind).toBe('passing');
    expect(typeof (await send())).toBe('string');
  });
});

describe('a server that cannot be spoken to', () => {
  test('because nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    speakTo(port);
    expect(await failed()).toMatchObject({
      kind: 'passing',
      message: expect.stringContaining('ECONNREFUSED') as unknown,
    });
  });

  test('because its name is not known', async () => {
    speakTo(25, { host: 'mail.isc-learn.invalid' });
    expect(await failed()).toMatchObject({
      kind: 'passing',
      message: expect.stringMatching(/^E(DNS|TIMEDOUT)/) as unknown,
    });
  });

  test('because it closes at once, again and again', async () => {
    const { faults } = await open();
    faults.add({ at: 'connection', drop: 'before' });
    expect(await failed()).toMatchObject({
      kind: 'passing',
      message: expect.stringMatching(/^ECONNECTION/) as unknown,
    });
  });

  test('because the bot hangs up', async () => {
    const { faults } = await open();
    faults.add({ at: 'message', hang: Infinity });
    const sending = Promise.all([failed(teachers), failed(students)]);
    await new Promise((resolve) => setImmediate(resolve));
    mailer?.close();
    expect((await sending).map(({ kind }) => kind)).toEqual(['passing', 'passing']);
  });

  test('any more, once the bot has hung up', async () => {
    await open();
    mailer?.close();
    expect((await failed()).kind).toBe('passing');
  });
});

describe('a connection', () => {
  test('changes to TLS by itself where that is offered', async () => {
    const opened = await open({ tls, login }, { auth: login, ca: cert });
    await send();
    expect(opened.taken).toBe(1);
  });

  test('does not send in plain text where TLS is wanted', async () => {
    const opened = await open({}, { requireTls: true });
    expect(await failed()).toMatchObject({
      kind: 'passing',
      message: expect.stringMatching(/^ETLS 5/) as unknown,
    });
    expect(opened.attempts).toEqual([]);
  });

  test('sends nothing to a server whose certificate nobody vouches for', async () => {
    const opened = await open({ tls });
    expect(await failed()).toMatchObject({ kind: 'passing', message: expect.stringMatching(/self-signed/) as unknown });
    expect(opened.attempts).toEqual([]);
  });

  test('with a login that is refused may go later: a mended password lets it go on', async () => {
    const opened = await open({ tls, login }, { auth: { ...login, pass: 'wrong horse' }, ca: cert });
    const error = await failed();
    expect(error.kind).toBe('passing');
    expect(error.message).toMatch(/^EAUTH 535 5\.7\.8/);
    expect(error.message).not.toContain('wrong horse');
    expect(opened.attempts).toEqual([]);
  });

  test('without the login that is asked for may go later', async () => {
    await open({ tls, login }, { ca: cert });
    expect(await failed()).toMatchObject({ kind: 'passing', message: expect.stringMatching(/^530/) as unknown });
  });

  test('that is not needed is not made: nothing is sent before there is something to say', async () => {
    let connections = 0;
    const server = createServer(() => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    speakTo((server.address() as AddressInfo).port);
    await mailer?.write(letterOf('announce'));
    await new Promise((resolve) => server.close(resolve));
    expect(connections).toBe(0);
  });
});

describe('why a mail was not sent', () => {
  const of = (error: object, auth?: typeof login): string => sendFailed(error, secretsOf(auth)).message;

  test('is one line of some words, whatever the server said', () => {
    const words = of({ code: 'EENVELOPE', response: `550-5.1.1 No\r\n550 5.1.1 \u0007such mailbox${'!'.repeat(500)}` });
    expect(words).toMatch(/^550-5\.1\.1 No 550 5\.1\.1 such mailbox!+…$/);
    expect(words.length).toBeLessThanOrEqual(200);
  });

  test('holds no password, in none of the ways it is said', () => {
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const told = [login.pass, base64(login.pass), base64(`\0${login.user}\0${login.pass}`)].join(' and ');
    expect(of({ code: 'EAUTH', response: `535 What is ${told}?` }, login)).toBe('EAUTH 535 What is … and … and …?');
    expect(of({ code: 'EDNS', message: 'at smtp://steward:pa%20ss@mail.isc-learn.example:587' })).toBe(
      'EDNS at smtp://mail.isc-learn.example:587',
    );
  });

  test('is final for what is said of the recipient or the mail, and for nothing else', () => {
    const kind = (error: object): string => sendFailed(error).kind;
    expect(kind({ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 })).toBe('passing');
    expect(kind({ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 503 })).toBe('passing');
    expect(kind({ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 530 })).toBe('passing');
    expect(kind({ code: 'EENVELOPE', command: 'API' })).toBe('final');
    expect(kind({ code: 'EMESSAGE', command: 'MAIL FROM' })).toBe('final');
    expect(kind(new Error('why?'))).toBe('passing');
  });
});
