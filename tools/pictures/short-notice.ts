/** Changes that cannot wait, what is in their way, and who stands in for the approver. */
import type { Draft } from '../../src/domain/event.ts';
import { answer, ALL_PREPARED, backIn, filled, make, shot, upTo, views } from './film.ts';
import type { Film } from './film.ts';
import { HandTeams, withCard } from './hand-teams.ts';
import { approver, implementer, member } from '../../test/support/fixtures.ts';
import { deputy, site, upgrade } from './stage.ts';

const EXAMS = { from: '2027-02-12', to: '2027-02-14', why: 'Exams' };

/** An hour on the day of the upgrade: too short for a restore, among exams, and beside another change. */
const patch: Draft = {
  ...upgrade,
  title: 'Patch the login',
  what: 'The login module goes from 4.5.1 to 4.5.2.',
  window: { start: '2027-02-13T11:00', minutes: 60 },
};

const REASON = 'A fault in the login is published, and is being used.';

const frozen = (wall: string): Promise<HandTeams> =>
  HandTeams.open({ ...site, freezePeriods: [EXAMS] }, wall, [implementer, approver, deputy, member]);

/** The form comes back with everything that stands against it; sent again with the reason, it is an emergency at once. */
const emergency: Film = async () => {
  const teams = await frozen('2027-01-09 10:00');
  await make(teams, upgrade);
  await teams.to('2027-02-12 21:00');
  const form = await teams.says(implementer, 'new emergency Patch the login on isc-learn 2027-02-13 11:00 for 1h');
  const fields = { ...filled(patch), emergency: 'true' };
  const first = await teams.press(implementer, form, 'create', fields);
  const back = backIn(form, first);
  const empty = await teams.press(implementer, back, 'create', fields);
  const created = await teams.press(implementer, back, 'create', { ...fields, reason: REASON });
  if ('sentence' in created) throw new Error(created.sentence);
  const shots = [
    shot('new', 'an emergency: the form comes back with what stands against it', back),
    shot('new', 'sent again without the reason', backIn(form, empty), { drawn: false }),
    shot('note', 'the emergency is created', withCard(form, created.card), { drawn: false }),
    ...(await views(teams, 'go-nogo', 'an emergency', approver)),
    shot('message', 'an emergency is asked', teams.saying('this is an emergency. ')),
    shot('living', 'an emergency', teams.card('living')),
  ];
  await teams.to('2027-02-12 21:30');
  shots.push(
    shot('message', 'an emergency is asked again', teams.saying('this is an emergency: CHG-2027-002 still waits')),
  );
  await answer(teams, deputy, 'go-nogo', 'giveGo');
  shots.push(shot('go-nogo', 'an emergency: GO by a deputy', teams.card('go-nogo')));
  shots.push(shot('notice', 'planned maintenance, an emergency', teams.saying('This is an emergency')));
  shots.push(shot('history', 'of an emergency', await teams.says(member, 'history CHG-2027-002')));
  await answer(teams, implementer, 'living', 'cancel', { reason: 'The vendor withdrew the patch.' });
  shots.push(shot('close', 'of a cancelled emergency', teams.card('close')));
  return shots;
};

/** Short notice in good order: the pre-check, with what is in the way. */
const shortNotice: Film = async () => {
  const teams = await frozen('2027-02-02 10:00');
  await make(teams, upgrade);
  await make(teams, { ...patch, window: { start: '2027-02-13T12:30', minutes: 120 } });
  await answer(teams, implementer, 'prepare', 'tickPreparations', ALL_PREPARED);
  await teams.to('2027-02-02 10:00');
  return [shot('pre-check', 'at short notice, with what is in the way', teams.card('pre-check'))];
};

/** The approver names a deputy. */
const deputies: Film = async () => {
  const teams = await upTo('checked', upgrade);
  const named = await teams.says(approver, `delegate ${member.name} 2027-02-05 to 2027-02-12`);
  const list = await teams.says(member, 'delegate');
  await teams.to('2027-02-06 09:00');
  return [
    shot('note', 'a deputy is named', named),
    shot('note', 'a deputy cannot be named so', await teams.says(approver, `delegate ${member.name} soon`), {
      drawn: false,
    }),
    shot('note', 'only the approver names deputies', await teams.says(member, `delegate ${member.name} 2027-02-05`), {
      drawn: false,
    }),
    shot('deputies', 'who stands in', list),
    shot('message', 'a deputy is asked in person', teams.saying('GO or NOGO for')),
  ];
};

/** A site where nobody stands in. */
const nobody: Film = async () => {
  const teams = await HandTeams.open({ ...site, deputies: [] }, '2027-01-09 10:00', [approver]);
  return [shot('deputies', 'nobody stands in', await teams.says(approver, 'delegate'), { drawn: false })];
};

export const SHORT_NOTICE: readonly Film[] = [emergency, shortNotice, deputies, nobody];
