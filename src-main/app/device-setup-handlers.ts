import type { NetworkSearch } from '../../src-shared/contract/device-setup-api.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { TerminalState } from '../../src-shared/contract/terminal-state.ts';
import { holds } from '../../src-shared/people/roles.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { devicesOf } from '../../src-shared/settings/device-ids.ts';
import type { Handlers } from '../ipc/router.ts';
import { authorize } from '../services/authorize.ts';
import type { AddressSearch } from '../services/devices/address-search.ts';
import { changeDevices } from '../services/devices/change-devices.ts';
import { exchangesWith, noteCheck, overviewOf, usableProfiles } from '../services/devices/device-setup.ts';
import { type DiagnosticsParts, writeDiagnostics } from '../services/devices/diagnostics.ts';
import { findLocalDevices } from '../services/devices/local-devices.ts';
import { maskedExchange } from '../services/devices/masked-exchange.ts';
import { testDrawer } from '../services/devices/test-devices.ts';
import { signedIn, type Till } from '../services/till.ts';
import type { SerialDevices } from './serial-devices.ts';

/** Everything the technician's screen works with; of an open terminal. */
export interface DeviceSetup extends DiagnosticsParts {
  readonly till: Till;
  readonly serialDevices: SerialDevices;
  readonly search: AddressSearch;
  /** Lets the devices follow the settings. */
  readonly attend: () => void;
}

/** Ties the operations of the technician's screen. `setup` is null until the terminal is set up. */
export function deviceSetupHandlers(
  setup: () => DeviceSetup | null,
  stateAfter: (done: Result<null, Refusal>) => Result<TerminalState, Refusal>,
) {
  const onSetup =
    <Request, Response>(use: (setup: DeviceSetup, request: Request) => Response) =>
    (request: Request): Response | Result<never, Refusal> => {
      const open = setup();
      return open === null ? fail(refusal('setup.needed')) : use(open, request);
    };
  return {
    'devices.overview': onSetup((open) => ok(overviewOf(open.till, open))),
    'devices.change': onSetup((open, { change }: RequestOf<'devices.change'>) => {
      const changed = changeDevices(open.till, change, open.profileFolders);
      if (changed.ok) {
        open.attend();
        const known = new Set(devicesOf(open.till.settings).map(({ deviceId }) => deviceId));
        open.exchanges.forget((deviceId) => known.has(deviceId));
      }
      return stateAfter(changed);
    }),
    'devices.check': onSetup((open, request: RequestOf<'devices.check'>) => noteCheck(open.till, open, request)),
    // What is looked at again and again, and what changes nothing, needs somebody at the till and no right of its own. But a scanner reads
    // badges too, and a printer prints customers' names: words are for those who look after the devices.
    'devices.exchanges': onSetup((open, { deviceId }: RequestOf<'devices.exchanges'>) => {
      const person = signedIn(open.till);
      if (!person.ok) return person;
      const exchanges = exchangesWith(open.till, open, deviceId);
      const mayRead = holds(person.value, 'devices.manage', open.till.settings);
      return ok({ exchanges: mayRead ? [...exchanges] : exchanges.map(maskedExchange) });
    }),
    'devices.diagnostics': onSetup((open) => writeDiagnostics(open.till, open)),
    'discovery.local': onSetup(async (open) => {
      const person = signedIn(open.till);
      return person.ok ? ok(await findLocalDevices(open.till.settings.printers, usableProfiles(open))) : person;
    }),
    'discovery.search': onSetup((open, { addresses }: RequestOf<'discovery.search'>): Result<NetworkSearch, Refusal> => {
      const allowed = authorize(open.till, 'devices.manage');
      return allowed.ok ? open.search.begin(addresses) : allowed;
    }),
    'discovery.progress': onSetup((open) => ok(open.search.progress())),
    'discovery.cancel': onSetup(async (open) => ok(await open.search.cancel())),
    'drawer.test': onSetup((open, request: RequestOf<'drawer.test'>) => testDrawer(open.till, request)),
    'display.test': onSetup((open, lines: RequestOf<'display.test'>) => {
      const allowed = authorize(open.till, 'devices.manage');
      if (!allowed.ok) return allowed;
      return open.serialDevices.showTest(lines) ? ok({}) : fail(refusal('devices.unknown'));
    }),
  } satisfies Partial<Handlers>;
}
