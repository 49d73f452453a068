import type { Log } from '../../src/app/ports.ts';

export interface Line {
  readonly level: string;
  readonly what: string;
  readonly facts: object;
}

/** Lines the log was given, as `level what`; errors are kept whole for a failing test to show. */
export class Lines implements Log {
  readonly all: Line[] = [];
  #waiting: readonly { readonly wanted: (line: Line) => boolean; readonly written: () => void }[] = [];
  info = (facts: object, what: string): void => {
    this.#keep('info', facts, what);
  };
  warn = (facts: object, what: string): void => {
    this.#keep('warn', facts, what);
  };
  error = (facts: object, what: string): void => {
    this.#keep('error', facts, what);
  };
  #keep(level: string, facts: object, what: string): void {
    const line = { level, what, facts };
    this.all.push(line);
    const heard = this.#waiting.filter(({ wanted }) => wanted(line));
    this.#waiting = this.#waiting.filter((one) => !heard.includes(one));
    for (const { written } of heard) written();
  }

  /** Resolves when such a line is written. */
  next(wanted: (line: Line) => boolean): Promise<void> {
    return new Promise((written) => {
      this.#waiting = [...this.#waiting, { wanted, written }];
    });
  }
}
