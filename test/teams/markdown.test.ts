import { describe, expect, test } from '@jest/globals';
import { escapeForCard, escapeForMessage } from '../../src/teams/markdown.ts';

describe('what people typed, in a card', () => {
  test.each([
    ['plain text, with (brackets) & more', 'plain text, with (brackets) & more'],
    ['**bold**', String.raw`\*\*bold\*\*`],
    ['[link](http://example.org)', String.raw`\[link\](http://example.org)`],
    ['snake_case', String.raw`snake\_case`],
    ['a `code` ~gone~ <b>', 'a \\`code\\` \\~gone\\~ \\<b>'],
    ['- a list', String.raw`\- a list`],
    ['1. a list', String.raw`1\. a list`],
    ['12) a list', String.raw`12\) a list`],
    ['# heading', String.raw`\# heading`],
    ['> quote', String.raw`\> quote`],
    ['one\n- two', 'one\n\n\\- two'],
    ['C:\\folder', String.raw`C:\\folder`],
    ['2027-02-13 costs 1.5', '2027-02-13 costs 1.5'],
    ['&lt;b&gt; & &#60;', String.raw`\&lt;b\&gt; & \&#60;`],
    ['', ''],
  ])('%j is shown as it was typed', (typed, escaped) => {
    expect(escapeForCard(typed)).toBe(escaped);
  });
});

describe('what people typed, in a message', () => {
  test('mentions nobody and is no markup', () => {
    expect(escapeForMessage('<at>all</at> & *b*')).toBe(String.raw`&lt;at&gt;all&lt;/at&gt; &amp; \*b\*`);
  });
});
