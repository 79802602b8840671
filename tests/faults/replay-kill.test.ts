import { expect, test } from 'vitest';
import { killLoop } from './replay-kill.ts';

test('a replay killed at any moment loses no acknowledged sale and breaks no chain', async () => {
  const outcome = await killLoop({ kills: 5, invoices: 400, seed: 7, sales: null, say: () => undefined });
  expect(outcome.violations).toEqual([]);
  expect(outcome.acknowledged % 400).toBe(0);
  expect(outcome.lastLine).toMatch(/^replayed 400 invoices, \d+ lines, 0 differ$/);
}, 900_000);
