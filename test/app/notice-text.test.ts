/** What somebody typed, as the sentences of a notice say it, and the subject that a mail and a preview share. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { NoticeText } from '../../src/app/notice-text.ts';
import { noticeTexts, reasonSaid, subjectOf } from '../../src/app/notice-text.ts';
import type { Voice } from '../../src/app/words.ts';
import type { MailName, NoticeFacts } from '../../src/domain/posting.ts';
import { readSentences } from '../../src/text/sentences.ts';
import { times } from '../../src/text/times.ts';
import { zurich } from '../support/fixtures.ts';

const TEXTS = fileURLToPath(new URL('../../cards/text', import.meta.url));

const [english, french] = ['en', 'fr'].map((language) => ({
  sentences: readSentences(TEXTS, language),
  times: times(language, 'Europe/Zurich'),
  escape: (text: string) => text.replaceAll('*', '\\*'),
})) as [Voice, Voice];

const [START, END] = [zurich('2027-02-13 08:00'), zurich('2027-02-13 12:00')];
const FACTS: NoticeFacts = {
  ...{ title: 'Upgrade Moodle', service: 'ISC Learn', start: START, end: END, happened: END, days: 1 },
  ...{ before: { service: 'ISC Learn', start: START, end: START }, next: null, way: null, outcome: null },
  reason: 'The disk is full',
};
/** The sentences with what somebody typed in them. */
const WITH_REASON: readonly MailName[] = [
  ...(['extend', 'incident', 'incident-update', 'cancel', 'moved', 'postponed', 'delayed'] as const),
];

function said(notice: MailName, facts: Partial<NoticeFacts> = {}, voice = english): NoticeText {
  const [text] = noticeTexts({ notice, facts: { ...FACTS, ...facts }, lateSince: null }, [voice]);
  if (text === undefined) throw new Error('Nothing is said');
  return text;
}

describe('a reason', () => {
  test.each([
    ['The disk is full', 'The disk is full.'],
    ['  The disk is full\r\n', 'The disk is full.'],
    ['See ticket 12 (restore)', 'See ticket 12 (restore).'],
    ['Full 🚀', 'Full 🚀.'],
    ['שדרוג', 'שדרוג.'],
  ])('%j gets a full stop', (typed, ended) => {
    expect(reasonSaid(typed)).toBe(ended);
  });

  test.each([
    ...['The disk is full.', 'Is the disk full?', 'The disk is full!', 'Le disque est plein\u202f!'],
    ...['We wait…', 'It waits for:', 'The disk is full,', '(The disk is full.)', '磁盘已满。', 'امتلأ القرص؟'],
    ...['It says "full"', 'It says “full”', 'Il dit «\u00a0plein\u00a0»', 'Er sagt „voll“', 'It says ‘full’'],
    '',
  ])('%j gets none', (typed) => {
    expect(reasonSaid(typed)).toBe(typed);
  });

  test('of 1,000 characters is said, of more is cut', () => {
    expect(reasonSaid('x'.repeat(999))).toBe(`${'x'.repeat(999)}.`);
    expect(reasonSaid(`${'x'.repeat(999)}.`)).toBe(`${'x'.repeat(999)}.`);
    expect(reasonSaid(`${'x'.repeat(1000)}.`)).toBe(`${'x'.repeat(999)}…`);
    expect(reasonSaid(`${'x'.repeat(990)} ${' '.repeat(20)}y`)).toBe(`${'x'.repeat(990)}…`);
  });

  test('is cut between signs, not within one', () => {
    expect(reasonSaid(`${'x'.repeat(998)}🚀🚀`)).toBe(`${'x'.repeat(998)}…`);
  });

  test('is never longer than that, and says what was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (typed) => {
        const reason = reasonSaid(typed);
        expect(reason.length).toBeLessThanOrEqual(1001);
        expect(typed.trim().startsWith(reason.replace(/[.…]$/, ''))).toBe(true);
      }),
    );
  });

  test.each(WITH_REASON)('stands in %s as a sentence, with one stop', (notice) => {
    for (const voice of [english, french])
      for (const reason of ['The disk is full', 'The disk is full.']) {
        const { body } = said(notice, { reason }, voice);
        expect(body).toContain('The disk is full.');
        expect(body).not.toContain('..');
      }
  });

  test('is made harmless once it is cut', () => {
    expect(said('cancel', { reason: '*'.repeat(2000) }).body).toMatch(/ (?:\\\*){999}…$/);
  });
});

describe('a subject', () => {
  const parts = (subject: string, heading: string): NoticeText => ({
    ...{ language: 'en', body: '', summary: '', lateness: '' },
    ...{ subject, heading },
  });

  test('is whole in the first language, and says what it is about in the others', () => {
    expect(subjectOf([parts('Incident: ISC Learn, since 11:45', 'Incident'), parts('all', 'Panne')])).toBe(
      'Incident: ISC Learn, since 11:45 / Panne',
    );
  });

  test('says what two languages say alike once', () => {
    expect(subjectOf([parts('Incident', 'Incident'), parts('all', 'Incident'), parts('all', 'Vorfall')])).toBe(
      'Incident / Vorfall',
    );
  });

  test('is one line, and ends somewhere', () => {
    expect(subjectOf([parts('Maintenance\r\nBcc: all', ''), parts('', 'Panne\n')])).toBe(
      'Maintenance Bcc: all / Panne',
    );
    expect(subjectOf([parts('x'.repeat(5000), ''), parts('', 'Panne')]).length).toBeLessThanOrEqual(250);
  });
});

describe('what matters is said first', () => {
  test.each([
    ['emergency', 'Urgent maintenance: ISC Learn', 'Maintenance urgente\u00a0: ISC Learn'],
    ['short notice', 'Planned maintenance: ISC Learn', 'Maintenance prévue\u00a0: ISC Learn'],
  ] as const)('of an announcement that comes as %s', (urgency, inEnglish, inFrench) => {
    for (const [voice, heading] of [[english, inEnglish] as const, [french, inFrench] as const]) {
      const { subject, summary, ...others } = said('announce', { urgency }, voice);
      expect(others.heading).toBe(heading);
      for (const one of [subject, summary]) expect(one).toContain(`${heading}, `);
    }
  });

  test('of an incident: when it is expected to be over, as soon as that is known', () => {
    const next = zurich('2027-02-13 14:00');
    expect(said('incident-update', { next }).subject).toBe(
      'Incident, update: ISC Learn, expected back Sat 13 Feb 2027, 14:00 CET (UTC+01:00)',
    );
    expect(said('incident-update').subject).toBe('Incident, update: ISC Learn, Sat 13 Feb 2027, 12:00 CET (UTC+01:00)');
    expect(said('incident-update', { next }, french).subject).toContain(
      'Nouvelles de l’incident\u00a0: ISC Learn, retour prévu\u00a0: sam. 13 févr. 2027, 14:00',
    );
  });
});
