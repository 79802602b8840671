import {
  type CustomerDisplaySettings,
  type DeviceConnection,
  type LineFormat,
  type ScaleProtocolName,
  type ScaleSettings,
  type SerialScannerSettings,
  USUAL_FORMAT,
  USUAL_SCALE_FORMATS,
} from '../../../src-shared/settings/serial-devices.ts';
import { cas } from '../codec/scale/cas.ts';
import { dialog06 } from '../codec/scale/dialog-06.ts';
import type { ScaleProtocol } from '../codec/scale/scale-protocol.ts';
import { toledo8217 } from '../codec/scale/toledo-8217.ts';
import type { Line } from '../transport/line.ts';
import { serialLine } from '../transport/serial.ts';
import { virtualLine } from '../transport/virtual-line.ts';
import type { VirtualDevice } from '../virtual-device.ts';

/** What the settings of a serial device come to. Nothing is opened yet. */

export const SCALE_PROTOCOLS: Readonly<Record<ScaleProtocolName, () => ScaleProtocol>> = {
  'toledo-8217': toledo8217,
  cas,
  'dialog-06': dialog06,
};

export function scaleLine({ connection, protocol }: ScaleSettings, virtual: VirtualDevice | null): Line {
  return lineOf(connection, USUAL_SCALE_FORMATS[protocol], virtual);
}

export function customerDisplayLine({ connection }: CustomerDisplaySettings, virtual: VirtualDevice | null): Line {
  return lineOf(connection, USUAL_FORMAT, virtual);
}

export function scannerLine({ path, format }: SerialScannerSettings): Line {
  return serialLine({ path, format: format ?? USUAL_FORMAT });
}

function lineOf(connection: DeviceConnection, usual: LineFormat, virtual: VirtualDevice | null): Line {
  if (connection.kind === 'serial') return serialLine({ path: connection.path, format: connection.format ?? usual });
  if (virtual === null) throw new Error('a virtual connection needs its virtual device');
  return virtualLine(virtual);
}
