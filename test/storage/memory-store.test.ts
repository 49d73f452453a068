import { expect, test } from '@jest/globals';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { event, happened, ID, instants } from './given.ts';
import { keepsTheContract } from './store-contract.ts';

keepsTheContract(() => Promise.resolve(memoryStore()));

test('a second store over the same memory goes on where the first one was', async () => {
  const memory = new Map<string, string>();
  await memoryStore(memory).commit(ID, 0, happened(event(1)));
  const next = memoryStore(memory);
  await next.commit(ID, 1, happened(event(2)));
  expect(await instants(next)).toEqual([1, 2]);
});
