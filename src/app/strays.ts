/** Open changes of services that have left the site file: the process cannot carry them on. */
import type { Change } from '../domain/change.ts';
import type { Site } from '../domain/site.ts';

/** Whether the site knows the service of the change. */
export function isInScope({ draft }: Change, { services }: Site): boolean {
  return services.some(({ key }) => key === draft.service);
}

/** The sentence for whoever starts the service. */
export function strayed(strays: readonly Change[]): string {
  const named = strays.map(({ id, draft }) => `${id} of '${draft.service}'`).join(', ');
  return (
    `The site file lacks services that have open changes: ${named}. ` +
    'Expected every service until its changes are over. Put them back, and cancel those changes first if need be.'
  );
}
