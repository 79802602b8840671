import { expect, test } from 'vitest';
import { within } from './within.ts';

const endless = new Promise<never>(() => undefined);

test('a value that comes in time, and the error of a promise that fails', async () => {
  expect(await within(Promise.resolve('v'), 1_000, null)).toBe('v');
  await expect(within(Promise.reject(new Error('broken')), 1_000, null)).rejects.toThrow('broken');
});

test('null when time is up, and when it is given up before or in the middle', async () => {
  expect(await within(endless, 1, null)).toBeNull();
  const controller = new AbortController();
  const waiting = within(endless, 60_000, controller.signal);
  controller.abort();
  expect(await waiting).toBeNull();
  expect(await within(Promise.resolve('late'), 60_000, controller.signal)).toBeNull();
});
