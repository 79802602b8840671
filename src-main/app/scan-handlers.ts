import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { listHidDevices } from '../devices/transport/usb-hid.ts';
import type { Handlers } from '../ipc/router.ts';
import type { DeviceScans } from '../services/device-scans.ts';

/** Ties the operations on where a device's scan goes. `scans` is null until the terminal is set up. */
export function scanHandlers(scans: () => DeviceScans | null) {
  const onScans =
    <Request>(use: (scans: DeviceScans, request: Request) => Result<Record<string, never>, Refusal>) =>
    (request: Request): Result<Record<string, never>, Refusal> => {
      const open = scans();
      return open === null ? fail(refusal('setup.needed')) : use(open, request);
    };
  return {
    'hid.devices': async () => {
      const devices = await listHidDevices();
      return ok({
        devices: (devices ?? []).map((device) => ({ ...device })),
        fault: devices === null ? ('line.no-driver' as const) : null,
      });
    },
    'scan.claim': onScans((open, { screenId }: RequestOf<'scan.claim'>) => {
      open.claim(screenId);
      return ok({});
    }),
    'scan.release': onScans((open, { screenId }: RequestOf<'scan.release'>) => {
      open.release(screenId);
      return ok({});
    }),
    'scan.accept': onScans((open, { offerId }: RequestOf<'scan.accept'>) => open.accept(offerId)),
  } satisfies Partial<Handlers>;
}
