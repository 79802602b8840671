import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { listSerialPorts } from '../devices/transport/serial-ports.ts';
import type { Handlers } from '../ipc/router.ts';
import { readScale, tareScale } from '../services/read-scale.ts';
import type { SerialDevices } from './serial-devices.ts';

/** Ties the operations on the scale, the ports and the practice devices. `devices` is null until the terminal is set up. */
export function serialDeviceHandlers(devices: () => SerialDevices | null) {
  const onDevices =
    <Request, Response>(use: (devices: SerialDevices, request: Request) => Result<Response, Refusal>) =>
    (request: Request): Result<Response, Refusal> => {
      const open = devices();
      return open === null ? fail(refusal('setup.needed')) : use(open, request);
    };
  return {
    'scale.read': onDevices(({ scale }, { unitPriceMinor }: RequestOf<'scale.read'>) => ok(readScale(scale, unitPriceMinor))),
    'scale.tare': onDevices(({ scale }, { tareMilliKg }: RequestOf<'scale.tare'>) => tareScale(scale, tareMilliKg)),
    'serial.ports': async () => {
      const { ports, fault } = await listSerialPorts();
      return ok({ ports: [...ports], fault });
    },
    'virtual-scale.load': onDevices((open, { load }: RequestOf<'virtual-scale.load'>) =>
      open.putOnVirtualScale(load) ? ok({}) : fail(refusal('scale.not-set-up')),
    ),
    'virtual-display.lines': onDevices((open) => {
      const lines = open.virtualLines();
      return ok({ lines: lines === null ? null : { ...lines } });
    }),
  } satisfies Partial<Handlers>;
}
