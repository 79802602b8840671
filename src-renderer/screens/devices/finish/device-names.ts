import { useTranslation } from 'react-i18next';
import {
  DISPLAY_ID,
  drawerDeviceId,
  printerDeviceId,
  SCALE_ID,
  scannerDeviceId,
  wedgeDeviceId,
} from '../../../../src-shared/settings/device-ids.ts';
import { useTerminal } from '../../../state/terminal-store.ts';
import { hasDrawer, useDevices } from '../devices-view.ts';

export interface NamedDevice {
  readonly deviceId: string;
  readonly name: string;
  /** How it is at this moment, in words; empty where nobody can know. */
  readonly state: string;
  /** Whether it has a wire that the till talks on itself. */
  readonly isWired: boolean;
}

interface SerialState {
  readonly state: 'none' | 'connecting' | 'ready' | 'trouble';
  readonly fault: string | null;
}

/** Every device of the settings by name, with its live state. */
export function useDeviceNames(): readonly NamedDevice[] {
  const { t } = useTranslation('hardware');
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const status = useTerminal((view) => view.terminal?.status ?? null);
  const overview = useDevices((view) => view.overview);
  if (settings === null || status === null) return [];
  const serial = (device: SerialState | undefined): string => {
    if (device === undefined || device.state === 'none') return '';
    return device.fault === null ? t(`devices:states.${device.state}`) : t(`devices:faults.${device.fault}`);
  };
  const printerState = (printerId: string): string => {
    const printer = status.printers.find((each) => each.printerId === printerId);
    if (printer === undefined) return '';
    return printer.fault === null ? t(`printing:printerStates.${printer.state}`) : t(`printing:faults.${printer.fault}`);
  };
  return [
    ...settings.printers.flatMap(({ printerId, name, profileId }) => [
      { deviceId: printerDeviceId(printerId), name, state: printerState(printerId), isWired: true },
      ...(hasDrawer(overview, profileId)
        ? [{ deviceId: drawerDeviceId(printerId), name: t('drawerOf', { name }), state: '', isWired: false }]
        : []),
    ]),
    ...(settings.scale === null ? [] : [{ deviceId: SCALE_ID, name: settings.scale.name, state: serial(status.scale), isWired: true }]),
    ...(settings.customerDisplay === null
      ? []
      : [{ deviceId: DISPLAY_ID, name: t('kinds.display'), state: serial(status.customerDisplay), isWired: true }]),
    ...[...settings.serialScanners, ...settings.hidScanners].map(({ scannerId, name }) => {
      const state = serial(status.scanners.find((each) => each.scannerId === scannerId));
      const isWired = settings.serialScanners.some((each) => each.scannerId === scannerId);
      return { deviceId: scannerDeviceId(scannerId), name, state, isWired };
    }),
    ...settings.wedgeScanners.map(({ scannerId, name }) => ({
      deviceId: wedgeDeviceId(scannerId),
      name,
      state: t('learnt.short'),
      isWired: false,
    })),
  ];
}
