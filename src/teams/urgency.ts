/** What people read of a change that cannot wait, and of what else is going on around its window. */
import type { Change } from '../domain/change.ts';
import type { Draft } from '../domain/event.ts';
import { hostOf } from '../domain/schedule.ts';
import { goAnswersPreCheck, isAskedTogether, lastMoment, urgencyOf } from '../domain/short-notice.ts';
import type { Person, Site } from '../domain/site.ts';
import type { Warning } from '../domain/warnings.ts';
import { startOf } from '../domain/window.ts';
import { clip, ROOM_OF_A_REASON } from './cards/clip.ts';
import type { Values, Voice } from '../app/words.ts';
import { minutesOf } from './values.ts';

/** The values of a change at short notice. */
export function ofUrgency(change: Change, site: Site, voice: Voice): Values {
  const { draft, stage } = change;
  const inOne = isAskedTogether(change, site) || (stage.is === 'checked' && goAnswersPreCheck(change, site));
  return {
    urgency: urgencyOf(draft) ?? 'none',
    together: inOne ? 'yes' : 'no',
    missedSteps: missedSaid(draft, site, voice),
    shortReason: clip(voice.escape(draft.shortNotice?.reason ?? ''), ROOM_OF_A_REASON),
  };
}

/** A warning as people read it. */
export function warningLine(warning: Warning, draft: Draft, site: Site, voice: Voice): string {
  const { sentences } = voice;
  return sentences.say(`warning.${warning.warning}`, valuesOfWarning(warning, draft, site, voice));
}

function valuesOfWarning(warning: Warning, draft: Draft, site: Site, voice: Voice): Values {
  const { times, escape } = voice;
  const day = (date: string): string => times.day(startOf({ start: `${date}T12:00`, minutes: 0 }, site.timeZone));
  switch (warning.warning) {
    case 'short notice':
      return { missed: missedSaid(draft, site, voice) };
    case 'too short': {
      const { restoreTakes = 'PT0M' } = hostOf(draft, site);
      return { restoreTakes: times.span(minutesOf(restoreTakes, site)) };
    }
    case 'freeze': {
      const { from, to, why } = warning.period;
      return { from: day(from), to: day(to), why: escape(why) };
    }
    case 'clash': {
      const { id, title, on, start, end } = warning.clash;
      return { id, title: escape(title), on, window: times.range(start, end) };
    }
  }
}

/** `the start of the preparation (Sat 23 Jan 2027), the pre-check (…)`, one after the other. */
function missedSaid(draft: Draft, site: Site, { sentences, times }: Voice): string {
  const { missed = [] } = draft.shortNotice ?? {};
  return missed
    .map((name) => {
      const at = lastMoment(name, draft, site);
      return sentences.say(`missed.${name}`, { at: at === undefined ? '' : times.day(at) });
    })
    .join(', ');
}

/** A person, and for whom they decided where they are a deputy. */
export function whoDecided(by: Person, deputyOf: Person | undefined, { sentences, escape }: Voice): string {
  const name = escape(by.name);
  return deputyOf === undefined ? name : sentences.say('person.deputy', { by: name, approver: escape(deputyOf.name) });
}
