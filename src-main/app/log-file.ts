import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, LogFields } from '../services/log.ts';

const MAX_LOG_BYTES = 5_000_000;
const MAX_FIELD_LENGTH = 2_000;

/**
 * A log of one JSON line each in `folder/terminal.log`; the one before it is kept as `terminal.previous.log`, so that a fault which
 * repeats all night cannot fill the disk the ledger needs. A log that cannot be written is silent: it must never stop a sale.
 */
export function createFileLog(folder: string, now: () => Date = () => new Date()): Log {
  const path = join(folder, 'terminal.log');
  const write = (level: string, message: string, fields: LogFields = {}): void => {
    const line = JSON.stringify({ at: now().toISOString(), level, message, ...shortened(fields) });
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      rotate(path, join(folder, 'terminal.previous.log'));
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch {
      // A full or read-only disk: the boot checks and the ledger say it where a person sees it.
    }
  };
  return {
    info: (message, fields) => {
      write('info', message, fields);
    },
    warn: (message, fields) => {
      write('warn', message, fields);
    },
    error: (message, fields) => {
      write('error', message, fields);
    },
  };
}

function rotate(path: string, previous: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(path, previous);
}

function shortened(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, MAX_FIELD_LENGTH) : value]),
  );
}
