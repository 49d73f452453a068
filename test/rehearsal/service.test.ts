import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen, stop } from '../../src/rehearsal/loopback.ts';
import { send } from '../../src/rehearsal/connector/send.ts';
import { openRehearsal } from '../../src/rehearsal/rehearsal.ts';
import { choosePort, startService, type RunningService } from '../../src/rehearsal/service.ts';
import { handClock } from './hand-clock.ts';
import { TinyBot } from './tiny-bot.ts';

const LIVES = `
  const { createServer } = require('node:http');
  console.log('mode', process.env.STEWARD_MODE);
  createServer((request, response) => {
    if (request.url === '/die') { console.error('the disk is on fire'); process.exit(3); }
    response.end('{}');
  }).listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => { console.log('ended well'); process.exit(0); });
`;

let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rehearsal-test-'));
});

afterEach(() => rm(data, { recursive: true, force: true }));

async function run(source: string): Promise<RunningService> {
  const program = join(data, 'service.cjs');
  await writeFile(program, source);
  const port = await choosePort(undefined);
  return startService({ program, env: { PORT: String(port), STEWARD_MODE: 'rehearsal' }, data, port });
}

describe('the service as a child', () => {
  test('is started, writes to its log, and ends when it is asked to', async () => {
    const service = await run(LIVES);
    expect(await send(service.url)).toMatchObject({ status: 200 });
    await service.stop();
    expect(await service.ended).toContain('exit code 0');
    expect(await readFile(service.log, 'utf8')).toBe('mode rehearsal\nended well\n');
  });

  test('that cannot start is explained by its last lines', async () => {
    await expect(run(`console.error('STEWARD_SITE: no such file'); process.exit(1)`)).rejects.toThrow(
      /The service ended \(exit code 1\)\. Its last lines:\n {2}STEWARD_SITE: no such file/,
    );
  });

  test('that dies later is explained too', async () => {
    const service = await run(LIVES);
    await send(`${service.url}/die`).catch(() => undefined);
    expect(await service.ended).toMatch(/exit code 3.*\n {2}mode rehearsal\n {2}the disk is on fire/);
    await service.stop();
  });

  test('is not started on a port that is taken', async () => {
    const other = createServer();
    const port = await listen(other, 0);
    await expect(choosePort(String(port))).rejects.toThrow(`Port ${port} is taken`);
    await stop(other);
  });
});

describe('the whole rehearsal around a running service', () => {
  test('installs the bot in the site’s channel and says what to do, with a date far enough ahead', async () => {
    const bot = await new TinyBot().start();
    handClock(bot);
    const approver = { name: 'The approver', entraId: '00000000-0000-4000-8000-0000000000c1' };
    const rehearsal = await openRehearsal(bot.url, { channel: 'Platform', approver, deputies: [] });
    expect(bot.received.map(({ type }) => type)).toEqual(['conversationUpdate', 'installationUpdate']);
    expect(rehearsal.steps).toHaveLength(3);
    expect(rehearsal.steps[0]).toContain('2027-02-20 08:00');
    expect(await send(rehearsal.url)).toMatchObject({ status: 200 });
    await rehearsal.close();
    await bot.stop();
  });
});
