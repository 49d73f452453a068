/** The form of a new change: what follows `new` prefills it, and what comes back is read from it. */
import parseDuration from 'parse-duration';
import type { DraftFields } from '../domain/draft.ts';
import type { Service } from '../domain/site.ts';

/** The form's fields as text, by the id of their input. */
export interface FormFields {
  readonly title: string;
  readonly service: string;
  readonly what: string;
  readonly tests: string;
  readonly backout: string;
  readonly start: string;
  readonly duration: string;
  /** `true` when it is ticked. */
  readonly emergency: string;
  /** Why it cannot wait. */
  readonly reason: string;
}

export const EMPTY_FORM: FormFields = {
  title: '',
  service: '',
  what: '',
  tests: '',
  backout: '',
  start: '',
  duration: '',
  emergency: 'false',
  reason: '',
};

const ISO_DATE = /\b(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(?:at )?(\d{1,2})[:h](\d{2})?)?/i;
const SWISS_DATE = /\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:,?\s+(?:at )?(\d{1,2})[:h](\d{2})?)?/i;

const UNIT = '(?:d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?)';
const AMOUNT = '\\d{1,5}(?:[.,]\\d{1,2})?';
/** `1 h`, `2h30`, `1,5 h`, `2 hours and 30 minutes`: nothing before, between or after that is no duration. */
const SPELLED = new RegExp(`^${AMOUNT}\\s*${UNIT}(?:\\s*(?:and\\s+)?${AMOUNT}\\s*${UNIT})*$`, 'i');
const CLOCK = /^(\d{1,3}):([0-5]\d)$/;
const FOR_DURATION = new RegExp(
  `\\bfor (\\d{1,3}:\\d{2}|${AMOUNT}\\s*${UNIT}(?:\\s*(?:and\\s+)?\\d{1,5}(?:\\s*${UNIT})?)*)(?=\\s|[,.]|$)`,
  'i',
);

/** `new emergency Patch the login on isc-learn …` */
const EMERGENCY = /^\s*(?:an\s+)?emergency\b[:,]?\s*/i;

/** `Upgrade Moodle on isc-learn 2027-02-13 08:00 for 4h` as a form; what is not there stays empty. One service only is chosen at once. */
export function prefill(whole: string, services: readonly Service[]): FormFields {
  const said = whole.replace(EMERGENCY, '');
  const duration = FOR_DURATION.exec(said);
  const beforeDuration = duration === null ? said : said.replace(duration[0], ' ');
  const date = ISO_DATE.exec(beforeDuration) ?? SWISS_DATE.exec(beforeDuration);
  const beforeDate = date === null ? beforeDuration : beforeDuration.replace(date[0], ' ');
  const service = services.find((s) =>
    new RegExp(`\\bon (?:${escaped(s.key)}|${escaped(s.name)})(?=\\s|$)`, 'i').test(beforeDate),
  );
  const named =
    service === undefined
      ? null
      : new RegExp(`\\bon (?:${escaped(service.key)}|${escaped(service.name)})(?=\\s|$)`, 'i');
  const title = named === null ? beforeDate : beforeDate.replace(named, ' ');
  return {
    ...EMPTY_FORM,
    title: title
      .replace(/\s+/g, ' ')
      .replace(/\b(?:on|at)\s*$/i, '')
      .trim(),
    service: (service ?? (services.length === 1 ? services[0] : undefined))?.key ?? '',
    start: date === null ? '' : (readStart(date[0])?.replace('T', ' ') ?? date[0]),
    duration: duration?.[1]?.trim() ?? '',
    emergency: String(said !== whole),
  };
}

/** The form as a person sent it, ready to be checked (`domain/draft.ts`). */
export function readForm(fields: FormFields): DraftFields {
  const { title, service, what, backout } = fields;
  const tests = fields.tests
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    title,
    service,
    what,
    tests,
    backout,
    start: readStart(fields.start),
    minutes: readMinutes(fields.duration),
    emergency: fields.emergency === 'true',
    reason: fields.reason,
  };
}

/** `2027-02-13 08:00`, `13.02.2027 08:00` or `13.2.2027 8h` as `2027-02-13T08:00`; null when it is neither. */
export function readStart(text: string): string | null {
  const iso = ISO_DATE.exec(text);
  const swiss = SWISS_DATE.exec(text);
  const found = iso ?? swiss;
  if (found === null || found[0].trim() !== text.trim()) return null;
  const [, a = '', b = '', c = '', hour, minute = '00'] = found;
  if (hour === undefined) return null;
  const [year, month, day] = iso === null ? [c, b, a] : [a, b, c];
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}`;
}

/** `4h`, `2h30`, `90 min`, `1 h 15`, `1,5 h`, `2:30` as minutes; null when it is none. A bare number has no unit and is none. */
export function readMinutes(text: string): number | null {
  const clock = CLOCK.exec(text.trim());
  if (clock !== null) return Number(clock[1]) * 60 + Number(clock[2]);
  const spelled = text.trim().replace(/(\d\s*h(?:ours?|rs?)?)\s*(\d{1,2})$/i, '$1 $2min');
  if (!SPELLED.test(spelled)) return null;
  // What the library would take for thousands is a half here.
  const minutes = parseDuration(spelled.replaceAll(',', '.'), 'm');
  return minutes === null ? null : Math.round(minutes);
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
