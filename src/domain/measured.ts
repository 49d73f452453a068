/** How long snapshots really took: what the next plan on the same host is made of. */
import type { Instant } from './event.ts';
import { serviceOf } from './schedule.ts';
import type { Site } from './site.ts';

/** How long a snapshot really took. */
export interface Measured {
  readonly service: string;
  readonly at: Instant;
  readonly minutes: number;
}

const LAST_ONES = 3;

/** The longest of the last three of the service's host, in minutes; undefined: none was measured, and the site file says it. */
export function measuredMinutes(service: string, measured: readonly Measured[], site: Site): number | undefined {
  const { host } = serviceOf(service, site);
  const last = measured
    .filter((one) => serviceOf(one.service, site).host === host)
    .sort((a, b) => b.at - a.at)
    .slice(0, LAST_ONES);
  return last.length === 0 ? undefined : Math.max(...last.map(({ minutes }) => minutes));
}
