/** Whether the service runs, and says that it is ready. */
import { ask } from './asked.ts';
import type { Finding } from './finding.ts';
import { leftOut, ok, warning, wrong } from './finding.ts';

/** What keeps a service from being ready, by what `/health/ready` calls it. */
const REMEDIES: Readonly<Record<string, string>> = {
  store: 'Another process may have its data folder: end that one, and start the service again',
  channel: 'Add the app to the team, and mention the bot once in its channel',
  tick: 'Its clock stands still: see its log, and start it again',
};

export interface Running {
  /** The port it listens on; null: not known. */
  readonly port: number | null;
  /** The process that has the data folder; null: none. */
  readonly holder: string | null;
  /** Its address, where it is not on the port of this machine. */
  readonly service?: string | undefined;
  readonly patienceMs?: number | undefined;
}

export async function serviceStep({ port, holder, service, patienceMs }: Running): Promise<Finding> {
  if (port === null) return leftOut('the port is not known');
  if (port === 0 && service === undefined) return leftOut('PORT=0 means any free port');
  const where = service ?? `http://127.0.0.1:${port}`;
  const answer = await ask(`${where}/health/ready`, {}, patienceMs);
  if ('silent' in answer) return silent(where, answer.silent, holder);
  const checks = checksIn(answer.body);
  if (answer.status === 200 && checks !== null) return ok(`${where} is ready`);
  const failing = Object.entries(checks ?? {}).flatMap(([name, isWell]) => (isWell === false ? [name] : []));
  if (failing.length > 0) {
    const remedy = failing.map((name) => REMEDIES[name] ?? 'See its log').join('. ');
    // A bot that nobody has added to a team yet is a new one, and no broken one.
    const finding = failing.join() === 'channel' ? warning : wrong;
    return finding(`${where} is not ready: ${failing.join(', ')}`, remedy);
  }
  return wrong(`what answers on ${where} is something else (${answer.status})`, 'Give the service a PORT of its own');
}

function silent(where: string, why: string, holder: string | null): Finding {
  if (holder === null) return warning(`the service does not run (${where}: ${why})`, 'Start it');
  return wrong(
    `${holder} has the data folder, but does not answer on ${where} (${why})`,
    'Run the doctor with the environment of the service, or start the service again',
  );
}

function checksIn(body: unknown): Readonly<Record<string, unknown>> | null {
  const checks = (body as { readonly checks?: unknown } | null | undefined)?.checks;
  return typeof checks === 'object' && checks !== null ? (checks as Readonly<Record<string, unknown>>) : null;
}
