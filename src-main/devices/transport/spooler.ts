import { spawn } from 'node:child_process';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type SpoolCommand, type SpoolCommands, spoolCommands } from './spool-commands.ts';
import { type Connection, DEFAULT_LIMITS, type Transport, type TransportFault, type TransportLimits } from './transport.ts';

/**
 * A queue of the system's own print spooler, raw. One way: the spooler takes the job whole or not at all, and what becomes of it on the
 * paper is known to the spooler only. So a job counts as printed when the spooler has taken it.
 */
export function spoolerTransport(
  queue: string,
  limits: TransportLimits = DEFAULT_LIMITS,
  commands: SpoolCommands = spoolCommands(queue, process.platform),
): Transport {
  return {
    answers: false,
    open: async (signal) => {
      const there = await run(commands.check, null, limits.connectMs, signal);
      if (there === 'missing') return fail('printer.no-driver');
      return there === 'done' ? ok(new SpoolerConnection(commands.print, limits)) : fail('printer.unreachable');
    },
  };
}

class SpoolerConnection implements Connection {
  private written = 0;
  private readonly command: SpoolCommand;
  private readonly limits: TransportLimits;

  constructor(command: SpoolCommand, limits: TransportLimits) {
    this.command = command;
    this.limits = limits;
  }

  get bytesWritten(): number {
    return this.written;
  }

  /** One job. A spooler that turns it down has printed nothing of it; one that was cut off may have. */
  async write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, TransportFault>> {
    if (signal.aborted) return fail('printer.stalled');
    this.written += bytes.length;
    const end = await run(this.command, bytes, this.limits.totalMs, signal);
    if (end === 'done') return ok(undefined);
    return fail(end === 'late' ? 'printer.stalled' : 'printer.refused');
  }

  read(signal: AbortSignal): Promise<null> {
    return new Promise((resolve) => {
      const end = (): void => {
        resolve(null);
      };
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
    });
  }

  close(): Promise<boolean> {
    return Promise.resolve(true);
  }

  destroy(): void {
    // Every command has ended by the time its write has.
  }
}

type End = 'done' | 'refused' | 'missing' | 'late';

/** Runs a command without a shell, with `input` on its standard input, and ends it when it takes too long. */
function run(command: SpoolCommand, input: Uint8Array | null, limitMs: number, signal: AbortSignal): Promise<End> {
  if (signal.aborted) return Promise.resolve('late');
  return new Promise((resolve) => {
    const child = spawn(command.file, [...command.args], {
      env: { ...process.env, ...command.env },
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
    });
    let isLate = false;
    const giveUp = (): void => {
      isLate = true;
      child.kill();
    };
    const timer = setTimeout(giveUp, limitMs);
    signal.addEventListener('abort', giveUp);
    const end = (how: End): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      resolve(how);
    };
    child.on('error', (error) => {
      end('code' in error && error.code === 'ENOENT' ? 'missing' : 'refused');
    });
    child.on('close', (code) => {
      end(isLate ? 'late' : code === 0 ? 'done' : 'refused');
    });
    // One that turns the job down closes its end before it has read all of it; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? undefined);
  });
}
