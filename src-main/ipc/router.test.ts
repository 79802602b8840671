import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusalSchema } from '../../src-shared/contract/refusal.ts';
import { type Operation, TERMINAL_API } from '../../src-shared/contract/terminal-api.ts';
import { ok } from '../../src-shared/result.ts';
import type { Log, LogFields } from '../services/log.ts';
import { createRouter, type Handlers } from './router.ts';

function memoryLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (message: string, fields?: LogFields) => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  return { lines, info: write, warn: write, error: write };
}

/** Handlers that note what reached them. */
function noting(reached: string[], behave: (operation: string) => unknown = () => ok({})): Handlers {
  const entries = Object.keys(TERMINAL_API).map((operation) => [
    operation,
    () => {
      reached.push(operation);
      return behave(operation);
    },
  ]);
  return Object.fromEntries(entries) as Handlers;
}

test('an operation nobody knows is refused, whatever its name', async () => {
  const reached: string[] = [];
  const route = createRouter(noting(reached), memoryLog());
  for (const name of ['nothing.like-it', '', '__proto__', 'constructor', 'toString', 42, null, undefined, { operation: 'scan' }]) {
    expect(await route(name, {})).toEqual({ ok: false, error: { code: 'request.invalid', params: { reason: 'operation' } } });
  }
  expect(reached).toEqual([]);
});

test('whatever payload comes, the answer is a result, and what is outside the contract reaches no handler', async () => {
  const operations = Object.keys(TERMINAL_API) as Operation[];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), fc.anything({ withBigInt: true, withDate: true }), async (operation, payload) => {
      const reached: string[] = [];
      const answer = await createRouter(noting(reached), memoryLog())(operation, payload);
      const fits = TERMINAL_API[operation].request.safeParse(payload).success;
      expect(reached).toEqual(fits ? [operation] : []);
      if (!answer.ok) expect(refusalSchema.parse(answer.error).code).toBe('request.invalid');
    }),
  );
});

test('a screen cannot add a line of its own making', async () => {
  const reached: string[] = [];
  const command = {
    kind: 'line.add',
    item: {
      productId: null,
      code: null,
      sku: null,
      name: { en: 'Gold' },
      unit: 'piece',
      unitPriceMinor: 1,
      priceIncludesTax: true,
      taxGroupId: 'exempt',
      labelPriceMinor: null,
    },
    quantityMilli: 1_000,
    merge: false,
  };
  const answer = await createRouter(noting(reached), memoryLog())('cart.command', { cartId: 'c1', revision: 0, command });
  expect(answer).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
  expect(reached).toEqual([]);
});

test('a bug is answered as internal, and the log says which operation and not what was sent', async () => {
  const log = memoryLog();
  const broken = noting([], () => {
    throw new RangeError('index out of bounds');
  });
  const rejected = noting([], () => Promise.reject(new TypeError('no such method')));
  const payload = { text: 'secret-6130001', symbology: null, source: 'wedge' };
  for (const handlers of [broken, rejected]) {
    expect(await createRouter(handlers, log)('scan', payload)).toEqual({ ok: false, error: { code: 'internal', params: {} } });
  }
  expect(log.lines).toHaveLength(2);
  expect(log.lines[0]).toContain('"operation":"scan"');
  expect(log.lines.join()).not.toContain('secret');
});
