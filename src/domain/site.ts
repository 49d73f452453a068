/** What the process needs to know of the site; read and checked by `src/settings.ts`. */
import type { ProcessTable } from './milestone.ts';

/** A person as Teams knows them: the Entra object id is who they are, the name is how they are addressed. */
export interface Person {
  readonly entraId: string;
  readonly name: string;
}

/** Where mail goes: `teachers@isc-learn.example`, in small letters; checked by `src/settings.ts`. */
export type Address = string;

/** Who says GO; `mail` is where the notices reach them besides the channel. */
export interface Approver extends Person {
  readonly mail?: Address;
}

/** A deputy of the approver; `from` and `to` are local dates (`2027-02-01`), both included; without them: always. */
export interface Deputy extends Person {
  readonly from?: string;
  readonly to?: string;
}

/** How a snapshot is taken on a host; `takes` is an ISO 8601 duration. */
export interface SnapshotFacts {
  readonly where: string;
  readonly take: string;
  readonly avoid?: string;
  readonly takes: string;
}

export interface Host {
  readonly name: string;
  /** Absent: snapshots cannot be taken of this host, and none is asked for. */
  readonly snapshot?: SnapshotFacts;
  /** How long a restore takes, ISO 8601. */
  readonly restoreTakes?: string;
  readonly backups: readonly string[];
}

export interface Service {
  /** The word people use in chat: `isc-learn`. */
  readonly key: string;
  readonly name: string;
  readonly host: string;
  /** Who gets its notices by mail, the lists of the site file resolved, each address once; absent: nobody. */
  readonly recipients?: readonly Address[];
}

/** Who the mails are from, and where answers go. */
export interface Sender {
  readonly name: string;
  readonly address: Address;
  readonly replyTo?: Address;
}

/** Days on which changes are better left alone: local dates, both included. */
export interface FreezePeriod {
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export interface Site {
  readonly name: string;
  /** IANA name: `Europe/Zurich`. */
  readonly timeZone: string;
  /** Languages of the texts, first one first: `en`. */
  readonly languages: readonly string[];
  /** The display name of the Teams channel. */
  readonly channel: string;
  readonly approver: Approver;
  readonly deputies: readonly Deputy[];
  /** Whether the approver may approve a change they implement themselves. */
  readonly ownApproval: boolean;
  readonly hosts: Readonly<Record<string, Host>>;
  readonly services: readonly Service[];
  /** Absent: no mail is sent. */
  readonly mail?: Sender | undefined;
  readonly freezePeriods?: readonly FreezePeriod[];
  /** The people on call: mentioned by every notice of an incident. */
  readonly onCall: readonly Person[];
  /** Where the incident process is described. */
  readonly incidentProcess?: string;
  readonly process: ProcessTable;
}
