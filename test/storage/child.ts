/** Another process on the same folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly pid: number;
  /** The next line it says. */
  line(): Promise<string>;
  /** All lines it has said that were not asked for yet, once it has ended. */
  rest(): Promise<readonly string[]>;
  kill(): void;
  readonly ended: Promise<unknown>;
}

/** Runs a script of `children/` in a process of its own. */
export function child(script: string, folder: string): Child {
  return started(process.execPath, nodeArguments(script, folder));
}

/** The same, where no file can grow beyond `blocks` of 512 or 1,024 bytes, as the shell counts: what is too long is cut off. */
export function childWithShortFiles(blocks: number, script: string, folder: string): Child {
  const limited = `ulimit -f ${String(blocks)}; exec "$0" "$@"`;
  return started('/bin/sh', ['-c', limited, process.execPath, ...nodeArguments(script, folder)]);
}

function nodeArguments(script: string, folder: string): readonly string[] {
  return ['--import', 'tsx', fileURLToPath(new URL(`children/${script}`, import.meta.url)), folder];
}

function started(command: string, args: readonly string[]): Child {
  const env = { ...process.env, TSX_DISABLE_CACHE: '1' };
  const spawned = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const ended = once(spawned, 'close');
  const lines = createInterface(spawned.stdout)[Symbol.asyncIterator]();
  return {
    pid: spawned.pid ?? -1,
    line: async () => String((await lines.next()).value),
    rest: async () => {
      const said: string[] = [];
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) said.push(next.value);
      await ended;
      return said;
    },
    kill: () => void spawned.kill('SIGKILL'),
    ended,
  };
}
