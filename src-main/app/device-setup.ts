import type { TerminalState } from '../../src-shared/contract/terminal-state.ts';
import { AddressSearch } from '../services/devices/address-search.ts';
import { usableProfiles } from '../services/devices/device-setup.ts';
import { errorFields } from '../services/log.ts';
import type { DataFolder } from '../settings/data-folder.ts';
import { openDeviceChecks } from '../settings/device-checks.ts';
import type { DeviceSetup } from './device-setup-handlers.ts';
import type { Rooms } from './open-rooms.ts';
import { profileFoldersOf } from './printers.ts';

export interface DeviceSetupOptions {
  readonly rooms: Rooms;
  readonly folder: DataFolder;
  readonly state: () => TerminalState;
}

/** Puts together what the technician's screen works with, of an open terminal. */
export function createDeviceSetup({ rooms, folder, state }: DeviceSetupOptions): DeviceSetup {
  const { till, serialDevices, exchanges, printers } = rooms;
  const parts = { exchanges, checks: openDeviceChecks(folder), profileFolders: profileFoldersOf(folder) };
  return {
    ...parts,
    till,
    serialDevices,
    folder,
    state,
    search: new AddressSearch({
      printers: () => till.settings.printers,
      profiles: () => usableProfiles(parts),
      onError: (error) => {
        till.log.error('a search for printers failed', errorFields(error));
      },
    }),
    attend: () => {
      printers.attend();
      serialDevices.attend();
    },
  };
}
