/** What must not be read anywhere, in every form that somebody could write it: a setting in the wrong place, a server that repeats a login. */

/** What is shorter stands in too many words by chance. */
const SHORTEST = 4;

/** The forms of these secrets: plain, with `%40` for `@` and the other way round, as JSON has it, and in Base64. */
export function formsOf(secrets: readonly string[]): readonly string[] {
  const long = (text: string): boolean => text.length >= SHORTEST;
  const meant = secrets.filter(long).flatMap((secret) => [secret, decoded(secret)]);
  const forms = [...new Set(meant)].flatMap((text) => [text, encoded(text), inJson(text), ...inBase64(text)]);
  return [...new Set(forms)].filter(long);
}

/** The password in an address such as `smtp://user:password@host`, as it is written there; none where there is none. */
export function passwordIn(address: string): readonly string[] {
  const [, password = ''] = /^\w+:\/\/[^:@/]*:(.*)@/.exec(address) ?? [];
  return password === '' ? [] : [password];
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What is sure to be in the Base64 of any text that holds it: three letters are four signs, so that it depends on what is before. */
function inBase64(text: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = Math.floor(bytes.length / 3) * 4;
    return bytes.toString('base64').slice(before === 0 ? 0 : before + 1, whole);
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
