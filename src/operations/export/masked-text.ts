/** Mail addresses are people's: whoever hands an export on should not hand them on without having said so. */
import { masked } from '../../app/masked.ts';

// A domain has a dot: `root@hannibal` names an account, and nobody can be written to there. The bound is for texts without any `@`:
// without it the time would grow with the square of their length.
const ADDRESS = /(?:"[^"\n]{1,64}"|[^\s<>:;,()"[\]\\]{1,256})@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu;

/** The text with `t…@isc-learn.example` in the place of every mail address in it, whoever wrote it there. */
export function withMaskedAddresses(text: string): string {
  return text.replace(ADDRESS, masked);
}
