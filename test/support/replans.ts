/** Every way to change a plan, as it makes sense just then or just not. */
import type { Change } from '../../src/domain/change.ts';
import type { Request } from '../../src/domain/command.ts';
import { isOpen } from '../../src/domain/change.ts';
import type { Draft, Texts } from '../../src/domain/event.ts';
import type { Site } from '../../src/domain/site.ts';
import { lastTold } from '../../src/domain/telling.ts';
import { wallClock } from '../../src/domain/window.ts';
import type { Step } from './driver.ts';
import { approver, implementer, member } from './fixtures.ts';

/** What of a draft can be edited. */
export function textsOf({ title, service, what, tests, backout }: Draft): Texts {
  return { title, service, what, tests, backout };
}

const HOUR = 3_600_000;

/** The steps there are, by whoever may take them; the n-th is the same kind at any time. */
export function replans(change: Change, site: Site, now: number): readonly Step[] {
  const by = change.implementer;
  const texts = textsOf(change.planned);
  const at = (hours: number): string => wallClock(now + hours * HOUR, site.timeZone);
  const move = (start: string, minutes = change.planned.window.minutes): Request => ({
    type: 'reschedule',
    window: { start, minutes },
    reason: 'The vendor is late',
    done: change.nogoTasks.length > 1 ? [0] : [],
  });
  const edit = (differently: Partial<Texts>): Request => ({ type: 'edit', texts: { ...texts, ...differently } });
  const told = lastTold(change);
  const onTheDay: readonly Request[] = [
    { type: 'delayStart', minutes: 30, reason: 'The snapshot is slow' },
    { type: 'delayStart', minutes: 600, reason: 'The snapshot is slow' },
    { type: 'failSnapshot', reason: 'The disk is full' },
  ];
  const mine: readonly Request[] = [
    move(at(14 * 24)),
    move(at(3 * 24)),
    move(at(1)),
    move(at(-1)),
    told === null ? move(at(7 * 24)) : move(told.window.start, told.window.minutes),
    edit({ what: `${texts.what} And PHP.` }),
    edit({ what: texts.what.toUpperCase() }),
    edit({ title: `${texts.title}!` }),
    edit({ service: texts.service === 'sandbox' ? 'isc-learn' : 'sandbox' }),
    edit({ tests: ['It works'] }),
    ...[member, implementer, approver].map((to): Request => ({ type: 'handOver', to, reason: 'On leave' })),
    { type: 'cancel', reason: 'Not this year' },
  ];
  return [
    ...(isOpen(change, 'snapshot') ? onTheDay : mine).map((request) => ({ by, request })),
    { by: approver, request: { type: 'giveNogo', reason: 'The exams are on\nWarn the help desk' } },
  ];
}
