/** What the site file says of mail: who it is from, lists of addresses by name, and who is told. */
import { z } from 'zod/v4';
import type { Address, Sender, Service } from '../domain/site.ts';
import type { Mode } from './environment.ts';
import type { Fault } from './fault.ts';
import { nearest } from './fault.ts';
import { orEmpty, section, text } from './fields.ts';
import type { Key, Source } from './source.ts';
import { at, faultAt, list } from './source.ts';

const SUCH_AS = "a mail address such as 'teachers@isc-learn.example'";
const ADDRESS = `${SUCH_AS}. Write it whole, without a name.`;
/** RFC 5321: a path holds 256 octets, its angle brackets included. */
const LONGEST_ADDRESS = 254;

function isAddress(value: string): boolean {
  return value.length <= LONGEST_ADDRESS && z.email().safeParse(value).success;
}

const PLACEHOLDER =
  "an address of real people: those under '.example' (RFC 2606) are for rehearsals. Write the address that mail reaches.";

/** Nobody can ever be reached under the reserved ending: what stands there was not filled in. */
function isReal(value: string, mode: Mode): boolean {
  return mode !== 'teams' || !value.toLowerCase().endsWith('.example');
}

/** A mail address, in small letters; in Teams mode one that can reach somebody. */
export function address(mode: Mode) {
  return text(ADDRESS, isAddress)
    .refine((value) => isReal(value, mode), { error: PLACEHOLDER })
    .toLowerCase();
}

/** `mail:`, who the mails are from. */
export function mailSchema(mode: Mode) {
  const from = section({ name: senderName(), address: address(mode) }, 'who the mails are from');
  return section(
    {
      from,
      replyTo: address(mode).optional(),
      lists: orEmpty(listsSchema(mode), {}),
    },
    'who the mails are from',
  );
}

const NAME = 'the name that mails are from, on one line. Write it as people know it.';

function senderName(): z.ZodString {
  return text(NAME, (value) => value !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value));
}

const LISTS = 'lists of addresses by name. Write `teachers: [teachers@isc-learn.example]`.';
const LIST = 'a list with at least one address. Write [teachers@isc-learn.example], or remove the list.';
const LIST_NAME = "a list's name, which is no address. Give it a name without '@'.";

function listsSchema(mode: Mode) {
  const name = text(LIST_NAME, (value) => value !== '' && !value.includes('@'));
  const addresses = z.array(address(mode), { error: LIST }).min(1, { error: LIST });
  return z.record(name, addresses, { error: ({ code }) => (code === 'invalid_key' ? LIST_NAME : LISTS) });
}

/** `recipients` of a service: lists of `mail.lists` by name, and addresses. */
export function recipientsSchema(mode: Mode, lists: readonly string[]) {
  const fits = (value: string): boolean => (value.includes('@') ? isAddress(value) : lists.includes(value));
  const recipient = z
    .string({ error: recipientHint(undefined, lists) })
    .trim()
    .refine(fits, { error: ({ input }) => recipientHint(input, lists) })
    .refine((value) => isReal(value, mode), { error: PLACEHOLDER })
    .transform((value) => (value.includes('@') ? value.toLowerCase() : value));
  return z.array(recipient, { error: 'a list of addresses and of names of lists. Write [] when there are none.' });
}

function recipientHint(value: unknown, lists: readonly string[]): string {
  if (typeof value === 'string' && value.includes('@')) return ADDRESS;
  if (lists.length === 0) return `${SUCH_AS}, for there are no lists. Write one, or add the list to 'mail.lists'.`;
  const near = typeof value === 'string' ? nearest(value, lists) : undefined;
  const remedy = near === undefined ? 'Write one of these' : `Write '${near}'`;
  return `a list of 'mail.lists' (${lists.join(', ')}) or a mail address. ${remedy}, or add the list there.`;
}

type MailFile = z.infer<ReturnType<typeof mailSchema>>;

interface ServiceFile {
  readonly key: string;
  readonly name: string;
  readonly host: string;
  readonly recipients: readonly string[];
}

/** The service with the lists resolved, each address once; without recipients where nobody is told. */
export function serviceOf({ recipients, ...service }: ServiceFile, mail: MailFile | undefined): Service {
  const lists = new Map<string, readonly Address[]>(Object.entries(mail?.lists ?? {}));
  const addresses = [...new Set(recipients.flatMap((each) => lists.get(each) ?? [each]))];
  return addresses.length === 0 ? service : { ...service, recipients: addresses };
}

/** Who the mails are from, to the domain. */
export function senderOf({ from, replyTo }: MailFile): Sender {
  return { ...from, ...(replyTo === undefined ? {} : { replyTo }) };
}

interface Around {
  readonly mode: Mode;
  /** Whether `SMTP_URL` is set, right or wrong. */
  readonly smtp: boolean;
}

/** Who is told, who tells and the server that carries it need each other; in local mode a site without a server tells nobody. */
export function mailFaults(source: Source, { mode, smtp }: Around): readonly Fault[] {
  const told = whoIsTold(source.raw);
  const noSender = at(source.raw, ['mail']) === undefined || at(source.raw, ['mail']) === null;
  const faults = noSender ? told.map((path) => faultAt(path, NO_SENDER, source)) : [];
  if (mode !== 'teams') return faults;
  if (noSender && smtp && told.length === 0) return [faultAt(['mail'], NO_SENDER_FOR_SERVER, source)];
  if (smtp || told.length === 0) return faults;
  const expected = `the mail server for those who are told by mail in ${source.file}. Set it, or remove the recipients there.`;
  return [...faults, { where: 'SMTP_URL', found: 'nothing', expected }];
}

const FROM = '`mail: { from: { name: …, address: … } }`';
const NO_SENDER = `somebody whom the mails are from. Add ${FROM}, or remove this.`;
const NO_SENDER_FOR_SERVER = `who the mails are from, since SMTP_URL is set. Add ${FROM}, or unset SMTP_URL.`;

function whoIsTold(raw: unknown): readonly (readonly Key[])[] {
  const services = list(at(raw, ['services'])).flatMap((service, index) =>
    list(at(service, ['recipients'])).length > 0 ? [['services', index, 'recipients'] as const] : [],
  );
  const approver = at(raw, ['approver', 'mail']);
  return approver === undefined || approver === null ? services : [['approver', 'mail'], ...services];
}
