import { expect, test } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import { virtualPrinter } from '../../../tests/fakes/printing-resources.ts';
import { bytesOf } from '../codec/ascii.ts';
import type { Connection } from '../transport/transport.ts';
import { virtualTransport } from '../transport/virtual.ts';
import { askPrinter } from './ask-printer.ts';

const SILENT = { answer: 'silent', maker: null, model: null, fault: null };
const NEVER = new AbortController().signal;

/** Says that once it has been spoken to, and then nothing; keeps what it was told. */
function machineSaying(said: Uint8Array): Connection & { readonly heard: number[] } {
  const heard: number[] = [];
  let isSaid = false;
  return {
    heard,
    get bytesWritten() {
      return heard.length;
    },
    write: (bytes) => {
      heard.push(...bytes);
      return Promise.resolve(ok(undefined));
    },
    read: (signal) => {
      if (!isSaid && said.length > 0) {
        isSaid = true;
        return Promise.resolve(ok(said));
      }
      return new Promise((resolve) => {
        if (signal.aborted) resolve(null);
        signal.addEventListener('abort', () => {
          resolve(null);
        });
      });
    },
    close: () => Promise.resolve(true),
    destroy: () => undefined,
  };
}

// A digit two and an `r` have the fixed bits of a status answer.
test.each(['SSH-2.0-OpenSSH_9.6\r\n', 'HTTP/1.1 400 Bad Request\r\n\r\n', '220 printer ready\r\n', 'rrrrrrrrrrrr'])(
  'a machine that answers %j is no receipt printer, and is asked nothing more',
  async (greeting) => {
    const machine = machineSaying(bytesOf(greeting));
    expect(await askPrinter(machine, NEVER)).toEqual(SILENT);
    expect(machine.heard).toEqual([0x10, 0x04, 0x01]);
  },
);

test('a printer that tells its state unasked just then is one all the same', async () => {
  expect(await askPrinter(machineSaying(Uint8Array.of(0x14, 0x00, 0x00, 0x0f, 0x16)), NEVER)).toMatchObject({ answer: 'escpos' });
});

test('a printer is asked its name', async () => {
  const opened = await virtualTransport(virtualPrinter()).open(NEVER);
  if (!opened.ok) throw new Error(opened.error);
  expect(await askPrinter(opened.value, NEVER)).toMatchObject({ answer: 'escpos', maker: expect.any(String) as string, fault: null });
});
