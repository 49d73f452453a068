import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { patiently } from '../../src/app/retry.ts';
import { final, gone, passing } from '../support/fake-channel.ts';

const PATIENCE = { attempts: 3, firstMs: 100, mostMs: 1000 };

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** What a task that meets these errors comes to, and how often it was tried by then. */
function trying(...errors: readonly Error[]) {
  const left = [...errors];
  const task = jest.fn(() => {
    const error = left.shift();
    return error === undefined ? Promise.resolve('sent') : Promise.reject(error);
  });
  const outcome = patiently(PATIENCE)
    .execute(task)
    .catch((error: unknown) => (error as Error).message);
  return { task, outcome };
}

describe('patience', () => {
  test('tries again what is passing', async () => {
    const { task, outcome } = trying(passing(), passing());
    await jest.runAllTimersAsync();
    expect(await outcome).toBe('sent');
    expect(task).toHaveBeenCalledTimes(3);
  });

  test('ends after its attempts', async () => {
    const { task, outcome } = trying(passing(), passing(), passing(), passing(), passing());
    await jest.runAllTimersAsync();
    expect(await outcome).toBe('too many requests');
    expect(task).toHaveBeenCalledTimes(4);
  });

  test.each([final(), gone(), new Error('a bug')])('does not try again what will not pass: %s', async (error) => {
    const { task, outcome } = trying(error);
    await jest.runAllTimersAsync();
    expect(await outcome).toBe(error.message);
    expect(task).toHaveBeenCalledTimes(1);
  });

  test('waits as long as it is asked to by Retry-After', async () => {
    const { task, outcome } = trying(passing(30_000));
    await jest.advanceTimersByTimeAsync(29_999);
    expect(task).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(await outcome).toBe('sent');
  });

  test('never waits longer than it may of its own accord', async () => {
    const { task } = trying(passing(), passing(), passing());
    await jest.advanceTimersByTimeAsync(3 * PATIENCE.mostMs);
    expect(task).toHaveBeenCalledTimes(4);
  });
});
