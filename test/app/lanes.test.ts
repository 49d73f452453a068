import { describe, expect, test } from '@jest/globals';
import { Lanes } from '../../src/app/lanes.ts';

describe('lanes', () => {
  test('run one thing at a time per key, in order, however the ones before ended', async () => {
    const lanes = new Lanes();
    const said: string[] = [];
    const task =
      (name: string, fails = false) =>
      async (): Promise<string> => {
        said.push(`${name} begins`);
        await Promise.resolve();
        said.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    const results = await Promise.allSettled([
      lanes.run('a', task('first')),
      lanes.run('a', task('second', true)),
      lanes.run('a', task('third')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(said).toEqual(['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
  });

  test('of different keys do not wait for each other', async () => {
    const lanes = new Lanes();
    let release = (): void => undefined;
    const held = lanes.run('a', () => new Promise<void>((resolve) => (release = resolve)));
    expect(await lanes.run('b', () => Promise.resolve('through'))).toBe('through');
    release();
    await held;
  });
});
