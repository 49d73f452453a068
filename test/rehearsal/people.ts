import { person } from '../../src/rehearsal/connector/people.ts';

export const implementer = person('Implementer', '00000000-0000-4000-8000-0000000000a1', 'implementer');
export const approver = person('Approver', '00000000-0000-4000-8000-0000000000c1', 'approver');
export const member = person('Member', '00000000-0000-4000-8000-0000000000b1', 'member');
export const people = [implementer, approver, member];
