import { statfsSync } from 'node:fs';
import type { TerminalStatus } from '../../src-shared/contract/terminal-state.ts';
import { makeDiagnostics } from '../services/devices/diagnostics.ts';
import type { Log } from '../services/log.ts';
import { signOut } from '../services/people.ts';
import type { RemoteHost, Sync } from '../sync/sync.ts';
import type { DeviceSetup } from './device-setup-handlers.ts';

export interface RemoteHostParts {
  readonly root: string;
  readonly log: Log;
  /** Null until the rooms are open. */
  readonly status: () => TerminalStatus | null;
  readonly deviceSetup: () => DeviceSetup | null;
  readonly sync: () => Sync | null;
  readonly tellState: () => void;
  readonly restart: (() => void) | null;
}

/** What this terminal tells of itself to somebody far away, and does when it is asked. */
export function createRemoteHost(parts: RemoteHostParts): RemoteHost {
  return {
    facts: () => {
      const status = parts.status();
      return { devices: status === null ? [] : devicesOf(status), freeDiskBytes: freeBytes(parts.root) };
    },
    diagnostics: async () => {
      const open = parts.deviceSetup();
      if (open === null) return null;
      const made = await makeDiagnostics(open.till, open);
      if (made.ok) return { fileName: made.value.fileName, gzipBase64: made.value.gzipBase64 };
      parts.log.warn('diagnostics could not be written', { code: made.error.code });
      return null;
    },
    restart: parts.restart,
    onOrders: () => {
      keepOut(parts);
      parts.tellState();
    },
  };
}

/** Whoever is signed in at a till that is locked is signed out; her open ticket waits. */
function keepOut({ sync, deviceSetup, log }: RemoteHostParts): void {
  const till = deviceSetup()?.till;
  const lockedAt = sync()?.orders.view.lockedAt ?? null;
  if (till === undefined || lockedAt === null) return;
  const left = signOut(till);
  if (left.ok) return;
  // The journal does not take it: nobody goes on selling all the same.
  log.error('a person could not be told as signed out', { code: left.error.code });
  till.person = null;
}

function devicesOf({ printers, drawer, scale, customerDisplay, scanners }: TerminalStatus): ReturnType<RemoteHost['facts']>['devices'] {
  return [
    ...printers.map(({ name, state, fault }) => ({ kind: 'printer', name: name.slice(0, 64), state, fault })),
    { kind: 'drawer', name: '', state: drawer.leftOpen ? 'left-open' : drawer.state, fault: null },
    { kind: 'scale', name: '', state: scale.state, fault: null },
    { kind: 'customer-display', name: '', state: customerDisplay.state, fault: null },
    ...scanners.map(({ scannerId, state }) => ({ kind: 'scanner', name: scannerId.slice(0, 64), state, fault: null })),
  ].slice(0, 50);
}

/** Null where the system does not tell. */
function freeBytes(root: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(root);
    return bavail * bsize;
  } catch {
    return null;
  }
}
