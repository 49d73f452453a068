// Enough to keep the four threads that Node reads files with busy.
const AHEAD = 16;

/** What `read` gives for each item, in the items' order, while the next ones are already being read. */
export async function* readAhead<I, T>(items: readonly I[], read: (item: I) => Promise<T>): AsyncGenerator<T> {
  const underWay: Promise<T>[] = [];
  const start = (item: I): void => {
    const reading = read(item);
    // One that fails is reported when its turn comes, and to nobody when nobody waits for it any more.
    reading.catch(() => undefined);
    underWay.push(reading);
  };
  items.slice(0, AHEAD).forEach(start);
  for (let next = AHEAD; underWay.length > 0; next += 1) {
    const first = await underWay.shift();
    if (next < items.length) start(items[next] as I);
    yield first as T;
  }
}
