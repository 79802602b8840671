import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fileTransport } from './file.ts';

const never = new AbortController().signal;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-file-printer-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('jobs stand one after the other in a plain file', async () => {
  const path = join(folder, 'printer.bin');
  for (const word of ['first ', 'second']) {
    const opened = await fileTransport(path).open(never);
    if (!opened.ok) throw new Error(opened.error);
    expect((await opened.value.write(new TextEncoder().encode(word), never)).ok).toBe(true);
    expect(opened.value.bytesWritten).toBe(word.length);
    expect(await opened.value.close()).toBe(true);
  }
  expect(readFileSync(path, 'utf8')).toBe('first second');
});

test('a folder, or a path through a file, is unreachable', async () => {
  writeFileSync(join(folder, 'plain'), '');
  for (const path of [folder, join(folder, 'plain', 'printer')]) {
    expect(await fileTransport(path).open(never)).toEqual({ ok: false, error: 'printer.unreachable' });
  }
});

test('an unplugged device does not become a plain file that swallows receipts', async () => {
  expect(await fileTransport('/dev/contacto-no-such-printer').open(never)).toEqual({ ok: false, error: 'printer.unreachable' });
});

test('a full device: bytes were handed over, and it is known that they did not all stay', async () => {
  const opened = await fileTransport('/dev/full').open(never);
  if (!opened.ok) throw new Error(opened.error);
  expect(await opened.value.write(Uint8Array.of(1, 2, 3), never)).toEqual({ ok: false, error: 'printer.connection-lost' });
  expect(opened.value.bytesWritten).toBe(3);
});

test.each([
  ['EACCES', 'printer.denied'],
  ['EPERM', 'printer.denied'],
  ['EBUSY', 'printer.refused'],
  ['ENXIO', 'printer.unreachable'],
])('a device that answers the opening with %s: %s', async (code, fault) => {
  // Whoever runs the tests may be allowed everything.
  vi.resetModules();
  vi.doMock('node:fs/promises', () => ({ open: () => Promise.reject(Object.assign(new Error('no'), { code })) }));
  const alone = await import('./file.ts');
  expect(await alone.fileTransport('/dev/usb/lp0').open(never)).toEqual({ ok: false, error: fault });
  vi.doUnmock('node:fs/promises');
});
