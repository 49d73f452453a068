import type { Log } from '../../src/app/ports.ts';

/** Lines the log was given, as `level what`; errors are kept whole for a failing test to show. */
export class Lines implements Log {
  readonly all: { level: string; what: string; facts: object }[] = [];
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
    this.all.push({ level, what, facts });
  }
}
