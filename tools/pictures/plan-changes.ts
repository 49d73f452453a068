/** The stories of a plan that changes: moved, edited, handed over, delayed, taken back on the day, brought back after its window. */
import { approver, implementer, member } from '../../test/support/fixtures.ts';
import type { Person } from '../../src/domain/site.ts';
import { ALL_PREPARED, answer, backIn, make, open, shot, upTo, views } from './film.ts';
import type { Film } from './film.ts';
import type { Json, Post } from './hand-teams.ts';
import { HandTeams, withCard } from './hand-teams.ts';
import { deputy, site, upgrade } from './stage.ts';

/** A form that a button of a card brings into the thread. */
async function formOf(teams: HandTeams, by: Person, milestone: string, verb: string, form: string): Promise<Post> {
  await answer(teams, by, milestone, verb);
  await teams.round();
  return teams.card(form);
}

/** What is left of a form once it is sent. */
async function sent(teams: HandTeams, by: Person, form: Post, verb: string, inputs: Json = {}): Promise<Post> {
  const back = await teams.press(by, form, verb, inputs);
  if ('sentence' in back) throw new Error(back.sentence);
  return withCard(form, back.card);
}

/** Moved after its announcement: the form with what is in the way, the difference at GO, and who was told of what. */
const moved: Film = async () => {
  const frozen = { ...site, freezePeriods: [{ from: '2027-02-20', to: '2027-02-21', why: 'Exams' }] };
  const teams = await HandTeams.open(frozen, '2027-01-09 10:00', [implementer, approver, deputy, member]);
  await make(teams, upgrade);
  await answer(teams, implementer, 'prepare', 'tickPreparations', ALL_PREPARED);
  await teams.to('2027-01-30 11:40');
  await answer(teams, approver, 'pre-check', 'acceptPreCheck');
  await teams.to('2027-02-06 10:15');
  await answer(teams, approver, 'go-nogo', 'giveGo');
  await teams.to('2027-02-08 10:00');
  const form = await formOf(teams, implementer, 'living', 'openReschedule', 'reschedule');
  const window = { start: '2027-02-20 08:00', duration: '5 h', reason: 'The vendor is late.' };
  const wrong = await teams.press(implementer, form, 'sendReschedule', {
    ...window,
    start: '2027-01-20 08:00',
    duration: '3',
  });
  const warned = await teams.press(implementer, form, 'sendReschedule', window);
  const confirmed = await sent(teams, implementer, backIn(form, warned), 'sendReschedule', window);
  const shots = [
    shot('reschedule', 'as it is opened', form),
    shot('reschedule', 'sent with a start that is past', backIn(form, wrong), { drawn: false }),
    shot('reschedule', 'with what is in the way', backIn(form, warned)),
    shot('note', 'the change is moved', confirmed),
    shot('living', 'moved, before its new GO', teams.card('living')),
  ];
  await teams.to('2027-02-13 08:00');
  shots.push(
    shot(
      'notice',
      'postponed: no new GO by the start that people know',
      teams.saying('does not take place as announced'),
    ),
  );
  await teams.to('2027-02-13 09:00');
  shots.push(...(await views(teams, 'go-nogo', 'moved: with the difference', approver)));
  await answer(teams, approver, 'go-nogo', 'giveGo');
  shots.push(shot('notice', 'moved', teams.saying('and not on')));
  shots.push(shot('history', 'of a change that was moved', await teams.says(member, 'history CHG-2027-001')));
  return shots;
};

/** Edited after GO, which is asked for again with the difference. */
const edited: Film = async () => {
  const teams = await upTo('approved', upgrade);
  await teams.to('2027-02-08 10:00');
  const form = await teams.says(implementer, 'edit CHG-2027-001');
  const fields = {
    title: upgrade.title,
    service: upgrade.service,
    what: `${upgrade.what}\nThe database goes from 10.6 to 10.11.`,
    tests: [...upgrade.tests.slice(1), 'A quiz can be taken'].join('\n'),
    backout: upgrade.backout,
  };
  const empty = await teams.press(implementer, form, 'sendEdit', { ...fields, what: '', tests: '' });
  const done = await sent(teams, implementer, form, 'sendEdit', fields);
  const old = teams.card('go-nogo');
  await teams.to('2027-02-08 10:01');
  return [
    shot('edit', 'as it is opened', form),
    shot('edit', 'sent with a field empty', backIn(form, empty), { drawn: false }),
    shot('note', 'the change is edited, and GO is void', done, { drawn: false }),
    shot('go-nogo', 'its GO is void', old),
    shot('go-nogo', 'edited after GO: with the difference', teams.card('go-nogo')),
    shot('message', 'GO is asked again after an edit', teams.saying('GO or NOGO for')),
  ];
};

/** Handed over on the way, and cancelled in chat. */
const handedOver: Film = async () => {
  const teams = await upTo('checked', upgrade);
  const form = await teams.says(implementer, `hand over CHG-2027-001 ${member.name}`);
  const done = await sent(teams, implementer, form, 'sendHandOver', { to: member.entraId, reason: 'On leave' });
  const refused = await teams.says(implementer, 'cancel CHG-2027-001');
  const cancel = await teams.says(member, 'cancel CHG-2027-001');
  return [
    shot('hand-over', 'to a colleague', form),
    shot('note', 'the change is handed over', done, { drawn: false }),
    shot('living', 'handed over', teams.card('living'), { drawn: false }),
    shot('note', 'no form for who may not have it', refused),
    shot('cancel', 'as it is opened', cancel),
    shot(
      'note',
      'the change is cancelled',
      await sent(teams, member, cancel, 'sendCancel', { reason: 'Not this year' }),
      {
        drawn: false,
      },
    ),
  ];
};

const NOGO = 'The exams are on until the 17th.\n- Test the login of teachers\n- Warn the help desk';

/** A NOGO with three things to correct, moved to the date that is proposed. */
const nogo: Film = async () => {
  const teams = await upTo('checked', upgrade);
  await teams.to('2027-02-06 10:15');
  await answer(teams, approver, 'go-nogo', 'giveNogo', { reason: NOGO });
  await answer(teams, implementer, 'nogo', 'tickNogoTasks', { 'item-0': 'true' });
  const shots = [...(await views(teams, 'nogo', 'with three things to correct', implementer))];
  await answer(teams, implementer, 'nogo', 'takeProposal', { 'item-0': 'true', 'item-1': 'true' });
  shots.push(shot('nogo', 'moved to the date proposed', teams.card('nogo')));
  shots.push(shot('corrections', 'what a NOGO asked for and is open', teams.card('corrections')));
  await answer(teams, implementer, 'corrections', 'tickCorrections', {
    'item-0': 'true',
    'item-1': 'true',
    'item-2': 'true',
  });
  await teams.to('2027-02-13 09:00');
  return [...shots, shot('go-nogo', 'after a NOGO, at another date', teams.card('go-nogo'))];
};

/** The snapshot is late: the start moves, within what was agreed. */
const delayed: Film = async () => {
  const teams = await upTo('approved', upgrade);
  await teams.to('2027-02-13 06:04');
  await answer(teams, implementer, 'snapshot', 'startSnapshot');
  const shots = [...(await views(teams, 'snapshot', 'started late', implementer, ['asked']))];
  await answer(teams, implementer, 'snapshot', 'delayStart', { delay: '45 min', delayReason: 'The snapshot is late.' });
  shots.push(shot('notice', 'later start', teams.saying('Maintenance starts later')));
  shots.push(shot('living', 'start delayed', teams.card('living'), { drawn: false }));
  await teams.to('2027-02-13 08:35');
  await answer(teams, implementer, 'snapshot', 'finishSnapshot');
  await teams.to('2027-02-13 08:45');
  await teams.to('2027-02-13 11:00');
  await answer(teams, implementer, 'tests', 'end', { 'item-0': 'true', 'item-1': 'true', 'item-2': 'true' });
  return [...shots, shot('close', 'after a later start', teams.card('close'), { drawn: false })];
};

/** The snapshot fails, and the approver takes GO back. */
const failed: Film = async () => {
  const teams = await upTo('approved', upgrade);
  await teams.to('2027-02-13 05:04');
  await answer(teams, implementer, 'snapshot', 'failSnapshot', { reason: 'The disk of the dashboard is full.' });
  const shots = [
    ...(await views(teams, 'skip', 'the snapshot failed', approver)),
    shot('message', 'the snapshot failed', teams.saying('go without a snapshot?')),
  ];
  await answer(teams, approver, 'skip', 'giveNogo', { reason: 'Not without a way back.' });
  return [
    ...shots,
    shot('skip', 'GO taken back', teams.card('skip')),
    shot('notice', 'cancelled on the day', teams.saying('is cancelled')),
    shot('nogo', 'on the day', teams.card('nogo')),
  ];
};

/** Nobody prepared it, and its window went by; it comes back by a move. */
const missed: Film = async () => {
  const teams = await open('2027-01-09 10:00');
  await make(teams, upgrade);
  await teams.to('2027-02-14 10:00');
  const form = await teams.says(implementer, 'reschedule CHG-2027-001');
  const fields = { start: '2027-03-20 08:00', duration: '4 h', reason: 'Nobody had the time.' };
  await sent(teams, implementer, form, 'sendReschedule', fields);
  return [
    shot('reschedule', 'after its window was missed', form, { drawn: false }),
    shot('prepare', 'asked anew after a missed window', teams.card('prepare'), { drawn: false }),
  ];
};

export const PLAN_CHANGES: readonly Film[] = [moved, edited, handedOver, nogo, delayed, failed, missed];
