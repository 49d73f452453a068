/** The site file as it has to be. Checks that need another part of the file ask the `Facts`, so that no fault hides another one. */
import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod/v4';
import type { Mode } from './environment.ts';
import { day, duration, inOrder, isGuid, orEmpty, orNone, section, text, yesNo } from './fields.ts';
import { nearest } from './fault.ts';
import { overridesSchema } from './process-overrides.ts';
import { address, mailSchema, recipientsSchema } from './site-mail.ts';

/** What the file says elsewhere, right or wrong, and what is around it. */
export interface Facts {
  readonly mode: Mode;
  /** The folder of the file: paths in it are meant from there. */
  readonly folder: string;
  /** The languages that have texts. */
  readonly languages: readonly string[];
  /** The languages that the file names, repeated ones too. */
  readonly listed: readonly string[];
  readonly hosts: readonly string[];
  /** The keys of all services, repeated ones too. */
  readonly services: readonly string[];
  /** The names of the lists of addresses. */
  readonly lists: readonly string[];
  /** The approver's Entra id, in small letters. */
  readonly approver: string | undefined;
}

export type SiteFile = z.infer<ReturnType<typeof siteSchema>>;

/** The schema of a whole site file. */
export function siteSchema(facts: Facts) {
  return section(
    {
      name: text('the name of the site. Write what people call it.'),
      timeZone: text(
        "a time zone of the IANA list, such as 'Europe/Zurich'. Look it up under 'tz database'.",
        isTimeZone,
      ),
      languages: z
        .array(language(facts), { error: "a list of languages. Write [en], the first one is the site's own." })
        .min(1, { error: 'at least one language. Write [en].' }),
      channel: text('the display name of the Teams channel. Write it as Teams shows it.'),
      texts: orNone(
        text(
          "a file with the site's own sentences that can be read. Write its path from here, or remove the key.",
          (path) => isReadable(resolve(facts.folder, path)),
        ),
      ),
      approver: section({ name: personName(), entraId: entraId(facts), mail: orNone(address(facts.mode)) }, 'a person'),
      deputies: orEmpty(z.array(deputy(facts), { error: 'a list of people. Write [] when there are none.' }), []),
      ownApproval: yesNo('may the approver approve a change of their own? Write false if unsure.').default(false),
      onCall: orEmpty(
        z.array(section({ name: personName(), entraId: entraId(facts) }, 'a person'), {
          error: 'a list of people. Write [] when there are none.',
        }),
        [],
      ),
      hosts: z.record(text("a host's name. Write one."), orEmpty(host(), {}), {
        error: 'hosts by name. Write `Hannibal: { backups: [] }`.',
      }),
      services: z
        .array(service(facts), { error: 'a list of services. Write their key, name and host.' })
        .min(1, { error: 'at least one service. Without one there is nothing to change.' }),
      mail: orNone(mailSchema(facts.mode)),
      freezePeriods: orEmpty(
        z.array(freezePeriod(), { error: 'a list of periods. Write their from, to and why.' }),
        [],
      ),
      incidentProcess: text(
        "a web address such as 'https://…'. Write it whole, or remove the key.",
        isWebAddress,
      ).optional(),
      process: orEmpty(overridesSchema(), {}),
    },
    'the keys of a site',
  );
}

function personName(): z.ZodString {
  return text("a person's name. Write it as Teams shows it.");
}

function language({ languages, listed }: Facts) {
  return z
    .string({ error: LANGUAGE(languages) })
    .trim()
    .refine((value) => languages.includes(value), { error: LANGUAGE(languages), abort: true })
    .refine((value) => count(listed, value) < 2, { error: 'each language once. Remove the other one.' });
}

const LANGUAGE = (languages: readonly string[]): string =>
  `a language that has texts (${languages.join(', ')}). Write one of these, or add cards/text/<language>.yaml.`;

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    // Newer Nodes take '+01:00' too, which knows nothing of summer time.
    return /^[A-Za-z]/.test(value);
  } catch {
    return false;
  }
}

/** Whether there is a file that can be read. */
export function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

const PLACEHOLDER = '00000000-0000-4000-8000-';

/** Teams sends ids in small letters. A local client may use ids that are none: the Microsoft 365 Agents Playground does. */
function entraId({ mode }: Facts) {
  const fits = mode === 'local' ? (id: string) => /^[\w-]+$/.test(id) : isGuid;
  return text("an Entra object id (a GUID). Find it in the Entra admin center under Users, 'Object ID'.", fits)
    .refine((id) => mode !== 'teams' || !id.startsWith(PLACEHOLDER), {
      error:
        "the Entra object id of a real person: this one is for rehearsals. Find it in the Entra admin center under Users, 'Object ID'.",
    })
    .toLowerCase();
}

/** The same person may be there again with other days. */
function deputy(facts: Facts) {
  const someoneElse = entraId(facts).refine((id) => id !== facts.approver, {
    error: 'somebody else than the approver. Remove this deputy, or give the approver their own id.',
  });
  const shape = { name: personName(), entraId: someoneElse, from: day().optional(), to: day().optional() };
  return section(shape, 'a person').refine(inOrder, { error: LAST_DAY, path: ['to'], when: () => true });
}

const LAST_DAY = 'the last day, not before the first. Swap the two dates.';

function host() {
  const where = text('where a snapshot is taken. Write where to click.');
  const take = text('what to take. Write what to choose there.');
  const avoid = text('what not to do. Write it, or remove the key.').optional();
  return section(
    {
      snapshot: section({ where, take, avoid, takes: duration('PT1M', 'P7D') }, 'how a snapshot is taken').optional(),
      restoreTakes: duration('PT1M', 'P7D').optional(),
      backups: orEmpty(
        z.array(text('a backup. Write its name.'), { error: 'a list of backups. Write [] when there are none.' }),
        [],
      ),
    },
    'what is known of the host. Write {} when that is nothing',
  );
}

function service({ mode, hosts, services, lists }: Facts) {
  return section(
    {
      key: text(
        "the word people write in chat, such as 'isc-learn'. Use small letters, digits and dashes.",
        isKey,
      ).refine((key) => count(services, key) < 2, { error: 'a key that no other service has. Rename one of them.' }),
      name: text('the name of the service. Write what people call it.'),
      host: z.string({ error: hostHint(undefined, hosts) }).refine((name) => hosts.includes(name), {
        error: ({ input }) => hostHint(input, hosts),
      }),
      recipients: orEmpty(recipientsSchema(mode, lists), []),
    },
    'a service',
  );
}

function isKey(value: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value);
}

function hostHint(value: unknown, hosts: readonly string[]): string {
  const near = typeof value === 'string' ? nearest(value, hosts) : undefined;
  const remedy =
    near === undefined ? 'Write one of these, or add the host there' : `Write '${near}', or add the host there`;
  return `a host of 'hosts' (${hosts.join(', ')}). ${remedy}.`;
}

function freezePeriod() {
  return section({ from: day(), to: day(), why: text('the reason. Write what people may know.') }, 'a period').refine(
    inOrder,
    {
      error: LAST_DAY,
      path: ['to'],
      when: () => true,
    },
  );
}

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function count(all: readonly string[], wanted: string): number {
  return all.filter((each) => each === wanted).length;
}
