import { request } from 'node:http';

/** What an open page hears. */
export interface Hearing {
  /** Waits for the next event of this name. */
  next(name: string): Promise<unknown>;
  end(): void;
}

/** Collects the events of a page that looks as a person. */
export function hear({ url }: { url: string }, person: string): Hearing {
  const heard: { name: string; data: unknown }[] = [];
  let wake = (): void => undefined;
  let rest = '';
  const outgoing = request(`${url}events?person=${person}`, { agent: false }, (incoming) => {
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const [, name = '', data = 'null'] = /^event: (.+)\ndata: (.+)$/s.exec(part) ?? [];
        heard.push({ name, data: JSON.parse(data) });
      }
      wake();
    });
    incoming.on('error', () => undefined);
  });
  outgoing.on('error', () => undefined);
  outgoing.end();
  return {
    async next(name) {
      for (;;) {
        const found = heard.findIndex((one) => one.name === name);
        if (found >= 0) return heard.splice(found, 1)[0]?.data;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    end: () => outgoing.destroy(),
  };
}
