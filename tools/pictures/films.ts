/** The stories the pictures are taken of, each a change that goes its way by real presses and a hand-moved clock. */
import { BAD_DAY } from './bad-day.ts';
import { answer, ALL_PREPARED, make, open, shot, upTo, views } from './film.ts';
import type { Film } from './film.ts';
import { withCard } from './hand-teams.ts';
import { PLAN_CHANGES } from './plan-changes.ts';
import { SHORT_NOTICE } from './short-notice.ts';
import { TOLD_BY_MAIL } from './told-by-mail.ts';
import { approver, implementer, member } from '../../test/support/fixtures.ts';
import { awkward, deputy, upgrade } from './stage.ts';

/** From the idea to the pre-check. */
const preparation: Film = async () => {
  const teams = await open('2027-01-09 10:00');
  const empty = await teams.says(implementer, 'new');
  const prefilled = await teams.says(implementer, 'new Upgrade Moodle to 5.0 on isc-learn 2027-02-13 08:00 for 4h');
  const wrong = { title: '', service: '', what: '', tests: '', backout: '', start: 'next Saturday', duration: '4' };
  const problems = await teams.press(implementer, empty, 'create', wrong);
  const impossible = { start: '2027-03-28 02:30', duration: '10 days', title: 'x'.repeat(130) };
  const gap = await teams.press(implementer, prefilled, 'create', { ...wrong, ...impossible, service: 'mail' });
  const created = await make(teams, upgrade);
  const shots = [
    shot('new', 'empty', empty),
    shot('new', 'prefilled', prefilled),
    shot('new', 'sent empty: each problem under its field', withCard(empty, cardOf(problems))),
    shot('new', 'sent with values that cannot be', withCard(empty, cardOf(gap)), { drawn: false }),
    shot('note', 'the change is created', withCard(empty, cardOf(created))),
    shot('note', 'an unknown word', await teams.says(member, 'hlep')),
    shot('note', 'no such change', await teams.says(member, 'show CHG-2026-007')),
    shot('living', 'new', teams.card('living')),
    shot('living', 'new, cancelling', teams.card('living'), { opens: 'Cancel the change' }),
    ...(await views(teams, 'prepare', 'open', implementer)),
  ];
  await teams.to('2027-01-11 16:20');
  await answer(teams, implementer, 'prepare', 'tickPreparations', { 'item-limits': 'true' });
  const partly = shot('prepare', 'one of three ticked', teams.card('prepare'), { drawn: false });
  await answer(teams, implementer, 'prepare', 'tickPreparations', ALL_PREPARED);
  const done = shot('prepare', 'done', teams.card('prepare'));
  await teams.to('2027-01-30 09:00');
  const asked = await views(teams, 'pre-check', 'open', approver, ['asked', 'reader']);
  await teams.to('2027-01-30 11:40');
  await answer(teams, approver, 'pre-check', 'acceptPreCheck');
  return [...shots, partly, done, ...asked, shot('pre-check', 'answered OK', teams.card('pre-check'))];
};

/** Corrections at the pre-check, a NOGO, and GO at the second asking. */
const corrections: Film = async () => {
  const teams = await upTo('prepared', upgrade);
  await teams.to('2027-01-30 11:40');
  const list = 'Tell the help desk before the announcement\nCheck the free space for the snapshot';
  await answer(teams, approver, 'pre-check', 'needCorrections', { corrections: list });
  const shots = [
    shot('pre-check', 'answered with corrections', teams.card('pre-check')),
    ...(await views(teams, 'corrections', 'open', implementer)),
  ];
  await teams.to('2027-02-01 14:00');
  await answer(teams, implementer, 'corrections', 'tickCorrections', { 'item-0': 'true' });
  shots.push(shot('corrections', 'one of two done', teams.card('corrections')));
  await answer(teams, implementer, 'corrections', 'tickCorrections', { 'item-0': 'true', 'item-1': 'true' });
  shots.push(shot('corrections', 'done', teams.card('corrections')));
  await teams.to('2027-02-06 09:00');
  shots.push(shot('living', 'before GO', teams.card('living')));
  shots.push(shot('go-nogo', 'open, with corrections done', teams.card('go-nogo')));
  await teams.to('2027-02-06 10:15');
  await answer(teams, approver, 'go-nogo', 'giveNogo', { reason: 'The theme is not rebuilt yet on the test machine.' });
  const first = teams.card('go-nogo');
  shots.push(shot('go-nogo', 'NOGO given', first), ...(await views(teams, 'nogo', 'open', implementer)));
  await teams.to('2027-02-08 09:30');
  await answer(teams, implementer, 'nogo', 'requestGo', {
    corrected: 'The theme is rebuilt and tested on the test machine.',
  });
  const again = teams.saying('"go-nogo"');
  shots.push(shot('nogo', 'answered', teams.card('nogo')));
  shots.push(shot('go-nogo', 'asked again below', await teams.seenBy(member, first)));
  shots.push(shot('go-nogo', 'asked again, after a NOGO', again));
  return shots;
};

/** The main line from GO to the closed change. */
const mainLine: Film = async () => {
  const teams = await upTo('checked', upgrade);
  await teams.to('2027-02-06 09:00');
  const shots = [...(await views(teams, 'go-nogo', 'open', approver, ['asked']))];
  await teams.to('2027-02-06 10:15');
  await answer(teams, approver, 'go-nogo', 'giveGo');
  shots.push(
    shot('go-nogo', 'GO given', teams.card('go-nogo')),
    shot('notice', 'planned maintenance, on GO', teams.saying('Planned maintenance')),
    shot('living', 'announced', teams.card('living')),
  );
  await teams.to('2027-02-13 05:00');
  shots.push(
    shot('notice', 'reminder, the day before', teams.saying('Reminder')),
    ...(await views(teams, 'snapshot', 'asked', implementer, ['reader'])),
  );
  await teams.to('2027-02-13 05:04');
  await answer(teams, implementer, 'snapshot', 'startSnapshot');
  shots.push(shot('snapshot', 'started', teams.card('snapshot')));
  await teams.to('2027-02-13 07:41');
  await answer(teams, implementer, 'snapshot', 'finishSnapshot');
  shots.push(shot('snapshot', 'finished', teams.card('snapshot')));
  await teams.to('2027-02-13 08:00');
  shots.push(
    shot('notice', 'start', teams.saying('has started:')),
    shot('living', 'in progress', teams.card('living')),
    ...(await views(teams, 'tests', 'open', implementer)),
  );
  await teams.to('2027-02-13 09:20');
  await answer(teams, implementer, 'tests', 'tickTests', { 'item-0': 'true' });
  shots.push(shot('tests', 'partly ticked', teams.card('tests')));
  await teams.to('2027-02-13 11:30');
  shots.push(...(await views(teams, 'decide', 'open', implementer, ['reader'])));
  await teams.to('2027-02-13 12:20');
  shots.push(shot('decide', 'the window is over', teams.card('decide')));
  await answer(teams, implementer, 'decide', 'end', { untested: 'The quiz server of the publisher is down today.' });
  shots.push(
    shot('tests', 'answered', teams.card('tests'), { drawn: false }),
    shot('decide', 'answered', teams.card('decide')),
    shot('notice', 'end', teams.saying('End of maintenance:')),
    shot('living', 'completed', teams.card('living')),
    ...(await views(teams, 'close', 'report asked', implementer)),
  );
  await teams.to('2027-02-13 14:00');
  await answer(teams, implementer, 'close', 'addLessons', { lessons: 'Rebuild the theme before the window.' });
  shots.push(shot('close', 'closed', teams.card('close')), shot('living', 'closed', teams.card('living')));
  shots.push(shot('history', 'of a closed change', await teams.says(member, 'history CHG-2027-001')));
  return shots;
};

/** The snapshot fails, and the approver is asked whether it may be left out. */
const withoutSnapshot: Film = async () => {
  const teams = await upTo('approved', upgrade);
  await teams.to('2027-02-13 05:10');
  await answer(teams, implementer, 'snapshot', 'startSnapshot');
  await teams.to('2027-02-13 06:00');
  await answer(teams, implementer, 'snapshot', 'failSnapshot', { reason: 'The dashboard says: not enough space.' });
  const failed = shot('snapshot', 'failed', teams.card('snapshot'));
  await teams.to('2027-02-13 06:05');
  const reason = 'A full backup of the SSD NAS is from this night.';
  await answer(teams, implementer, 'snapshot', 'requestSkip', { reason });
  const asked = [
    shot('snapshot', 'asked to skip', teams.card('snapshot')),
    ...(await views(teams, 'skip', 'asked', approver)),
  ];
  await teams.to('2027-02-13 08:00');
  const held = [
    shot('living', 'on hold, without its snapshot', teams.card('living')),
    shot('message', 'on hold at the start: no snapshot', teams.saying('does not start')),
  ];
  await teams.to('2027-02-13 08:10');
  await answer(teams, approver, 'skip', 'agreeSkip');
  return [
    failed,
    ...asked,
    ...held,
    shot('skip', 'agreed', teams.card('skip')),
    shot('snapshot', 'skipped', teams.card('snapshot'), { drawn: false }),
  ];
};

const skipRefused: Film = async () => {
  const teams = await upTo('approved', upgrade);
  await teams.to('2027-02-13 05:10');
  await answer(teams, implementer, 'snapshot', 'requestSkip', { reason: 'It takes long.' });
  const card = teams.card('skip');
  await answer(teams, approver, 'skip', 'refuseSkip', { reason: 'The upgrade cannot be undone without it.' });
  return [
    shot('skip', 'refused', await teams.seenBy(member, card)),
    shot('snapshot', 'asked again, after a refused skip', teams.card('snapshot')),
  ];
};

/** Nobody answers: reminders, and a change that is held. */
const silence: Film = async () => {
  const teams = await open('2027-01-09 10:00');
  await make(teams, upgrade);
  await teams.to('2027-01-16 10:00');
  const said = [teams.saying('waits to be prepared')];
  await answer(teams, implementer, 'prepare', 'tickPreparations', ALL_PREPARED);
  await teams.to('2027-02-01 09:00');
  said.push(teams.saying('still waits for its pre-check'));
  await answer(teams, approver, 'pre-check', 'needCorrections', { corrections: 'Tell the help desk' });
  await teams.to('2027-02-06 09:00');
  said.push(teams.saying('corrections open'));
  await answer(teams, implementer, 'corrections', 'tickCorrections', { 'item-0': 'true' });
  await teams.to('2027-02-09 09:00');
  said.push(teams.saying('still waits for GO or NOGO'));
  await teams.to('2027-02-12 09:00');
  const held = shot('message', 'on hold the day before: no GO', teams.saying('is on hold'));
  const living = shot('living', 'on hold, without GO', teams.card('living'));
  await teams.to('2027-02-13 08:00');
  const noStart = shot('message', 'on hold at the start: no GO', teams.saying('does not start'));
  await teams.to('2027-02-13 12:00');
  const over = shot('message', 'the window is over', teams.saying('window is over'));
  const missed = shot('living', 'its window is over', teams.card('living'));
  const unanswered = shot('go-nogo', 'the window is over', teams.card('go-nogo'), { drawn: false });
  const reminders = shot('message', 'reminders', teams.card('living'), { posts: said });
  return [reminders, held, noStart, over, living, missed, unanswered];
};

/** Reminders of the day itself. */
const silenceOnTheDay: Film = async () => {
  const teams = await upTo('approved', upgrade);
  await teams.to('2027-02-13 05:30');
  const said = [teams.saying('how is the snapshot')];
  await answer(teams, implementer, 'snapshot', 'requestSkip', { reason: 'It takes long.' });
  await teams.to('2027-02-13 06:10');
  said.push(teams.saying('may go without a snapshot'));
  await answer(teams, approver, 'skip', 'agreeSkip');
  await teams.to('2027-02-13 11:45');
  said.push(teams.saying('is it solved? The window'));
  await answer(teams, implementer, 'decide', 'end', { untested: 'x' });
  await teams.to('2027-02-20 12:00');
  said.push(teams.saying('waits for its lessons'));
  return [shot('message', 'reminders on the day and after', teams.card('living'), { posts: said })];
};

/** Cancelled after the announcement: whoever was told is told, and the buttons are gone. */
const cancelled: Film = async () => {
  const teams = await upTo('approved', upgrade);
  await teams.to('2027-02-10 15:00');
  await answer(teams, implementer, 'living', 'cancel', { reason: 'Moodle 5.0 has a known fault in quizzes.' });
  return [
    shot('notice', 'cancelled', teams.saying('Maintenance cancelled')),
    shot('living', 'cancelled', teams.card('living')),
  ];
};

/** The bot was down when the reminder and the snapshot were due. */
const late: Film = async () => {
  const teams = await upTo('approved', upgrade);
  await teams.backAt('2027-02-12 13:20');
  const remind = shot('notice', 'sent late', teams.saying('Reminder'));
  await teams.backAt('2027-02-13 05:40');
  return [remind, shot('snapshot', 'asked late', teams.card('snapshot'), { drawn: false })];
};

/** A service on a host of which no snapshot can be taken. */
const noSnapshot: Film = async () => {
  const teams = await upTo('checked', { ...upgrade, service: 'sandbox', title: 'Renew the certificate' });
  await teams.to('2027-02-06 09:00');
  return [shot('go-nogo', 'open, on a host without snapshots', teams.card('go-nogo'), { drawn: false })];
};

/** What people ask for. */
const talk: Film = async () => {
  const teams = await upTo('started', upgrade);
  const shots = [shot('help', 'the whole of it', await teams.says(member, 'help'))];
  shots.push(shot('note', 'which change?', await teams.says(member, 'history'), { drawn: false }));
  shots.push(shot('note', 'the clock', await teams.says(member, 'clock'), { drawn: false }));
  await make(
    teams,
    {
      ...upgrade,
      service: 'sandbox',
      title: 'Renew the certificate',
      window: { start: '2027-03-20T07:00', minutes: 60 },
    },
    deputy,
  );
  shots.push(shot('list', 'list', await teams.says(member, 'list')));
  shots.push(shot('list', 'mine', await teams.says(deputy, 'mine')));
  shots.push(shot('list', 'mine, of somebody without changes', await teams.says(member, 'mine')));
  await teams.to('2027-02-13 10:40');
  await answer(teams, implementer, 'tests', 'end', { 'item-0': 'true', 'item-1': 'true', 'item-2': 'true' });
  shots.push(shot('status', 'well', await teams.says(member, 'status')));
  await teams.press(deputy, teams.card('living'), 'cancel', { reason: 'The old one is valid for another year.' });
  shots.push(shot('list', 'list all', await teams.says(member, 'list all')));
  const { installation } = teams.service.team;
  if (installation !== null)
    await teams.service.team.install({ ...installation, channelName: 'General', fallback: true });
  await teams.service.handler.handle({
    type: 'recordFailure',
    changeId: 'CHG-2027-001',
    now: teams.service.clock.now(),
    key: 'CHG-2027-001/end/channel/21',
    why: '403 the bot is not part of the conversation',
  });
  shots.push(shot('status', 'not well', await teams.says(member, 'status')));
  return shots;
};

/** Everything a keyboard gives, on the cards that show it. */
const typed: Film = async () => {
  const teams = await upTo('checked', awkward);
  await teams.to('2027-02-06 09:00');
  const shots = [
    shot('typed', 'on the GO / NOGO card', teams.card('go-nogo')),
    shot('typed', 'on the living card', teams.card('living'), { drawn: false }),
    shot('typed', 'in a list', await teams.says(member, 'list'), { drawn: false }),
  ];
  await answer(teams, approver, 'go-nogo', 'giveNogo', { reason: '**No** [way](http://example.org)\n# really' });
  shots.push(shot('typed', 'in a reason', teams.card('nogo'), { drawn: false }));
  await answer(teams, implementer, 'nogo', 'requestGo', { corrected: '* done\n* <b>done</b>' });
  await answer(teams, approver, 'go-nogo', 'giveGo');
  shots.push(shot('typed', 'in a notice', teams.saying('Planned maintenance')));
  shots.push(shot('typed', 'in a history', await teams.says(member, 'history CHG-2027-001'), { drawn: false }));
  await teams.to('2027-02-13 05:00');
  await answer(teams, implementer, 'snapshot', 'requestSkip', { reason: '<at>Member</at> & _why_' });
  await answer(teams, approver, 'skip', 'agreeSkip');
  await teams.to('2027-02-13 08:00');
  shots.push(shot('typed', 'in the tests to tick', teams.card('tests')));
  return shots;
};

export const FILMS: readonly Film[] = [
  ...BAD_DAY,
  ...SHORT_NOTICE,
  ...TOLD_BY_MAIL,
  ...PLAN_CHANGES,
  preparation,
  corrections,
  mainLine,
  withoutSnapshot,
  skipRefused,
  silence,
  silenceOnTheDay,
  cancelled,
  late,
  noSnapshot,
  talk,
  typed,
];

function cardOf(
  answered: { readonly card: object } | { readonly sentence: string },
): Readonly<Record<string, unknown>> {
  if ('sentence' in answered) throw new Error(answered.sentence);
  return { ...answered.card };
}
