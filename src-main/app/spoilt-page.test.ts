import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { plainProtector } from '../ledger/identity.ts';
import { startTerminal } from './terminal.ts';

/** Pages that a start does not read for the ledger's own sake, and the open ticket asks for. */
const SPOILT_FROM_BYTE = 12 * 1_024;
const SPOILT_BYTES = 4 * 1_024;

const MILK = '6139990015542';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'contacto-spoilt-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('a journal with a spoilt page is refused in words, not as a fault of the program', async () => {
  const first = await startTerminal({ root, protector: plainProtector, log: silent });
  if (!first.ok) throw new Error(first.error.code);
  await first.value.setUpDemo('fr');
  await first.value.handle('person.sign-in', { personId: 'amina' });
  await first.value.handle('scan', { text: MILK, symbology: null, source: 'wedge' });
  await first.value.close();
  const file = openSync(join(root, 'ledger.db'), 'r+');
  writeSync(file, Buffer.alloc(SPOILT_BYTES, 0xaa), 0, SPOILT_BYTES, SPOILT_FROM_BYTE);
  closeSync(file);
  expect(await startTerminal({ root, protector: plainProtector, log: silent })).toMatchObject({
    ok: false,
    error: { code: 'ledger.corrupt' },
  });
});
