/** Programs of one test on one data folder, each with its Teams; ended and cleared away after it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import { cardWith, cast } from './house.ts';
import type { Program } from './program.ts';
import { program } from './program.ts';
import { FORM } from './stations.ts';

const YEAR = new Date().getFullYear() + 1;
/** The change that `created` makes. */
export const NEXT_YEARS = `CHG-${String(YEAR)}-001`;

export class Programs {
  folder = '';
  #running: Program[] = [];
  #teams: Connector | null = null;

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'change-steward-test-'));
  }

  async close(): Promise<void> {
    for (const one of this.#running) one.kill('SIGKILL');
    await Promise.all(this.#running.map(({ ended }) => ended));
    await this.#teams?.close();
    await rm(this.folder, { recursive: true, force: true });
    this.#running = [];
    this.#teams = null;
  }

  run(env: Readonly<Record<string, string>> = {}, within: readonly string[] = []): Program {
    const started = program(this.folder, env, within);
    this.#running.push(started);
    return started;
  }

  /** Teams, with the bot installed and the example change created. */
  async created(it: Program): Promise<Connector> {
    const teams = await startConnector({ service: await it.url, people: Object.values(cast), patience: 15_000 });
    this.#teams = teams;
    await teams.install();
    await teams.say(cast.implementer, `new Upgrade Moodle on isc-learn ${String(YEAR)}-06-12 08:00 for 4h`, 'channel');
    await teams.press(cast.implementer, cardWith(teams, 'create').id, { verb: 'create' }, FORM);
    await teams.until((m) => String(m.activity.summary).includes('prepare'), 'what to prepare');
    return teams;
  }
}
