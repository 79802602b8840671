import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type Connection, DEFAULT_LIMITS, type Transport, type TransportFault, type TransportLimits } from './transport.ts';
import { within } from './within.ts';

const CHUNK_BYTES = 4_096;
/** Answers of a device to "bring it to the disk": it has none. */
const NOT_A_DISK = new Set<unknown>(['EINVAL', 'ENOTSUP', 'EROFS', 'ENOSYS']);

/**
 * A device file (`/dev/usb/lp0`) or a plain one, written at its end. One way: nothing is asked and nothing answered, so a job counts as
 * printed when the system has taken all of it.
 */
export function fileTransport(path: string, limits: TransportLimits = DEFAULT_LIMITS): Transport {
  return { answers: false, open: (signal) => openFile(path, limits, signal) };
}

async function openFile(path: string, limits: TransportLimits, signal: AbortSignal): Promise<Result<Connection, TransportFault>> {
  if (signal.aborted) return fail('printer.unreachable');
  // An unplugged printer's name must not become a plain file that swallows every receipt from then on.
  const create = path.startsWith('/dev/') ? 0 : constants.O_CREAT;
  const opening = open(path, constants.O_WRONLY | constants.O_APPEND | create, 0o644).then(
    (handle) => ok(handle),
    (error: unknown) => fail(faultOfError(error)),
  );
  const opened = await within(opening, limits.connectMs, signal);
  if (opened?.ok === true) return ok(new FileConnection(opened.value, limits));
  // A device that opens after we have given up must not stay taken.
  if (opened === null) void opening.then((late) => (late.ok ? late.value.close() : undefined)).catch(() => undefined);
  return opened ?? fail('printer.unreachable');
}

/** `/dev/usb/lp0` belongs to a group that accounts are not in by themselves, and one program at a time may have it. */
function faultOfError(error: unknown): TransportFault {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EACCES' || code === 'EPERM') return 'printer.denied';
  return code === 'EBUSY' ? 'printer.refused' : 'printer.unreachable';
}

class FileConnection implements Connection {
  private written = 0;
  private failed = false;
  private readonly handle: FileHandle;
  private readonly limits: TransportLimits;

  constructor(handle: FileHandle, limits: TransportLimits) {
    this.handle = handle;
    this.limits = limits;
  }

  get bytesWritten(): number {
    return this.written;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, TransportFault>> {
    const mustEndAt = performance.now() + this.limits.totalMs;
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const leftMs = mustEndAt - performance.now();
      if (this.failed || signal.aborted || leftMs <= 0) return this.breakOff('printer.stalled');
      const chunk = bytes.subarray(at, at + CHUNK_BYTES);
      this.written += chunk.length;
      const written = this.handle.appendFile(chunk).then(
        () => true,
        () => false,
      );
      const taken = await within(written, Math.min(this.limits.stallMs, leftMs), signal);
      if (taken !== true) return this.breakOff(taken === null ? 'printer.stalled' : 'printer.connection-lost');
    }
    return ok(undefined);
  }

  read(signal: AbortSignal): Promise<null> {
    return new Promise((resolve) => {
      if (signal.aborted) resolve(null);
      signal.addEventListener(
        'abort',
        () => {
          resolve(null);
        },
        { once: true },
      );
    });
  }

  async close(): Promise<boolean> {
    const closed = syncAndClose(this.handle).then(
      () => true,
      () => false,
    );
    return (await within(closed, this.limits.closeMs, null)) === true && !this.failed;
  }

  destroy(): void {
    this.failed = true;
    void this.handle.close().catch(() => undefined);
  }

  private breakOff(fault: TransportFault): Result<void, TransportFault> {
    this.destroy();
    return fail(fault);
  }
}

async function syncAndClose(handle: FileHandle): Promise<void> {
  try {
    await handle.datasync();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && NOT_A_DISK.has(error.code))) throw error;
  } finally {
    await handle.close();
  }
}
