import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isolated, oneLine } from '../../src/app/plain-text.ts';

const HEBREW = 'שדרוג';
const ARABIC = 'ترقية';

describe('what people typed, among sentences', () => {
  test('stays as it is: quotes, markup, Markdown, emoji, several lines', () => {
    const typed = '"Moodle" <b>5.0</b> & *more* 🚀👩🏽‍💻 déjà\n\t- one\n\t- two';
    expect(isolated(typed)).toBe(typed);
  });

  test.each([
    ['Hebrew', HEBREW],
    ['Arabic', ARABIC],
    ['a mark that reads as one', 'Moodle\u200F'],
    ['Adlam, beyond the first plane', '\u{1E900}\u{1E901}'],
  ])('is isolated where it has right-to-left letters: %s', (_, typed) => {
    expect(isolated(typed)).toBe(`\u2068${typed}\u2069`);
  });

  test('is isolated line by line, since the end of a line ends an isolate', () => {
    expect(isolated(`Moodle\n${HEBREW}\n5.0 ${ARABIC}`)).toBe(
      `Moodle\n\u2068${HEBREW}\u2069\n\u20685.0 ${ARABIC}\u2069`,
    );
  });

  test('cannot turn around what follows it', () => {
    expect(isolated('a\u202Eb\u202Dc\u202Ad\u202Be\u202C\u2066f\u2067g\u2068h\u2069')).toBe('abcdefgh');
    expect(isolated(`\u2069\u202E${HEBREW}`)).toBe(`\u2068${HEBREW}\u2069`);
  });

  test('loses control characters and half characters, and has one kind of line end', () => {
    expect(isolated('a\0b\u0007c\u001Bd\u007Fe\u009Ff')).toBe('abcdef');
    expect(isolated('a\r\nb\rc\vd\fe\u0085f\u2028g\u2029h')).toBe('a\nb\nc\nd\ne\nf\ng\nh');
    expect(isolated('a\uD83Db\uDE00c')).toBe('a\uFFFDb\uFFFDc');
  });

  test('is isolated once, however often it is asked for, and is whole whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const once = isolated(typed);
        expect(isolated(once)).toBe(once);
        expect(Buffer.from(once).toString()).toBe(once);
        for (const line of once.split('\n')) expect(depths(line)).not.toContain(-1);
      }),
    );
  });
});

describe('in one line', () => {
  test('there is no end of a line, and one space where there were several', () => {
    expect(oneLine('  Upgrade\r\nBcc: all@isc-learn.example\n\n\tnow\u2028  ')).toBe(
      'Upgrade Bcc: all@isc-learn.example now',
    );
  });

  test('what is too long is cut, not through an emoji, and says so', () => {
    expect(oneLine('abcdef', 6)).toBe('abcdef');
    expect(oneLine('abcdefg', 6)).toBe('abcd…');
    expect(oneLine('abc🚀fgh', 6)).toBe('abc…');
  });

  test('an isolate that is cut is closed', () => {
    const cut = oneLine(`\u2068${HEBREW} ${HEBREW} ${HEBREW}\u2069, Saturday`, 12);
    expect(cut).toBe(`\u2068${HEBREW} שדר…\u2069`);
  });

  test('it is never longer than asked for, and never leaves an isolate open', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 60 }), (typed, most) => {
        const line = oneLine(isolated(`${HEBREW}${typed}${ARABIC}`), most);
        expect(line.length).toBeLessThanOrEqual(most);
        expect(line).not.toMatch(/[\r\n]/);
        expect(depths(line).at(-1)).toBe(0);
      }),
    );
  });
});

/** How many isolates are open after each character. */
function depths(line: string): readonly number[] {
  let open = 0;
  return [0, ...Array.from(line, (sign) => (open += sign === '\u2068' ? 1 : sign === '\u2069' ? -1 : 0))];
}
