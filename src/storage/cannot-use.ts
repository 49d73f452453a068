/** A cryptic fault of the file system turned into the next step. */
import { userInfo } from 'node:os';

/** Turns a fault of the disk into a sentence for the operator; other errors pass as they are. @throws always */
export function cannotUse(folder: string): (error: unknown) => never {
  return (error) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const [found, remedy] = told(code);
    throw new Error(
      `The data folder ${folder} cannot be used: ${found} (${code}). ` +
        `Expected a folder that this process may create, read and write. ${remedy}, ` +
        'or name another folder with STEWARD_DATA.',
      { cause: error },
    );
  };
}

function told(code: string): readonly [found: string, remedy: string] {
  switch (code) {
    case 'ENOTDIR':
    case 'EEXIST':
      return ['a file stands where a folder should be', 'Move that file away'];
    case 'EACCES':
    case 'EPERM':
      return [`user ${userInfo().username} has no permission there`, 'Make that user its owner'];
    case 'EROFS':
      return ['the file system is read-only', 'Mount it for writing'];
    case 'ENOSPC':
    case 'EDQUOT':
      return ['there is no space left', 'Make space'];
    default:
      return ['the system refused', 'See what it says about that path'];
  }
}
