/** Who takes part, as Teams calls them: the people of the example site. */
import { person, type Person } from '../../src/rehearsal/connector/people.ts';
import type { Site } from '../../src/domain/site.ts';

export interface Cast {
  readonly implementers: readonly Person[];
  readonly approver: Person;
  readonly deputy: Person;
  readonly all: readonly Person[];
}

/** @throws Error for a site without a deputy */
export function castOf({ approver, deputies: [deputy] }: Site): Cast {
  if (deputy === undefined) throw new Error('the site of the torture needs a deputy');
  const implementers = [
    person('Implementer', '00000000-0000-4000-8000-0000000000a1'),
    person('Second implementer', '00000000-0000-4000-8000-0000000000a2'),
  ];
  const member = person('Member', '00000000-0000-4000-8000-0000000000b1');
  const [first, second] = [person(approver.name, approver.entraId), person(deputy.name, deputy.entraId)];
  return { implementers, approver: first, deputy: second, all: [...implementers, first, second, member] };
}
