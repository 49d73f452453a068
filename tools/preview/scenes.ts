/** Every notice, and each of its variants that says something else: how a change comes to send it. */
import { isOpen } from '../../src/domain/change.ts';
import type { MailName } from '../../src/domain/posting.ts';
import { startOf } from '../../src/domain/window.ts';
import {
  approved,
  created,
  deciding,
  edited,
  incident,
  isApproved,
  otherServiceOf,
  repairing,
  rescheduled,
  SNAPSHOT,
  started,
} from './beginnings.ts';
import type { Stage } from './stage.ts';
import { at, lateDraft, withNewcomer } from './stage.ts';
import type { Said } from './story.ts';
import { Story } from './story.ts';

export interface Scene {
  readonly notice: MailName;
  /** What tells it from the notice's other variants; empty: the usual one. */
  readonly state: string;
  /** Said so many minutes after it was due. */
  readonly lateBy?: number;
  /** @throws NoWay where the site never sends it */
  play(stage: Stage): Said;
}

const DAY = 24 * 60;
const DONE = [0, 1];
const OTHER = { title: 'Upgrade to version 5.1', what: 'It goes from 4.5 to 5.1, and its theme is rebuilt.' };

/** A change that was made so late, with its GO. */
function approvedLate(stage: Stage, wall: string, more: { readonly emergency?: true } = {}): Story {
  const now = at(wall, stage.site);
  return Story.of({ ...lateDraft(stage, now), ...more }, stage.site, now).goesOn(isApproved);
}

/** Nobody has given the new GO by the start that people know. */
function notGivenAgain(story: Story, { draft, site }: Stage): Story {
  return story.until(startOf(draft.window, site.timeZone));
}

/** The usual form of a notice is the first of its name. */
export const SCENES: readonly Scene[] = [
  scene('tentative', '', (stage) => created(stage).goesOn(({ tentative }) => tentative !== null)),
  scene('announce', '', approved),
  scene('announce', 'at short notice', (stage) => approvedLate(stage, '2027-02-10T14:00')),
  scene('announce', 'in an emergency', (stage) => approvedLate(stage, '2027-02-12T21:00', { emergency: true })),
  scene('announce', 'to somebody new', (stage) => approved(stage).meets(withNewcomer(stage))),
  scene('moved', '', (stage) => rescheduled(stage, '2027-02-16T18:00').goesOn(isApproved)),
  scene('moved', 'only its text has changed', (stage) => edited(stage, OTHER).goesOn(isApproved)),
  scene('moved', 'another service', (stage) => edited(stage, { service: otherServiceOf(stage) }).goesOn(isApproved)),
  scene('postponed', '', (stage) => notGivenAgain(rescheduled(stage, '2027-02-27T08:00'), stage)),
  scene('postponed', 'without a reason', (stage) => notGivenAgain(edited(stage, { what: OTHER.what }), stage)),
  scene('delayed', '', (stage) =>
    approved(stage)
      .goesOn((change) => isOpen(change, 'snapshot'))
      .says({ type: 'startSnapshot' })
      .says({ type: 'delayStart', minutes: 45, reason: 'The snapshot takes longer.' }, 60),
  ),
  scene('remind', '', started),
  { ...scene('remind', 'sent late', started), lateBy: 200 },
  scene('start', '', started),
  scene('extend', '', (stage) =>
    deciding(stage).says({ type: 'extend', minutes: 45, reason: 'The theme takes longer to rebuild.' }, 5),
  ),
  scene('extend', 'for a restore', (stage) => deciding(stage).says({ type: 'restore' })),
  scene('overrun', '', (stage) => started(stage).waits(({ notices }) => notices.overrun !== undefined)),
  scene('incident', '', incident),
  scene('incident', 'by the clock, without a reason', (stage) =>
    started(stage).waits((change) => change.stage.is === 'incident'),
  ),
  scene('incident-update', '', repairing),
  scene('incident-update', 'repaired from the snapshot', (stage) => repairing(stage, SNAPSHOT)),
  scene('incident-update', 'with news and an expected time', (stage) =>
    repairing(stage).says({ type: 'updateIncident', text: 'Half of the files are back.', minutes: 30 }, 20),
  ),
  scene('incident-update', 'with news, without an expected time', (stage) =>
    incident(stage).says({ type: 'updateIncident', text: 'The cause is being looked for.', minutes: 'none' }, 20),
  ),
  scene('incident-over', '', (stage) => resolved(incident(stage))),
  scene('incident-over', 'the state of before is restored', (stage) => resolved(repairing(stage, SNAPSHOT))),
  scene('incident-process', '', (stage) =>
    incident(stage).says({ type: 'handOverIncident', reason: 'No backup has the database.' }, 60),
  ),
  scene('end', '', (stage) => ended(deciding(stage), 20)),
  scene('end', 'the state of before is restored', (stage) => ended(deciding(stage).says({ type: 'restore' }), 75)),
  scene('cancel', '', (stage) =>
    approved(stage).says({ type: 'cancel', reason: 'The new version has a known fault.' }, DAY),
  ),
];

function resolved(story: Story): Story {
  return story.says({ type: 'resolveIncident', done: DONE, untested: '' }, 50);
}

function ended(story: Story, minutes: number): Story {
  return story.says({ type: 'end', done: DONE, untested: '' }, minutes);
}

/** The newest notice of this name in a story. */
function scene(notice: MailName, state: string, tell: (stage: Stage) => Story): Scene {
  return { notice, state, play: (stage) => tell(stage).said(notice) };
}
