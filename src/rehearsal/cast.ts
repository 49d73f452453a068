import { person, type Person } from './connector/people.ts';

/** What the rehearsal needs to know of the site. */
export interface Stage {
  channel: string;
  approver: { name: string; entraId: string };
  deputies: readonly { name: string; entraId: string }[];
}

/** Everybody one can be in the room: the site's approver and deputies, and people who are nobody in particular. */
export function castOf({ approver, deputies }: Stage): Person[] {
  return [
    person('Implementer', '00000000-0000-4000-8000-0000000000a1', 'implementer'),
    person(approver.name, approver.entraId, 'approver'),
    ...deputies.map(({ name, entraId }) => person(name, entraId, 'deputy')),
    person('Second implementer', '00000000-0000-4000-8000-0000000000a2', 'implementer'),
    person('Member', '00000000-0000-4000-8000-0000000000b1', 'member'),
  ];
}
