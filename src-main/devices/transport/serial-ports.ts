import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LineFault, SerialPortInfo } from '../../../src-shared/contract/device-state.ts';
import { loadSerialPort } from './serial.ts';
import { within } from './within.ts';

/** Linux names a port here after the device itself, so that it keeps its name in another socket and after a restart. */
const BY_ID = '/dev/serial/by-id';
const LIST_MS = 5_000;
const MAX_PORTS = 64;

export interface SerialPortList {
  readonly ports: readonly SerialPortInfo[];
  /** `line.refused`: the system does not tell its ports (Linux without udev); a path can still be typed. */
  readonly fault: Extract<LineFault, 'line.no-driver' | 'line.refused'> | null;
}

/** The serial ports of this machine, as far as it tells them. Never rejects. */
export async function listSerialPorts(): Promise<SerialPortList> {
  const SerialPort = await loadSerialPort();
  if (SerialPort === null) return { ports: [], fault: 'line.no-driver' };
  const listed = await within(
    SerialPort.list().catch(() => null),
    LIST_MS,
    null,
  );
  if (listed === null) return { ports: [], fault: 'line.refused' };
  const ports = listed.slice(0, MAX_PORTS).map(({ path, pnpId, manufacturer, serialNumber }) => ({
    path,
    stablePath: stablePathOf(pnpId),
    manufacturer: manufacturer ?? null,
    serialNumber: serialNumber ?? null,
  }));
  return { ports, fault: null };
}

function stablePathOf(pnpId: string | undefined): string | null {
  if (process.platform !== 'linux' || pnpId === undefined) return null;
  const path = join(BY_ID, pnpId);
  return existsSync(path) ? path : null;
}
