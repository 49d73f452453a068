/** A small disk for one process: a tmpfs that only it sees. When the process has ended the disk is gone, however it ended. */
import { execFileSync } from 'node:child_process';

// Root makes a mount namespace; anybody else needs a user namespace around it.
const NAMESPACE = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
const ENTER = process.getuid?.() === 0 ? ['-m'] : ['-U', '--preserve-credentials', '-m'];

/** Whether this machine lets a process have one. */
export function canHaveOwnDisk(): boolean {
  try {
    execFileSync('unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', '/tmp'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

/** The command within which a process has a disk of so many KB in the place of this folder ($0), after that was done to it. */
export function onOwnDisk(folder: string, kilobytes: number, before = 'true'): readonly string[] {
  const mount = `mount -t tmpfs -o size=${String(kilobytes)}k tmpfs "$0" && ${before} && exec "$@"`;
  return ['unshare', ...NAMESPACE, 'sh', '-c', mount, folder];
}

/** Runs a command of the shell where that process sees its disk; gives what it says. */
export function beside({ pid }: { readonly pid: number }, command: string): string {
  return execFileSync('nsenter', ['-t', String(pid), ...ENTER, 'sh', '-c', command]).toString();
}
