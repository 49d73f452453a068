/** Reads the text that Prometheus reads. */

/** The value of a series as it is written, with its labels in their order; undefined: there is no such series. */
export function valueIn(text: string, series: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** The names of all metrics, those of a histogram once. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
}
