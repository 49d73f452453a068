/** A promise that does not hold, and what shows it. */

export type Promised =
  | 'no committed event is lost'
  | 'what was answered is stored'
  | 'what anybody was shown is stored'
  | 'a press decides once'
  | 'no file is damaged'
  | 'the service starts and goes on'
  | 'what is due happens'
  | 'every notice arrives'
  | 'nothing comes twice without a reason'
  | 'what comes is in order'
  | 'every card shows the present state'
  | 'every change can go on';

export interface Broken {
  readonly promise: Promised;
  readonly what: string;
}

/** For one promise: what shows that it is broken. */
export function breaks(promise: Promised): (what: string) => Broken {
  return (what) => ({ promise, what });
}
