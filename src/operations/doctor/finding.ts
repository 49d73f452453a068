/** What a step of the doctor has found, as one line for the person at the console. */

export interface Finding {
  readonly state: 'ok' | 'warning' | 'WRONG' | 'left out';
  /** What was found: sentences without a full stop at the end. */
  readonly found: string;
  /** What the person does next; absent where there is nothing to do. */
  readonly remedy?: string;
  /** More lines, one each, where one is not enough: the faults of the settings. */
  readonly more?: readonly string[];
}

export function ok(found: string): Finding {
  return { state: 'ok', found };
}

/** The bot works, and somebody should look all the same. */
export function warning(found: string, remedy: string): Finding {
  return { state: 'warning', found, remedy };
}

/** The bot does not work, or soon will not. */
export function wrong(found: string, remedy: string, more: readonly string[] = []): Finding {
  return { state: 'WRONG', found, remedy, more };
}

/** It could not be looked at, and why. */
export function leftOut(why: string): Finding {
  return { state: 'left out', found: why };
}

/** `WRONG     clock         83 s ahead of login.microsoftonline.com. Set it …`, and the further lines below. */
export function said(step: string, { state, found, remedy, more = [] }: Finding): string {
  const sentence = `${found}.${remedy === undefined ? '' : ` ${remedy}.`}`;
  return [`${state.padEnd(9)} ${step.padEnd(13)} ${sentence}`, ...more.map((line) => `${' '.repeat(24)}${line}`)].join(
    '\n',
  );
}
