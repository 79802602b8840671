import { expect, test } from 'vitest';
import { pullCables } from './printer-cable.ts';

test('a printer’s cable pulled at any byte: every receipt is printed once or asked about, and none comes out twice unasked', async () => {
  const { violations, printed, asked, printedAgain } = await pullCables({ receipts: 40, seed: 7, say: () => undefined });
  expect(violations).toEqual([]);
  expect(printed + asked).toBe(40);
  expect(printed).toBeGreaterThan(0);
  expect(printedAgain).toBeGreaterThan(0);
}, 300_000);
