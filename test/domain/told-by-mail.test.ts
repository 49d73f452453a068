/** Whoever was told once is told everything, by mail too; each in one mail, and nobody of what they never heard of. */
import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../src/domain/event.ts';
import { countsOf, leftOut, mailsTo, newcomers, recipientsOf } from '../../src/domain/mailing.ts';
import type { MailName, MailPosting } from '../../src/domain/posting.ts';
import { inIncident, more, SNAPSHOT } from '../support/bad-day.ts';
import {
  APPROVER_MAIL,
  approver,
  implementer,
  mailingTo,
  mailSite,
  member,
  site,
  SUPPORT,
  TEACHERS,
  TESTERS,
  zurich,
} from '../support/fixtures.ts';
import { expectRefused, Story } from '../support/given.ts';
import { lettersOf } from '../support/letters.ts';
import {
  approved,
  askedForGo,
  askedForPreCheck,
  cancelled,
  closed,
  nogo,
  prepared,
  started,
} from '../support/stories.ts';

const EVERYBODY = [APPROVER_MAIL, TEACHERS, SUPPORT];

const mails = (story: Story): readonly MailPosting[] =>
  lettersOf(story).filter((letter): letter is MailPosting => letter.kind === 'mail');

/** `announce to 3, CONFIRMED 1`, mail by mail. */
const said = (story: Story): readonly string[] =>
  mails(story).map(({ notice, to, calendar }) => {
    const entry = calendar === null ? 'no entry' : `${calendar.status} ${String(calendar.sequence)}`;
    return `${notice} to ${to.length === EVERYBODY.length ? 'everybody' : to.join(' and ')}, ${entry}`;
  });

const mail = (story: Story, notice: MailName): MailPosting => {
  const found = mails(story).findLast((one) => one.notice === notice);
  if (found === undefined) throw new Error(`no mail '${notice}'`);
  return found;
};

/** The story with what became of a mail. */
function mailed(
  story: Story,
  notice: MailName,
  sent: readonly string[],
  gaveUp: readonly string[] = [],
  at: string | number = story.events.at(-1)?.at ?? 0,
): Story {
  const posting = mail(story, notice);
  const event: Event = {
    type: 'mailed',
    key: posting.key,
    sent: sent.map((to) => ({ to, id: `${notice}.${to}` })),
    gaveUp: gaveUp.map((to) => ({ to, why: '550 no such user' })),
    leftOut: [],
    ...(gaveUp.length === 0 ? {} : { lost: { ...posting, to: gaveUp } }),
    at: story.instant(at),
    by: null,
  };
  return new Story([...story.events, event], story.site);
}

function lostInTeams(story: Story, notice: MailName): Story {
  const posting = lettersOf(story).find((one) => one.kind === 'notice' && one.notice === notice);
  if (posting === undefined) throw new Error(`no notice '${notice}'`);
  const at = story.events.at(-1)?.at ?? 0;
  return new Story(
    [...story.events, { type: 'gaveUp', key: posting.key, why: '403', lost: posting, at, by: null }],
    story.site,
  );
}

describe('the recipients', () => {
  test('are the approver and the people of the service, each once', () => {
    expect(recipientsOf(prepared(mailSite).change, mailSite)).toEqual(EVERYBODY);
    const listedTwice = mailingTo(TEACHERS, APPROVER_MAIL, TEACHERS);
    expect(recipientsOf(prepared(listedTwice).change, listedTwice)).toEqual([APPROVER_MAIL, TEACHERS]);
  });

  test('are nobody where the site writes no mails', () => {
    expect(recipientsOf(prepared().change, site)).toEqual([]);
    expect(mails(closed())).toEqual([]);
  });
});

describe('on the way of the page', () => {
  test('everybody gets every notice, and the calendar goes from tentative to completed, counting up', () => {
    expect(said(closed(mailSite))).toEqual([
      `tentative to ${APPROVER_MAIL}, TENTATIVE 0`,
      'announce to everybody, CONFIRMED 1',
      'remind to everybody, no entry',
      'start to everybody, IN-PROCESS 3',
      'end to everybody, COMPLETED 4',
    ]);
  });

  test('nothing but the tentative entry of the approver is sent before there is GO', () => {
    expect(said(askedForGo(mailSite))).toEqual([`tentative to ${APPROVER_MAIL}, TENTATIVE 0`]);
    expect(said(nogo(mailSite).until('2027-03-01 09:00')).slice(1)).toEqual([]);
  });

  test('the entry is the window, and when it is over what it really took', () => {
    const story = closed(mailSite);
    const window = { start: zurich('2027-02-13 08:00'), end: zurich('2027-02-13 12:00'), object: 'isc-learn' };
    expect(mail(story, 'announce').calendar).toMatchObject(window);
    expect(mail(story, 'end').calendar).toMatchObject({ ...window, end: zurich('2027-02-13 10:00') });
  });

  test('a mail has a key of its own, beside that of the channel', () => {
    const keys = lettersOf(closed(mailSite)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(mail(closed(mailSite), 'announce').key).toMatch(/^CHG-2027-001\/announce\/mail\/\d+$/);
  });

  test('mails void no press: the version stays what people see', () => {
    const story = approved(mailSite);
    expect(mailed(story, 'announce', EVERYBODY).change.version).toBe(story.change.version);
  });
});

describe('when the plan changes', () => {
  const moved = (story: Story, start: string): Story =>
    story.says(implementer, story.events.at(-1)?.at ?? 0, {
      type: 'reschedule',
      window: { start, minutes: 240 },
      reason: 'The vendor is late',
    });

  test('a move updates the entry of everybody with its new GO', () => {
    const story = moved(approved(mailSite), '2027-02-27T08:00')
      .until('2027-02-20 09:00')
      .says(approver, '2027-02-20 10:00', { type: 'giveGo' });
    expect(said(story).at(-1)).toMatch(/^moved to everybody, CONFIRMED \d$/);
    expect(mail(story, 'moved').calendar?.start).toBe(zurich('2027-02-27 08:00'));
    expect(mail(story, 'moved').calendar?.sequence).toBeGreaterThan(mail(story, 'announce').calendar?.sequence ?? 9);
  });

  test('before GO a move is news to the approver alone, when they are asked again', () => {
    const story = moved(askedForPreCheck(mailSite), '2027-02-27T08:00').until('2027-02-20 09:00');
    expect(said(story)).toEqual([
      `tentative to ${APPROVER_MAIL}, TENTATIVE 0`,
      `tentative to ${APPROVER_MAIL}, TENTATIVE 1`,
    ]);
    expect(mail(story, 'tentative').calendar?.start).toBe(zurich('2027-02-27 08:00'));
  });

  test('a missed window is tentative again, until its new date has GO', () => {
    const missed = approved(mailSite).until('2027-02-14 00:00');
    expect(said(missed).at(-1)).toMatch(/^postponed to everybody, TENTATIVE/);
  });

  test('more time moves the end of the entry, an incident lasts until it is expected to be repaired', () => {
    const extended = started(mailSite).says(implementer, '2027-02-13 11:30', more(60));
    expect(mail(extended, 'extend').calendar).toMatchObject({ status: 'IN-PROCESS', end: zurich('2027-02-13 13:00') });
    const repairing = inIncident(mailSite).says(implementer, '2027-02-13 11:45', SNAPSHOT);
    expect(mail(repairing, 'incident-update').calendar?.end).toBe(zurich('2027-02-13 12:45'));
  });

  test('a cancellation cancels the entry of everybody', () => {
    expect(said(cancelled(mailSite)).at(-1)).toMatch(/^cancel to everybody, CANCELLED/);
  });

  test('a cancellation before the announcement takes the tentative entry back, and tells nobody else', () => {
    const story = askedForGo(mailSite).says(implementer, '2027-02-06 12:00', { type: 'cancel', reason: 'No budget' });
    expect(said(story)).toEqual([
      `tentative to ${APPROVER_MAIL}, TENTATIVE 0`,
      `cancel to ${APPROVER_MAIL}, CANCELLED 1`,
    ]);
    expect(mail(story, 'cancel').facts).toMatchObject({ reason: 'No budget', start: zurich('2027-02-13 08:00') });
    const early = prepared(mailSite).says(implementer, '2027-01-20 12:00', { type: 'cancel', reason: 'No budget' });
    expect(mails(early)).toEqual([]);
  });

  test('another service tells the people of both, the new ones of the new window alone, and both of all that follows', () => {
    const texts = { ...approved(mailSite).change.planned, service: 'sandbox' };
    const edited = approved(mailSite).says(implementer, '2027-02-07 10:00', { type: 'edit', texts });
    const told = edited.until('2027-02-08 10:00').says(approver, '2027-02-08 11:00', { type: 'giveGo' });
    expect(mail(told, 'moved').to).toEqual([APPROVER_MAIL, SUPPORT, TEACHERS]);
    expect(mail(told, 'announce')).toMatchObject({ to: [TESTERS], joined: true });
    for (const to of [TEACHERS, TESTERS])
      expect(leftOut(mail(told, 'moved'), to, told.change, mailSite, true)).toBeNull();
    expect(mail(told.until('2027-02-12 09:00'), 'remind').to).toEqual([APPROVER_MAIL, TESTERS, SUPPORT, TEACHERS]);
  });
});

describe('when the recipients change after the announcement', () => {
  const now = zurich('2027-02-08 10:00');

  test('the new ones read how it stands, and those who know it nothing', () => {
    const bigger = mailingTo(TEACHERS, SUPPORT, TESTERS);
    const [told] = newcomers(approved(mailSite).change, now, bigger);
    expect(told).toMatchObject({ type: 'addressed', notice: 'announce', to: [TESTERS], joined: true });
    expect(newcomers(approved(mailSite).change, now, mailSite)).toEqual([]);
  });

  test('what they read fits the stage', () => {
    const bigger = mailingTo(TEACHERS, SUPPORT, TESTERS);
    const notice = (story: Story): unknown => newcomers(story.change, now, bigger)[0];
    expect(notice(started(mailSite))).toMatchObject({ notice: 'start' });
    expect(notice(inIncident(mailSite))).toMatchObject({ notice: 'incident' });
    for (const nothing of [askedForGo(mailSite), cancelled(mailSite), closed(mailSite)])
      expect(notice(nothing)).toBeUndefined();
  });

  test('where a site begins to write mails, everybody is new', () => {
    expect(newcomers(approved().change, now, mailSite)).toMatchObject([{ to: EVERYBODY }]);
  });

  test('the removed ones get nothing more', () => {
    const { change } = approved(mailSite);
    const posting = mail(approved(mailSite), 'announce');
    expect(leftOut(posting, SUPPORT, change, mailingTo(TEACHERS), true)).toBe('removed');
    expect(leftOut(posting, TEACHERS, change, mailingTo(TEACHERS), false)).toBeNull();
  });
});

describe('nobody hears of a cancellation of something they never heard of', () => {
  const over = (story: Story): Story =>
    story.says(implementer, '2027-02-10 10:00', { type: 'cancel', reason: 'The vendor is late' });

  test('by mail: whoever the announcement did not reach is left out', () => {
    const story = over(mailed(approved(mailSite), 'announce', [APPROVER_MAIL, TEACHERS], [SUPPORT]));
    const posting = mail(story, 'cancel');
    const heard = (to: string): boolean => mailsTo(to, story.change).length > 0;
    expect(EVERYBODY.map((to) => leftOut(posting, to, story.change, mailSite, heard(to)))).toEqual([
      null,
      null,
      'never told',
    ]);
    const announced = mail(story, 'announce');
    expect(leftOut(announced, SUPPORT, story.change, mailSite, false)).toBe('overtaken');
  });

  test('a channel that lost the announcement takes nothing from those who read the mail', () => {
    const story = mailed(lostInTeams(approved(mailSite), 'announce'), 'announce', [TEACHERS], [SUPPORT]);
    expect(over(story).notices.map(([notice]) => notice)).toEqual(['announce', 'cancel']);
  });

  test('an announcement that reached nobody at all is none', () => {
    const lost = mailed(lostInTeams(approved(mailSite), 'announce'), 'announce', [], EVERYBODY);
    expect(over(lost).notices.map(([notice]) => notice)).toEqual(['announce']);
  });
});

describe('resend what failed', () => {
  const failed = (): Story => mailed(approved(mailSite), 'announce', [APPROVER_MAIL, TEACHERS], [SUPPORT]);
  const RESEND = { type: 'resend' } as const;

  test('sends only that, and only to those who have not got it', () => {
    const story = failed().says(implementer, '2027-02-07 10:00', RESEND);
    expect(story.all('resent')[0]?.letters).toMatchObject([{ kind: 'mail', notice: 'announce', to: [SUPPORT] }]);
    const [mailing] = story.change.mailings.filter(({ notice }) => notice === 'announce');
    expect(mailing === undefined ? null : countsOf(mailing)).toMatchObject({ sent: 2, queued: 1, 'given up': 0 });
    expect(story.change.gaveUp).toEqual([]);
  });

  test('has nothing to do twice', () => {
    const story = failed().says(approver, '2027-02-07 10:00', RESEND);
    expectRefused(story.hear(approver, '2027-02-07 10:00', RESEND), 'nothing to resend');
    expectRefused(approved(mailSite).hear(implementer, '2027-02-07 10:00', RESEND), 'nothing to resend');
  });

  test('is the implementer’s and the approver’s', () => {
    expectRefused(failed().hear(member, '2027-02-07 10:00', RESEND), 'not yours to resend');
  });

  test('leaves out what something newer has overtaken', () => {
    const story = mailed(failed().until('2027-02-12 09:00'), 'remind', EVERYBODY);
    expectRefused(story.hear(implementer, '2027-02-12 10:00', RESEND), 'nothing to resend');
  });

  test('takes a notice that the channel has lost, too, and people are told by it', () => {
    const story = lostInTeams(approved(), 'announce').says(implementer, '2027-02-07 10:00', RESEND);
    expect(story.all('resent')[0]?.letters).toMatchObject([{ kind: 'notice', notice: 'announce' }]);
    expect(story.change.tellings).toHaveLength(1);
  });

  test('works when the change is over', () => {
    const story = mailed(closed(mailSite), 'end', [TEACHERS], [SUPPORT]);
    expect(story.says(implementer, '2027-02-14 10:00', RESEND).all('resent')).toHaveLength(1);
  });
});
