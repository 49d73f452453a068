/** The stories of a bad day: more time, a restore, an incident and what becomes of it, a change that is given up. */
import { approver, implementer, member } from '../../test/support/fixtures.ts';
import { answer, shot, upTo, views } from './film.ts';
import type { Film } from './film.ts';
import { upgrade } from './stage.ts';

/** The end is moved twice, the second time by more than was agreed. */
const moreTime: Film = async () => {
  const teams = await upTo('started', upgrade);
  await teams.to('2027-02-13 10:15');
  const shots = await views(teams, 'last-rollback', 'open', implementer);
  await answer(teams, implementer, 'last-rollback', 'keepGoing');
  await teams.to('2027-02-13 10:20');
  await teams.round();
  const living = shot('living', 'counting down', teams.card('living'));
  await teams.to('2027-02-13 11:30');
  await answer(teams, implementer, 'decide', 'extend', {
    minutes: '1h30',
    reason: 'The theme takes longer to rebuild.',
  });
  const first = [
    shot('last-rollback', 'keep going', teams.card('last-rollback')),
    shot('decide', 'more time', teams.card('decide')),
    shot('notice', 'extended', teams.saying('takes longer')),
    shot('living', 'extended', teams.card('living')),
  ];
  await teams.to('2027-02-13 13:00');
  const asked = { minutes: '1 h', reason: 'The videos are still being converted.' };
  await answer(teams, implementer, 'decide', 'requestMore', asked);
  const more = [...(await views(teams, 'more', 'asked', approver))];
  more.push(shot('decide', 'more asked', teams.card('decide')));
  await answer(teams, approver, 'more', 'agreeMore');
  more.push(shot('more', 'agreed', teams.card('more')));
  await teams.to('2027-02-13 14:20');
  await answer(teams, implementer, 'tests', 'end', { 'item-0': 'true', 'item-1': 'true', 'item-2': 'true' });
  return [...shots, living, ...first, ...more, shot('close', 'completed late', teams.card('close'))];
};

/** At the decision point the state of before is restored. */
const restored: Film = async () => {
  const teams = await upTo('started', upgrade);
  await teams.to('2027-02-13 11:30');
  await answer(teams, implementer, 'decide', 'restore');
  const shots = [
    shot('decide', 'restore', teams.card('decide')),
    shot('notice', 'extended for a restore', teams.saying('takes longer')),
    shot('tests', 'after a restore', teams.card('tests')),
    shot('living', 'being restored', teams.card('living')),
  ];
  await teams.to('2027-02-13 12:50');
  await answer(teams, implementer, 'tests', 'end', { 'item-0': 'true', 'item-1': 'true', 'item-2': 'true' });
  return [
    ...shots,
    shot('notice', 'end, restored', teams.saying('End of maintenance:')),
    shot('close', 'restored', teams.card('close')),
  ];
};

/** An incident that is repaired at the second try. */
const repaired: Film = async () => {
  const teams = await upTo('started', upgrade);
  await teams.to('2027-02-13 10:40');
  await answer(teams, implementer, 'tests', 'askToDecide');
  await answer(teams, implementer, 'decide', 'declareIncident', { reason: 'The database does not start any more.' });
  const shots = [
    shot('notice', 'incident', teams.saying('did not go to plan')),
    ...(await views(teams, 'incident', 'open', implementer)),
  ];
  await answer(teams, implementer, 'incident', 'startRepair', { way: 'backup:SSD NAS', minutes: '45 min' });
  shots.push(shot('incident', 'repair under way', teams.card('incident')));
  shots.push(shot('notice', 'incident, repair begun', teams.saying('Incident, update')));
  await teams.to('2027-02-13 11:20');
  await answer(teams, implementer, 'incident', 'updateIncident', {
    news: 'Half of the files are back.',
    minutes: '30 min',
  });
  shots.push(shot('notice', 'incident, update', teams.saying('Incident, update')));
  await teams.to('2027-02-13 11:45');
  await answer(teams, implementer, 'incident', 'failRepair', { news: 'The backup lacks the database.' });
  shots.push(shot('incident', 'one way has failed', teams.card('incident')));
  await answer(teams, implementer, 'incident', 'startRepair', { way: 'snapshot' });
  await teams.to('2027-02-13 12:55');
  const ticks = { 'item-0': 'true', 'item-1': 'true', 'item-2': 'true' };
  await answer(teams, implementer, 'incident', 'resolveIncident', ticks);
  return [
    ...shots,
    shot('incident', 'resolved', teams.card('incident')),
    shot('notice', 'incident over', teams.saying('Incident over')),
    shot('close', 'after an incident', teams.card('close')),
    shot('history', 'of an incident', await teams.says(member, 'history CHG-2027-001')),
  ];
};

/** Nobody answers; the clock declares the incident, the restore fails, and the incident process takes over. */
const handedOver: Film = async () => {
  const teams = await upTo('started', upgrade);
  await teams.to('2027-02-13 12:00');
  const overrun = shot('notice', 'the window is over, nobody has answered', teams.saying('still going on'));
  await teams.to('2027-02-13 14:00');
  const byClock = shot('incident', 'declared by the clock', teams.card('incident'));
  await answer(teams, implementer, 'incident', 'startRepair', { way: 'snapshot' });
  await teams.to('2027-02-13 15:10');
  await answer(teams, implementer, 'incident', 'failRepair', { news: 'The dashboard refuses the restore.' });
  return [
    overrun,
    byClock,
    shot('ready-text', 'for the incident process', teams.saying('Ready to be copied')),
    shot('notice', 'incident handed over', teams.saying('Incident goes on')),
    shot('living', 'failed', teams.card('living')),
    shot('close', 'failed', teams.card('close')),
  ];
};

/** Never approved, and cancelled after its window. */
const neverApproved: Film = async () => {
  const teams = await upTo('checked', upgrade);
  await teams.to('2027-02-13 12:00');
  await answer(teams, implementer, 'living', 'cancel', { reason: 'Nobody could say GO in time.' });
  return [shot('close', 'never approved', teams.card('close'))];
};

export const BAD_DAY: readonly Film[] = [moreTime, restored, repaired, handedOver, neverApproved];
