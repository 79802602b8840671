import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shippedProfile } from '../../../tests/fakes/printing-resources.ts';
import { PrinterSession } from '../session/printer-session.ts';
import { type SpoolCommand, spoolCommands } from './spool-commands.ts';
import { spoolerTransport } from './spooler.ts';
import { DEFAULT_LIMITS } from './transport.ts';

const never = new AbortController().signal;
const JOB = { bytes: Uint8Array.from({ length: 100_000 }, (_, index) => index & 0xff), paperDots: 34 };

let folder: string;
let spooled: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-spool-'));
  spooled = join(folder, 'spooled');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A stand-in for `lp`, in the language that is there on every system. */
function program(source: string): SpoolCommand {
  return { file: process.execPath, args: ['-e', source], env: { SPOOLED: spooled } };
}
const WELL = program('');
const takes = (): SpoolCommand => program('process.stdin.pipe(require("fs").createWriteStream(process.env.SPOOLED))');

function session(check: SpoolCommand, print: SpoolCommand, limits = DEFAULT_LIMITS): PrinterSession {
  const transport = spoolerTransport('till', limits, { check, print });
  return new PrinterSession({ printerId: 'p1', profile: shippedProfile('generic-80mm'), transport });
}

test('every byte of a job arrives, and it counts as printed when the spooler has taken it', { timeout: 30_000 }, async () => {
  expect(await session(WELL, takes()).print(JOB, () => undefined, never)).toEqual({ kind: 'printed' });
  expect(readFileSync(spooled).equals(Buffer.from(JOB.bytes))).toBe(true);
});

describe('not sent, with its reason', { timeout: 30_000 }, () => {
  test('no such queue', async () => {
    const outcome = await session(program('process.exit(1)'), takes()).print(JOB, () => undefined, never);
    expect(outcome).toEqual({ kind: 'not-sent', fault: 'printer.unreachable' });
  });

  test('no print system on this machine', async () => {
    const missing = { file: join(folder, 'lpstat'), args: [], env: {} };
    expect(await session(missing, takes()).print(JOB, () => undefined, never)).toEqual({ kind: 'not-sent', fault: 'printer.no-driver' });
  });
});

test('turned down in the middle, without a crash on the broken pipe: asked about', { timeout: 30_000 }, async () => {
  const outcome = await session(WELL, program('process.exit(1)')).print(JOB, () => undefined, never);
  expect(outcome).toMatchObject({ kind: 'unconfirmed', fault: 'printer.refused' });
});

test('a spooler that hangs is ended', { timeout: 30_000 }, async () => {
  const hangs = program('setInterval(() => {}, 1000)');
  const outcome = await session(WELL, hangs, { ...DEFAULT_LIMITS, totalMs: 200 }).print(JOB, () => undefined, never);
  expect(outcome).toMatchObject({ kind: 'unconfirmed', fault: 'printer.stalled' });
});

describe('the system’s own programs', () => {
  test.each(['linux', 'darwin'] as const)('%s: raw, and the queue is one argument whatever stands in it', (platform) => {
    expect(spoolCommands('a b; rm -rf $HOME', platform)).toEqual({
      check: { file: 'lpstat', args: ['-a', 'a b; rm -rf $HOME'], env: {} },
      print: { file: 'lp', args: ['-d', 'a b; rm -rf $HOME', '-o', 'raw', '-t', 'Contacto', '-s'], env: {} },
    });
  });

  test('Windows: the queue is never part of the script', () => {
    const { check, print } = spoolCommands("till'; Remove-Item x", 'win32');
    for (const command of [check, print]) {
      expect(command.env).toEqual({ CONTACTO_PRINT_QUEUE: "till'; Remove-Item x" });
      const script = Buffer.from(command.args.at(-1) ?? '', 'base64').toString('utf16le');
      expect(script).toContain('$env:CONTACTO_PRINT_QUEUE');
      expect(script).not.toContain('Remove-Item');
    }
  });
});
