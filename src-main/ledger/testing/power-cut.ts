import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/**
 * What a power cut leaves: a selling program is run under strace, its writes are recorded, and the disk is put together again as it must have
 * been at the instant each sale was acknowledged: what was synced is there, and of the rest any part may be.
 */
const CHILD = join(import.meta.dirname, 'selling-child.ts');
/** Far longer than it takes on a busy machine; what was recorded by then is short, and noticed. */
const RECORDING_LIMIT_MS = 240_000;
/** Longer than anything SQLite or the mark writes in one piece. */
const MAX_WRITE_BYTES = 70_000;

export const hasStrace = process.platform === 'linux' && spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

export type DiskEvent =
  | { readonly kind: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'said'; readonly number: number };

/** Runs a program that sells so many tickets in `folder` and dies, and returns what it did to its disk. */
export function recordSelling(folder: string, sales: number, mode: 'full' | 'normal'): readonly DiskEvent[] {
  const traces = mkdtempSync(join(tmpdir(), 'contacto-trace-'));
  const trace = join(traces, 'trace');
  try {
    const calls = 'trace=pwrite64,write,ftruncate,fsync,fdatasync';
    const child = [process.execPath, CHILD, folder, '1', '--dies-after', String(sales), ...(mode === 'normal' ? ['--normal'] : [])];
    const strace = ['-f', '-y', '-xx', '-s', String(MAX_WRITE_BYTES), '-e', calls, '-o', trace];
    spawnSync('strace', [...strace, ...child], { stdio: 'ignore', timeout: RECORDING_LIMIT_MS, killSignal: 'SIGKILL' });
    return parseTrace(readFileSync(trace, 'latin1'), folder);
  } finally {
    rmSync(traces, { recursive: true });
  }
}

function parseTrace(text: string, folder: string): readonly DiskEvent[] {
  const started = new Map<string, string>();
  const events: DiskEvent[] = [];
  for (const raw of text.split('\n')) {
    const [, pid = '', call = ''] = /^(\d+) +(.*)$/.exec(raw) ?? [];
    if (call.endsWith('<unfinished ...>')) {
      started.set(pid, call.slice(0, -'<unfinished ...>'.length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(call)?.[1];
    const event = eventOf(resumed === undefined ? call : `${started.get(pid) ?? ''}${resumed}`, folder);
    if (event !== null) events.push(event);
  }
  return events;
}

function eventOf(call: string, folder: string): DiskEvent | null {
  const [, name, descriptor, hexPath = '', rest = ''] = /^(\w+)\((\d+)<([^>]*)>(.*)$/.exec(call) ?? [];
  if (name === undefined || / = -1 /.test(rest)) return null;
  const path = bytesOf(hexPath).toString('utf8');
  if (name === 'write' && descriptor === '1') {
    const number = Number(bytesOf(/"([^"]*)"/.exec(rest)?.[1] ?? '').toString('utf8'));
    return Number.isInteger(number) ? { kind: 'said', number } : null;
  }
  if (!path.startsWith(`${folder}/ledger.`) || path.endsWith('-shm')) return null;
  const file = basename(path);
  if (name === 'fsync' || name === 'fdatasync') return { kind: 'sync', file };
  if (name === 'ftruncate') return { kind: 'truncate', file, size: Number(/^, (\d+)/.exec(rest)?.[1]) };
  const [, hex = '', offset] = /^, "([^"]*)", \d+, (\d+)/.exec(rest) ?? [];
  return offset === undefined ? null : { kind: 'write', file, offset: Number(offset), bytes: bytesOf(hex) };
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}

/**
 * The folder as a power cut right after every `every`th acknowledgement may leave it, one after the other. `remains` decides of each write that
 * was not synced what of it reached the disk all the same: the write, a part of it, or nothing (null).
 */
export function* powerCuts(
  before: string,
  events: readonly DiskEvent[],
  every: number,
  remains: (event: DiskEvent) => DiskEvent | null,
): Generator<{ readonly acknowledged: number; readonly folder: string }> {
  const disk = new Map<string, Buffer>();
  const cached = new Map<string, DiskEvent[]>();
  for (const file of ['ledger.db', 'ledger.mark']) disk.set(file, readFileSync(join(before, file)));
  for (const event of events) {
    if (event.kind === 'said') {
      if (event.number % every !== 0) continue;
      const folder = mkdtempSync(join(tmpdir(), 'contacto-power-cut-'));
      cpSync(before, folder, { recursive: true });
      const files = new Set([...disk.keys(), ...cached.keys()]);
      for (const file of files) {
        writeFileSync(
          join(folder, file),
          written(
            disk.get(file),
            cached.get(file)?.flatMap((event) => remains(event) ?? []),
          ),
        );
      }
      yield { acknowledged: event.number, folder };
      rmSync(folder, { recursive: true });
    } else if (event.kind === 'sync') {
      disk.set(event.file, written(disk.get(event.file), cached.get(event.file)));
      cached.delete(event.file);
    } else {
      const waiting = cached.get(event.file);
      if (waiting === undefined) cached.set(event.file, [event]);
      else waiting.push(event);
    }
  }
}

/** The content of a file once these writes, in order, have reached it. */
function written(before: Buffer | undefined, events: readonly DiskEvent[] = []): Buffer {
  const ends = events.map((event) => (event.kind === 'write' ? event.offset + event.bytes.length : 0));
  let length = before?.length ?? 0;
  const content = Buffer.alloc(Math.max(length, ...ends));
  before?.copy(content);
  for (const [index, event] of events.entries()) {
    if (event.kind === 'write') event.bytes.copy(content, event.offset);
    if (event.kind === 'truncate') content.fill(0, event.size);
    length = event.kind === 'truncate' ? event.size : Math.max(length, ends[index] ?? 0);
  }
  return content.subarray(0, length);
}
