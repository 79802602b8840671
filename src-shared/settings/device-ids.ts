import type { StoreSettings } from './store-settings.ts';

/** One name for each device of the settings, whatever its kind, and the settings that make it what it is. */
export interface SettledDevice {
  readonly deviceId: string;
  readonly settings: unknown;
}

export const SCALE_ID = 'scale';
export const DISPLAY_ID = 'display';
export const printerDeviceId = (printerId: string): string => `printer:${printerId}`;
/** The drawer hangs on a printer: another printer, another drawer. */
export const drawerDeviceId = (printerId: string): string => `drawer:${printerId}`;
export const scannerDeviceId = (scannerId: string): string => `scanner:${scannerId}`;
export const wedgeDeviceId = (scannerId: string): string => `wedge:${scannerId}`;

export function devicesOf({
  printers,
  scale,
  customerDisplay,
  serialScanners,
  hidScanners,
  wedgeScanners,
}: StoreSettings): readonly SettledDevice[] {
  return [
    ...printers.flatMap((settings) => [
      { deviceId: printerDeviceId(settings.printerId), settings },
      { deviceId: drawerDeviceId(settings.printerId), settings },
    ]),
    ...(scale === null ? [] : [{ deviceId: SCALE_ID, settings: scale }]),
    ...(customerDisplay === null ? [] : [{ deviceId: DISPLAY_ID, settings: customerDisplay }]),
    ...[...serialScanners, ...hidScanners].map((settings) => ({ deviceId: scannerDeviceId(settings.scannerId), settings })),
    ...wedgeScanners.map((settings) => ({ deviceId: wedgeDeviceId(settings.scannerId), settings })),
  ];
}
