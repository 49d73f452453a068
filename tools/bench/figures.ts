/** What is printed: figures as they are measured, and at the end the aims with what became of them. */

/** An aim of the project; `measured` is a ratio. */
export interface Aim {
  readonly what: string;
  readonly measured: number;
  readonly least?: number;
  readonly most?: number;
}

/** Prints a heading of figures. */
export function heading(text: string): void {
  console.log(`\n${text}`);
}

/** Prints a figure under its heading. */
export function figure(what: string, said: string): void {
  console.log(`  ${what.padEnd(WIDTH)} ${said}`);
}

const WIDTH = 44;

/** The table of the aims. */
export function table(aims: readonly Aim[]): string {
  const rows = [
    ['aim', 'wanted', 'measured', ''],
    ...aims.map((aim) => [aim.what, wanted(aim), aim.measured.toFixed(2), isMet(aim) ? 'met' : 'NOT MET']),
  ];
  return rows.map(line).join('\n');
}

function wanted({ least, most }: Aim): string {
  return least === undefined ? `at most ${(most ?? NaN).toFixed(1)}` : `at least ${least.toFixed(1)}`;
}

function isMet({ measured, least = -Infinity, most = Infinity }: Aim): boolean {
  return measured >= least && measured <= most;
}

function line([what = '', aim = '', measured = '', met = '']: readonly string[]): string {
  return `  ${what.padEnd(WIDTH)} ${aim.padEnd(14)} ${measured.padEnd(10)} ${met}`;
}
