/** The tools of a film: a change that goes its way by hand, and the shots that are taken of it. */
import type { Draft } from '../../src/domain/event.ts';
import type { Person } from '../../src/domain/site.ts';
import type { Audience, Section, Shot } from './gallery.ts';
import type { Answer, Json, Post } from './hand-teams.ts';
import { HandTeams, withCard } from './hand-teams.ts';
import { approver, implementer, member } from '../../test/support/fixtures.ts';
import { deputy, site } from './stage.ts';

export type Film = () => Promise<readonly Shot[]>;

/** A shot of one post as everybody sees it. */
export function shot(section: Section, state: string, post: Post, more: Partial<Shot> = {}): Shot {
  return { section, state, posts: [post], audience: 'everybody', drawn: true, ...more };
}

/** The service at a time, with everybody in the team. */
export function open(wall: string): Promise<HandTeams> {
  return HandTeams.open(site, wall, [implementer, approver, deputy, member]);
}

/** A draft as somebody fills it into the form. */
export function filled(draft: Draft): Json {
  const { window, tests, shortNotice, emergency, ...rest } = draft;
  const duration = `${String(window.minutes)} min`;
  const urgency = { emergency: String(emergency === true), reason: shortNotice?.reason ?? '' };
  return { ...rest, ...urgency, tests: tests.join('\n'), start: window.start.replace('T', ' '), duration };
}

/** The implementer makes a change of a draft; what its form comes back with is confirmed. */
export async function make(teams: HandTeams, draft: Draft, by: Person = implementer): Promise<Answer> {
  const form = await teams.says(by, 'new');
  const answer = await teams.press(by, form, 'create', filled(draft));
  if (!isForm(answer)) return answer;
  const confirmed = await teams.press(by, backIn(form, answer), 'create', {
    ...filled(draft),
    reason: draft.shortNotice?.reason ?? WHY,
  });
  if (isForm(confirmed)) throw new Error('the form was refused');
  return confirmed;
}

const WHY = 'The version in use is out of support on Monday.';

/** The form as whoever sent it sees it now: nobody else does. */
export function backIn(form: Post, answer: Answer): Post {
  if (!('card' in answer)) throw new Error(answer.sentence);
  return { ...withCard(form, answer.card), id: `${form.id}-as-sent` };
}

function isForm(answer: Answer): boolean {
  return JSON.stringify(answer).includes('"verb":"create"');
}

/** A press that has to be taken: gives the post as the presser sees it afterwards. */
export async function answer(
  teams: HandTeams,
  by: Person,
  milestone: string,
  verb: string,
  inputs: Json = {},
): Promise<Post> {
  const post = teams.card(milestone);
  const answered = await teams.press(by, post, verb, inputs);
  if ('sentence' in answered) throw new Error(`${verb}: ${answered.sentence}`);
  return withCard(post, answered.card);
}

export const ALL_PREPARED: Json = { 'item-limits': 'true', 'item-tests': 'true', 'item-window': 'true' };

/** The card of a question in all three views. Only everybody's is drawn, and those that are named. */
export async function views(
  teams: HandTeams,
  section: Section,
  state: string,
  asked: Person,
  drawn: readonly Audience[] = [],
): Promise<readonly Shot[]> {
  const post = teams.card(section);
  const other = asked === implementer ? approver : implementer;
  const own = (audience: Audience, seen: Post, words: string): Shot =>
    shot(section, `${state}, ${words}`, seen, { audience, drawn: drawn.includes(audience) });
  return [
    shot(section, state, post),
    own('asked', await teams.seenBy(asked, post), `seen by the ${asked === approver ? 'approver' : 'implementer'}`),
    own('reader', await teams.seenBy(other, post), `seen by the ${other === approver ? 'approver' : 'implementer'}`),
    own('reader', await teams.seenBy(member, post), 'seen by a member'),
  ];
}

/** A new change that is prepared, pre-checked and approved in time, as far as asked for. */
export async function upTo(
  step: 'created' | 'prepared' | 'checked' | 'approved' | 'snapshot' | 'started',
  draft: Draft,
): Promise<HandTeams> {
  const teams = await open('2027-01-09 10:00');
  await make(teams, draft);
  for (const [name, go] of STEPS) {
    await go(teams);
    if (name === step) break;
  }
  return teams;
}

type Step = readonly [Parameters<typeof upTo>[0], (teams: HandTeams) => Promise<unknown>];

const STEPS: readonly Step[] = [
  ['created', () => Promise.resolve()],
  [
    'prepared',
    (teams) =>
      teams.to('2027-01-11 16:20').then(() => answer(teams, implementer, 'prepare', 'tickPreparations', ALL_PREPARED)),
  ],
  [
    'checked',
    (teams) => teams.to('2027-01-30 11:40').then(() => answer(teams, approver, 'pre-check', 'acceptPreCheck')),
  ],
  ['approved', (teams) => teams.to('2027-02-06 10:15').then(() => answer(teams, approver, 'go-nogo', 'giveGo'))],
  ['snapshot', takeSnapshot],
  ['started', (teams) => teams.to('2027-02-13 08:00')],
];

async function takeSnapshot(teams: HandTeams): Promise<void> {
  await teams.to('2027-02-13 05:04');
  await answer(teams, implementer, 'snapshot', 'startSnapshot');
  await teams.to('2027-02-13 07:41');
  await answer(teams, implementer, 'snapshot', 'finishSnapshot');
}
