/** The site that the notices are of, with what they cannot do without where it has none, and the change they speak of. */
import type { Draft, Instant } from '../../src/domain/event.ts';
import { missedMilestones } from '../../src/domain/short-notice.ts';
import type { Address, Host, Sender, Service, Site } from '../../src/domain/site.ts';
import { startOf } from '../../src/domain/window.ts';
import { PROCESS } from '../../src/process.ts';

/** The first service of a site that sends mail. */
export interface Stage {
  readonly site: Site;
  readonly sender: Sender;
  readonly service: Service;
  readonly draft: Draft;
}

const SENDER: Sender = { name: 'Change Steward', address: 'steward@site.example' };
const RECIPIENT: Address = 'recipients@site.example';
const NEWCOMER: Address = 'new-colleague@site.example';

/** The site as it is; one that sends no mail sends some here, or there would be nothing to see. */
export function stageOf(site: Site): Stage {
  const { mail: sender = SENDER, approver } = site;
  const services = site.services.map((service) => withRecipients(service, service.recipients ?? [RECIPIENT]));
  const [service] = services;
  if (service === undefined) throw new Error('a site without services');
  const mailing: Site = {
    ...site,
    mail: sender,
    approver: { ...approver, mail: approver.mail ?? 'approver@site.example' },
    services,
  };
  return { site: mailing, sender, service, draft: { ...DRAFT, service: service.key } };
}

/** The same with everything that a notice can come from: the whole process, snapshots, a backup, another service. */
export function fullerStage(site: Site): Stage {
  const [service] = site.services;
  const host = site.hosts[service?.host ?? ''];
  const hosts = host === undefined ? site.hosts : { ...site.hosts, [host.name]: fullerHost(host) };
  const other: Service = { key: 'another-service', name: 'Another service', host: host?.name ?? '' };
  return stageOf({ ...site, process: PROCESS, hosts, services: [...site.services, other] });
}

function fullerHost(host: Host): Host {
  return { ...host, snapshot: SNAPSHOT, restoreTakes: 'PT1H', backups: [...host.backups, 'Backup'] };
}

const SNAPSHOT = { where: 'The dashboard', take: 'The data', takes: 'PT2H30M' };

/** The site once somebody is new among those who are told of the service. */
export function withNewcomer({ site, service }: Stage): Site {
  const services = site.services.map((one) =>
    one.key === service.key ? withRecipients(one, [...(one.recipients ?? []), NEWCOMER]) : one,
  );
  return { ...site, services };
}

function withRecipients(service: Service, recipients: readonly Address[]): Service {
  return { ...service, recipients };
}

/** Saturday 13 February 2027, 08:00 to 12:00, as in the other pictures. */
const DRAFT: Omit<Draft, 'service'> = {
  title: 'Upgrade to version 5.0',
  what: 'It goes from 4.5 to 5.0, and its theme is rebuilt.',
  tests: ['A student can log in', 'A course opens'],
  backout: 'Restore the data snapshot.',
  window: { start: '2027-02-13T08:00', minutes: 240 },
};

/** The draft of a change that comes late, as the form makes it. */
export function lateDraft({ draft, site }: Stage, now: Instant): Draft {
  return { ...draft, shortNotice: { missed: missedMilestones(draft, site, now), reason: 'A fault is published.' } };
}

/** An instant by the clock on the site's wall: `at('2027-01-09T10:00', site)`. */
export function at(wall: string, { timeZone }: Site): Instant {
  return startOf({ start: wall, minutes: 0 }, timeZone);
}
