/** Whatever anybody says and whenever the bot runs: what mail never does, and what it always does. */
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Event } from '../../src/domain/event.ts';
import { recipientsOf } from '../../src/domain/mailing.ts';
import type { MailPosting } from '../../src/domain/posting.ts';
import type { Site } from '../../src/domain/site.ts';
import { sayings, start } from '../support/arbitraries.ts';
import { APPROVER_MAIL, mailSite, SUPPORT } from '../support/fixtures.ts';
import type { Walk } from '../support/walk.ts';
import { walk } from '../support/walk.ts';

const RUNS = 300;
const SEED = 20270213;
jest.setTimeout(60_000);

/** The site of a walk, with people to write to for each of its services. */
const withMail = (site: Site): Site => ({
  ...site,
  approver: { ...site.approver, mail: APPROVER_MAIL },
  mail: mailSite.mail,
  services: site.services.map((one) => ({ ...one, recipients: [`${one.key}@isc-learn.example`, SUPPORT] })),
});

/** On any walk with mail, and the same one without. */
function always(property: (mailed: Walk, without: Walk) => void): void {
  fc.assert(
    fc.property(start, sayings, (from, said) => {
      property(walk({ ...from, site: withMail(from.site) }, said), walk(from, said));
    }),
    { seed: SEED, numRuns: RUNS },
  );
}

const mailsOf = ({ record }: Walk): readonly MailPosting[] =>
  record.flatMap(({ letters }) => letters.filter((letter): letter is MailPosting => letter.kind === 'mail'));

describe('on any walk with mail', () => {
  test('the process is the same as without', () => {
    const story = ({ record }: Walk): readonly Event[] =>
      record.map(({ event }) => event).filter(({ type }) => type !== 'addressed' && type !== 'refused');
    always((mailed, without) => {
      expect(story(mailed)).toEqual(story(without));
    });
  });

  test('every notice goes to everybody, right after it is decided, and nothing else but to the approver alone', () => {
    always(({ record, site }) => {
      for (const [index, { event, after }] of record.entries()) {
        const next = record[index + 1]?.event;
        if (event.type === 'noticed')
          expect(next).toMatchObject({ type: 'addressed', notice: event.notice, to: recipientsOf(after, site) });
        const before = record[index - 1]?.event;
        if (event.type === 'addressed' && before?.type !== 'noticed') expect(event.to).toEqual([APPROVER_MAIL]);
      }
    });
  });

  test('the calendar counts up, and says the same of the window as the notice', () => {
    always((mailed) => {
      const entries = mailsOf(mailed).flatMap(({ calendar, facts }) =>
        calendar === null ? [] : [{ calendar, facts }],
      );
      const counted = entries.map(({ calendar }) => calendar.sequence);
      expect(counted).toEqual([...new Set(counted)].sort((a, b) => a - b));
      for (const { calendar, facts } of entries) {
        expect(calendar.start).toBe(facts.start);
        expect(calendar.end).toBeGreaterThan(calendar.start);
      }
    });
  });

  test('before there is GO it is tentative, or cancelled', () => {
    always(({ record }) => {
      const go = record.findIndex(({ event }) => event.type === 'goGiven');
      const early = record.slice(0, go === -1 ? undefined : go).flatMap(({ letters }) => letters);
      for (const letter of early)
        if (letter.kind === 'mail') expect(['TENTATIVE', 'CANCELLED']).toContain(letter.calendar?.status);
    });
  });

  test('whoever has a tentative entry hears when it comes to nothing', () => {
    always(({ change }) => {
      if (change.stage.is !== 'cancelled' || !change.mailings.some(({ notice }) => notice === 'tentative')) return;
      expect(change.mailings.at(-1)?.notice).toBe('cancel');
    });
  });
});
