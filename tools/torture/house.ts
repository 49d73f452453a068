/** Everything of a run: the service's folder, the other ends, the people, and the records. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Site } from '../../src/domain/site.ts';
import type { Connector } from '../../src/rehearsal/connector.ts';
import { startConnector } from '../../src/rehearsal/connector.ts';
import type { PostOffice } from '../../src/rehearsal/post-office.ts';
import { startPostOffice } from '../../src/rehearsal/post-office.ts';
import { choosePort } from '../../src/rehearsal/service.ts';
import { loadSettings } from '../../src/settings.ts';
import type { MailArrived, PostArrived } from './arrivals.ts';
import { mailsIn, postsIn } from './arrivals.ts';
import { BoardIndex } from './board-index.ts';
import { castOf } from './cast.ts';
import { Chance } from './chance.ts';
import type { Broken } from './checks/broken.ts';
import { breaks } from './checks/broken.ts';
import { damage, leftovers } from './checks/folder.ts';
import { Histories, unseen } from './checks/histories.ts';
import { decidedTwice, unkept } from './checks/presses.ts';
import { unstored } from './checks/service-log.ts';
import { Crowd } from './crowd.ts';
import type { Ending, Life } from './diary.ts';
import { Diary } from './diary.ts';
import type { Disk } from './disk.ts';
import { diskReader } from './disk.ts';
import type { Victim } from './victim.ts';
import { startVictim } from './victim.ts';
import { Weather } from './weather.ts';

export interface HouseNeeds {
  readonly seed: number;
  /** Where the run keeps everything. */
  readonly folder: string;
  readonly main: string;
  readonly changes: number;
  /** What the doom has to hear of the presses. */
  readonly watcher: { pressing(): void; answered(): void };
}

const CLOCK = new URL('shifted-clock.mjs', import.meta.url).href;
const SITE_FILE = fileURLToPath(new URL('site.yaml', import.meta.url));

export class House {
  readonly chance: Chance;
  readonly diary = new Diary();
  readonly site: Site;
  readonly connector: Connector;
  readonly post: PostOffice;
  readonly board: BoardIndex;
  readonly crowd: Crowd;
  readonly weather: Weather;
  readonly posts: readonly PostArrived[];
  readonly mails: readonly MailArrived[];
  readonly broken: Broken[] = [];
  readonly folder: string;
  readonly histories = new Histories();
  readonly read: () => Disk;
  /** Writes that were cut off by a kill. */
  temps = 0;
  readonly #needs: HouseNeeds;
  readonly #port: number;
  #victim: Victim | null = null;
  #installed = false;
  /** Temp files of the life before. */
  #left: readonly string[] = [];

  private constructor(needs: HouseNeeds, connector: Connector, post: PostOffice, port: number, site: Site) {
    this.#needs = needs;
    this.#port = port;
    this.folder = needs.folder;
    this.chance = new Chance(needs.seed);
    this.site = site;
    this.connector = connector;
    this.post = post;
    this.posts = postsIn(connector);
    this.mails = mailsIn(post);
    this.board = new BoardIndex(connector, this.diary);
    const { chance, diary, board } = this;
    this.crowd = new Crowd({ connector, board, diary, chance, cast: castOf(site), ...needs });
    this.weather = new Weather(chance, connector, post);
    this.read = diskReader(this.data);
  }

  static async open(needs: HouseNeeds): Promise<House> {
    const port = await choosePort(undefined);
    const { site } = loadSettings({
      STEWARD_MODE: 'rehearsal',
      STEWARD_SITE: SITE_FILE,
      SMTP_URL: 'smtp://127.0.0.1:1',
    });
    const post = await startPostOffice();
    const connector = await startConnector({ service: `http://127.0.0.1:${port}`, people: castOf(site).all });
    const house = new House(needs, connector, post, port, site);
    mkdirSync(house.changesFolder, { recursive: true });
    mkdirSync(join(needs.folder, 'lives'), { recursive: true });
    return house;
  }

  get data(): string {
    return join(this.#needs.folder, 'data');
  }

  get changesFolder(): string {
    return join(this.data, 'changes');
  }

  /** @throws Error before the first start */
  get victim(): Victim {
    if (this.#victim === null) throw new Error('nothing was started');
    return this.#victim;
  }

  /** Begins the next life. */
  start(): Life {
    const number = this.diary.lives.length + 1;
    const life: Life = { number, startedAt: Date.now(), readyAt: null, endedAt: null, ending: null };
    this.diary.lives.push(life);
    this.#victim = startVictim({
      main: this.#needs.main,
      clock: CLOCK,
      cwd: this.#needs.folder,
      port: this.#port,
      log: this.#logOf(life),
      env: {
        STEWARD_MODE: 'rehearsal',
        STEWARD_DATA: this.data,
        STEWARD_SITE: SITE_FILE,
        SMTP_URL: `smtp://127.0.0.1:${this.post.port}`,
        TORTURE_AHEAD_MS: String(this.diary.ahead),
      },
    });
    return life;
  }

  /** Right after a start: what it has to have cleared away. */
  afterStart(): void {
    this.broken.push(...leftovers(this.read(), this.#left, this.#installed));
  }

  /** Adds the bot to the team; once, for its file has to remember it. */
  async install(): Promise<void> {
    await this.connector.install();
    this.#installed = true;
  }

  kill(ending: Ending): void {
    const life = this.diary.lives.at(-1);
    if (life === undefined || life.endedAt !== null || this.victim.isOver()) return;
    life.endedAt = Date.now();
    life.ending = ending;
    this.victim.kill(ending === 'stopped' ? 'SIGTERM' : 'SIGKILL');
  }

  /** The process is over: what its files say is compared with all that was seen of it. */
  noteEnd(life: Life, how: string): Disk {
    const says = breaks('the service starts and goes on');
    if (life.endedAt === null || (how !== 'SIGKILL' && !(life.ending === 'stopped' && how === 'exit code 0')))
      this.broken.push(says(`life ${life.number} ended by itself: ${how}; its log is ${this.#logOf(life)}`));
    life.endedAt ??= Date.now();
    const disk = this.read();
    const { changes, temps } = disk;
    this.#left = temps;
    this.temps += temps.length;
    const lines = readFileSync(this.#logOf(life), 'utf8').split('\n');
    const found = [
      ...damage(disk),
      ...unstored(lines, changes, (id) => this.histories.lengthOf(id)),
      ...this.histories.look(changes),
      ...unseen(this.diary.shown, changes),
      ...unkept(
        this.diary.presses.filter((press) => press.life === life.number),
        changes,
      ),
      ...this.crowd.unanswered.splice(0).map(says),
    ];
    if (found.length > 0) this.keep(`broken-in-life-${life.number}`, disk);
    this.broken.push(...found);
    for (const { events } of changes.values()) this.diary.clockShows(events.at(-1)?.at ?? 0);
    return disk;
  }

  /** What holds for all presses together. */
  afterAll({ changes }: Disk): void {
    this.broken.push(...decidedTwice(this.diary.presses, changes));
  }

  /** Keeps the files as they are now, for whoever looks into it. */
  keep(name: string, { changes }: Disk): void {
    writeFileSync(join(this.#needs.folder, `${name}.json`), JSON.stringify([...changes.values()], null, 1));
  }

  async close(): Promise<void> {
    if (!this.victim.isOver()) {
      this.victim.kill('SIGKILL');
      await this.victim.ended;
    }
    await Promise.all([this.connector.close(), this.post.close()]);
  }

  #logOf({ number }: Life): string {
    return join(this.#needs.folder, 'lives', `${String(number).padStart(3, '0')}.log`);
  }
}
