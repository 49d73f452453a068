/** The mails of a change are one conversation in the mailbox of each reader, and a repeat is known as one. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Mailer } from '../../src/app/ports.ts';
import type { MailName } from '../../src/domain/posting.ts';
import { smtpMailer } from '../../src/mail/mailer.ts';
import { mailIdOf } from '../../src/mail/message-id.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import { letterOf, needsOf, sender, students, teachers, NOW } from './given.ts';

let office: PostOffice;
let mailer: Mailer;

beforeAll(async () => {
  office = await startPostOffice();
  mailer = smtpMailer(needsOf(office.port));
});
afterAll(async () => {
  mailer.close();
  await office.close();
});

async function told(notice: MailName, version: number, earlier: readonly string[], to = teachers): Promise<string> {
  return (await mailer.write(letterOf(notice, { version }))).send(to, earlier, NOW);
}

describe('the mails of a change', () => {
  test('each answer the one before, and name all that came before', async () => {
    const ids: string[] = [];
    for (const [index, notice] of (['announce', 'remind', 'start', 'end'] as const).entries())
      ids.push(await told(notice, 10 + index, ids));
    const [first, second, third, fourth] = office.box(teachers);
    const whole = ids.map((id) => `<${id}@isc-learn.example>`);
    expect([first?.messageId, second?.messageId, third?.messageId, fourth?.messageId]).toEqual(whole);
    expect([first?.inReplyTo, first?.references]).toEqual([null, []]);
    expect([second?.inReplyTo, second?.references]).toEqual([whole[0], whole.slice(0, 1)]);
    expect([fourth?.inReplyTo, fourth?.references]).toEqual([whole[2], whole.slice(0, 3)]);
  });

  test('have the same id at every try, and another one for every recipient, notice and version', async () => {
    const id = await told('announce', 12, [], students);
    expect(await told('announce', 12, [], students)).toBe(id);
    const others = [
      await told('announce', 12, [], teachers),
      await told('moved', 12, [], students),
      await told('announce', 13, [], students),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });

  test('can be followed by their ids: the change, the notice, its number', async () => {
    expect(await told('announce', 12, [])).toMatch(/^CHG-2027-001\.announce\.12\.[\w-]{8}$/);
    expect(mailIdOf('CHG-2027-001/incident-update/mail/31', 'é"<>@isc-learn.example')).toMatch(
      /^CHG-2027-001\.incident-update\.31\.[\w-]{8}$/,
    );
  });

  test('stay one conversation of fifty', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => mailIdOf(`CHG-2027-001/extend/mail/${index}`, teachers));
    await told('end', 60, ids);
    const mail = office.mails.at(-1);
    expect(mail?.references).toHaveLength(50);
    for (const line of String(mail?.raw).split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });

  test('have an id that other servers can read where the domain has letters of another script', async () => {
    const other = smtpMailer(needsOf(office.port, { sender: { ...sender, address: 'steward@école.example' } }));
    await (await other.write(letterOf('announce'))).send(teachers, [], NOW);
    other.close();
    expect(office.mails.at(-1)?.messageId).toMatch(/@xn--cole-9oa\.example>$/);
  });
});
