/** Who presses: the people of the example site, as Teams calls them. */
import { person } from '../../src/rehearsal/connector/people.ts';
import type { Site } from '../../src/domain/site.ts';
import { loadSettings } from '../../src/settings.ts';

/** The example site, as the service has it without a mail server. */
export const SITE: Site = { ...loadSettings({ STEWARD_MODE: 'rehearsal' }).site, mail: undefined };

export const PEOPLE = {
  implementer: person('Implementer', '00000000-0000-4000-8000-0000000000a1'),
  approver: person(SITE.approver.name, SITE.approver.entraId),
  member: person('Member', '00000000-0000-4000-8000-0000000000b1'),
};
