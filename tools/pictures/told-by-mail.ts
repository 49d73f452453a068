/** Two languages, and who was told by mail: an address that does not exist is named where people look. */
import { FakeMailer, noSuchUser } from '../../test/support/fake-mailer.ts';
import { approver, implementer, mailSite, member, SUPPORT } from '../../test/support/fixtures.ts';
import type { Film } from './film.ts';
import { ALL_PREPARED, answer, make, shot } from './film.ts';
import { HandTeams } from './hand-teams.ts';
import { upgrade } from './stage.ts';

const oneIsLost: Film = async () => {
  const mailer = new FakeMailer();
  mailer.always = (to) => (to === SUPPORT ? noSuchUser() : null);
  const site = { ...mailSite, languages: ['en', 'fr'] };
  const teams = await HandTeams.open(site, '2027-01-09 10:00', [implementer, approver, member], mailer);
  await make(teams, upgrade);
  await answer(teams, implementer, 'prepare', 'tickPreparations', ALL_PREPARED);
  await teams.to('2027-01-30 11:40');
  await answer(teams, approver, 'pre-check', 'acceptPreCheck');
  await teams.to('2027-02-06 10:15');
  const asked = shot('go-nogo', 'in two languages, with who is told by mail', teams.card('go-nogo'));
  await answer(teams, approver, 'go-nogo', 'giveGo');
  await teams.to('2027-02-06 10:16');
  return [
    asked,
    shot('notice', 'planned maintenance, in two languages', teams.saying('Maintenance prévue')),
    shot('living', 'a mail could not be delivered', teams.card('living')),
    shot('history', 'who was told, by recipient', await teams.says(implementer, 'history CHG-2027-001 mail')),
    shot('history', 'how many were told, for members', await teams.says(member, 'history CHG-2027-001 mail'), {
      drawn: false,
    }),
    shot('history', 'of a mail that could not be delivered', await teams.says(member, 'history CHG-2027-001')),
    shot('status', 'a mail could not be delivered', await teams.says(member, 'status')),
    shot('note', 'what failed is sent again', await teams.says(implementer, 'resend CHG-2027-001'), { drawn: false }),
    shot('note', 'a member cannot send it again', await teams.says(member, 'resend CHG-2027-001'), { drawn: false }),
  ];
};

/** One who reads French first. */
const inFrench: Film = async () => {
  const site = { ...mailSite, languages: ['fr', 'en'] };
  const teams = await HandTeams.open(site, '2027-01-09 10:00', [implementer, approver, member], new FakeMailer());
  await make(teams, upgrade);
  await answer(teams, implementer, 'prepare', 'tickPreparations', ALL_PREPARED);
  await teams.to('2027-01-30 11:40');
  return [
    shot('living', 'in French', teams.card('living')),
    shot('pre-check', 'in French', teams.card('pre-check')),
    shot('help', 'in French', await teams.says(member, 'help'), { drawn: false }),
  ];
};

export const TOLD_BY_MAIL: readonly Film[] = [oneIsLost, inFrench];
