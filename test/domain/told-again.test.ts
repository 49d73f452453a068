/** What is sent again, and to whom, when letters were lost and the plan has gone on: nobody reads what does not hold any more. */
import { describe, expect, test } from '@jest/globals';
import { entryOf } from '../../src/domain/calendar.ts';
import type { Event } from '../../src/domain/event.ts';
import { hasHeard, newcomers } from '../../src/domain/mailing.ts';
import type { MailName, MailPosting } from '../../src/domain/posting.ts';
import { approver, APPROVER_MAIL, implementer, mailSite, SUPPORT, TEACHERS, zurich } from '../support/fixtures.ts';
import { expectRefused, Story } from '../support/given.ts';
import { lettersOf } from '../support/letters.ts';
import { approved, askedForGo, askedForSnapshot, cancelled } from '../support/stories.ts';

const EVERYBODY = [APPROVER_MAIL, TEACHERS, SUPPORT];
const RESEND = { type: 'resend' } as const;
const CANCEL = { type: 'cancel', reason: 'No budget' } as const;

const mails = (story: Story): readonly MailPosting[] =>
  lettersOf(story).filter((letter): letter is MailPosting => letter.kind === 'mail');

function mail(story: Story, notice: MailName): MailPosting {
  const found = mails(story).findLast((one) => one.notice === notice);
  if (found === undefined) throw new Error(`no mail '${notice}'`);
  return found;
}

type Mailed = Extract<Event, { type: 'mailed' }>;

function then(
  story: Story,
  event: Omit<Mailed, 'at' | 'by'> | Omit<Extract<Event, { type: 'gaveUp' }>, 'at' | 'by'>,
): Story {
  const at = story.events.at(-1)?.at ?? 0;
  return new Story([...story.events, { ...event, at, by: null }], story.site);
}

/** The mails of a notice went, or were lost, to these. */
function mailed(story: Story, notice: MailName, sent: readonly string[], gaveUp: readonly string[] = []): Story {
  const posting = mail(story, notice);
  return then(story, {
    type: 'mailed',
    key: posting.key,
    sent: sent.map((to) => ({ to, id: `${notice}.${to}` })),
    gaveUp: gaveUp.map((to) => ({ to, why: '550 no such user' })),
    leftOut: [],
    ...(gaveUp.length === 0 ? {} : { lost: { ...posting, to: gaveUp } }),
  });
}

function lostInTeams(story: Story, notice: MailName): Story {
  const lost = lettersOf(story).findLast((one) => one.kind === 'notice' && one.notice === notice);
  if (lost === undefined) throw new Error(`no notice '${notice}'`);
  return then(story, { type: 'gaveUp', key: lost.key, why: '403', lost });
}

const moved = (story: Story, start = '2027-02-27T08:00'): Story =>
  story.says(implementer, '2027-02-08 10:00', {
    type: 'reschedule',
    window: { start, minutes: 240 },
    reason: 'The vendor is late',
  });

describe('resend', () => {
  test('sends no plan that has lost its GO, and the new GO announces the new one', () => {
    const story = moved(lostInTeams(approved(), 'announce'));
    expectRefused(story.hear(implementer, '2027-02-08 11:00', RESEND), 'nothing to resend');
    const again = story.until('2027-02-20 09:00').says(approver, '2027-02-20 10:00', { type: 'giveGo' });
    expect(again.read('announce').at(-1)?.start).toBe(zurich('2027-02-27 08:00'));
  });

  test('sends no announcement after a NOGO on the day', () => {
    const failed = askedForSnapshot(mailSite).says(implementer, '2027-02-13 05:30', {
      type: 'failSnapshot',
      reason: 'The disk is full',
    });
    const lost = mailed(failed, 'announce', [], EVERYBODY);
    const story = lost.says(approver, '2027-02-13 06:00', { type: 'giveNogo', reason: 'No snapshot' });
    expectRefused(story.hear(implementer, '2027-02-13 06:10', RESEND), 'nothing to resend');
  });

  test('sends nothing that something newer is about to overtake', () => {
    const lost = mailed(approved(mailSite), 'announce', [APPROVER_MAIL, SUPPORT], [TEACHERS]);
    const story = moved(lost).until('2027-02-20 09:00').says(approver, '2027-02-20 10:00', { type: 'giveGo' });
    expectRefused(story.hear(implementer, '2027-02-20 10:01', RESEND), 'nothing to resend');
  });

  test('sends no plan whose window has gone by, though it has its GO: neither to those who missed it', () => {
    const lost = mailed(approved(mailSite), 'announce', [APPROVER_MAIL, SUPPORT], [TEACHERS]).until('2027-02-13 13:00');
    const over = mailed(lost, 'remind', [APPROVER_MAIL, SUPPORT], [TEACHERS]);
    const { key } = mail(over, 'postponed');
    const sent = [APPROVER_MAIL, SUPPORT].map((to) => ({ to, id: `postponed.${to}` }));
    const leftOut = [{ to: TEACHERS, why: 'never told' }] as const;
    const story = then(over, { type: 'mailed', key, sent, gaveUp: [], leftOut });
    expectRefused(story.hear(implementer, '2027-02-13 13:10', RESEND), 'nothing to resend');
  });

  test('nor where it reached nobody at all', () => {
    const lost = mailed(lostInTeams(approved(mailSite), 'announce'), 'announce', [], EVERYBODY);
    const over = mailed(lostInTeams(lost.until('2027-02-13 11:00'), 'remind'), 'remind', [], EVERYBODY);
    expectRefused(over.until('2027-02-13 13:00').hear(implementer, '2027-02-13 13:10', RESEND), 'nothing to resend');
  });

  test('lets those who read it by mail then hear of the cancellation, though the channel lost it twice', () => {
    const lost = mailed(lostInTeams(approved(mailSite), 'announce'), 'announce', [], EVERYBODY);
    expect(lost.change.tellings).toEqual([]);
    const again = lost.says(implementer, '2027-02-07 10:00', RESEND);
    const arrived = mailed(lostInTeams(again, 'announce'), 'announce', EVERYBODY);
    expect(arrived.change.tellings).toHaveLength(1);
    expect(mail(arrived.says(implementer, '2027-02-08 10:00', CANCEL), 'cancel').to).toEqual(EVERYBODY);
  });
});

describe('recipients who were away', () => {
  test('read the present plan when they do not know the last one', () => {
    const known = mailed(approved(mailSite), 'announce', EVERYBODY);
    const without = new Story(known.events, { ...mailSite, mail: undefined });
    const story = moved(without).until('2027-02-20 09:00').says(approver, '2027-02-20 10:00', { type: 'giveGo' });
    expect(newcomers(story.change, story.instant('2027-02-21 09:00'), mailSite)).toMatchObject([
      { notice: 'announce', to: EVERYBODY, joined: true },
    ]);
  });

  test('whom a mail did not reach are sent it again by somebody, not by every start', () => {
    const story = mailed(approved(mailSite), 'announce', [APPROVER_MAIL], [TEACHERS, SUPPORT]);
    expect(newcomers(story.change, story.instant('2027-02-07 09:00'), mailSite)).toEqual([]);
  });

  test('who never heard of the first window read the new one alone', () => {
    const without = new Story(
      approved(mailSite).events.filter(({ type }) => type !== 'addressed'),
      mailSite,
    );
    const off = moved(without).until('2027-02-13 08:00');
    const { key } = mail(off, 'postponed');
    const leftOut = EVERYBODY.map((to) => ({ to, why: 'never told' as const }));
    const spared = then(off, { type: 'mailed', key, sent: [], gaveUp: [], leftOut });
    const story = spared.until('2027-02-20 09:00').says(approver, '2027-02-20 10:00', { type: 'giveGo' });
    expect(mails(story).map(({ notice, to }) => [notice, to.length])).toEqual([
      ['postponed', 3],
      ['announce', 3],
    ]);
  });
});

describe('a lost answer', () => {
  test('may have been a mail that arrived: what takes it back is sent', () => {
    const story = approved(mailSite);
    const { key } = mail(story, 'announce');
    const gaveUp = [{ to: TEACHERS, why: 'ETIMEDOUT', maybe: true as const }];
    const unsure = then(story, { type: 'mailed', key, sent: [], gaveUp, leftOut: [] });
    expect(hasHeard(TEACHERS, unsure.change, '')).toBe(true);
    expect(hasHeard(SUPPORT, unsure.change, '')).toBe(false);
  });
});

describe('the calendar', () => {
  test('takes back the entry that it made, with the window of that, after an earlier cancellation', () => {
    const off = askedForSnapshot(mailSite)
      .says(implementer, '2027-02-13 05:30', { type: 'failSnapshot', reason: 'The disk is full' })
      .says(approver, '2027-02-13 06:00', { type: 'giveNogo', reason: 'No snapshot' });
    const again = off.says(implementer, '2027-02-13 07:00', {
      type: 'reschedule',
      window: { start: '2027-03-06T08:00', minutes: 240 },
      reason: 'A new disk',
    });
    const asked = again
      .says(implementer, '2027-02-14 07:00', { type: 'tickCorrections', done: [0] })
      .until('2027-02-27 09:00');
    const tentative = mail(asked, 'tentative').calendar;
    const over = asked.says(implementer, '2027-02-27 10:00', CANCEL);
    expect(tentative?.start).toBe(zurich('2027-03-06 08:00'));
    expect(mail(over, 'cancel')).toMatchObject({ to: [APPROVER_MAIL], facts: { start: zurich('2027-03-06 08:00') } });
    expect(mail(over, 'cancel').calendar?.sequence).toBeGreaterThan(tentative?.sequence ?? 99);
  });

  test('to subscribe to knows of a cancellation that reached nobody', () => {
    const lost = mailed(lostInTeams(cancelled(mailSite), 'cancel'), 'cancel', [], EVERYBODY);
    expect(entryOf(lost.change, mailSite)?.calendar.status).toBe('CANCELLED');
  });

  test('has the tentative entry of an emergency at once', () => {
    const draft = { ...askedForGo().change.draft, emergency: true as const };
    const story = new Story([], mailSite).says(implementer, '2027-02-12 10:00', { type: 'create', form: 'f', draft });
    expect(mails(story).map(({ notice, to }) => [notice, to])).toEqual([['tentative', [APPROVER_MAIL]]]);
  });
});
