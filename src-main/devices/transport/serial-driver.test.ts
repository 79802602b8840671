import { beforeEach, expect, test, vi } from 'vitest';
import { USUAL_FORMAT } from '../../../src-shared/settings/serial-devices.ts';
import type { UsbDevice } from './usb-devices.ts';

// Properties take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** What machines do that this one does not: each test loads the transport anew over a driver or a system of its own. */
const never = new AbortController().signal;
const address = { path: '/dev/ttyS0', format: USUAL_FORMAT };

beforeEach(() => {
  vi.resetModules();
  vi.doUnmock('serialport');
  vi.doMock('node:fs/promises', () => ({ access: () => Promise.resolve(), stat: () => Promise.resolve({ dev: 1, ino: 2, rdev: 3 }) }));
});

const withoutDriver = (): void => {
  vi.doMock('serialport', () => {
    throw new Error('No native build was found for platform=linux arch=riscv64');
  });
};

test('a machine the native module was not built for: the program loads, and the state says so', async () => {
  withoutDriver();
  const { serialLine } = await import('./serial.ts');
  expect(await serialLine(address).open(never)).toEqual({ ok: false, error: 'line.no-driver' });
  const { listSerialPorts } = await import('./serial-ports.ts');
  expect(await listSerialPorts()).toEqual({ ports: [], fault: 'line.no-driver' });
});

test('an account that may not use the port', async () => {
  vi.doMock('node:fs/promises', () => ({ access: () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })) }));
  const { serialLine } = await import('./serial.ts');
  expect(await serialLine(address).open(never)).toEqual({ ok: false, error: 'line.denied' });
  const { serialTransport } = await import('./serial-transport.ts');
  expect(await serialTransport(address).open(never)).toEqual({ ok: false, error: 'printer.denied' });
  // On Linux the file of a USB device tells the same beforehand.
  const { findUsbPrinter } = await import('./usb-devices.ts');
  const printer = { vendorId: 1, productId: 2, serialNumber: null };
  const there = { ...printer, bus: '1', address: 7 } as UsbDevice;
  expect(await findUsbPrinter(printer, () => Promise.resolve([there]))).toEqual({ ok: false, error: 'printer.denied' });
});

test('a machine without udev: the list of ports is refused, and nothing crashes', async () => {
  const list = (): Promise<never> => Promise.reject(Object.assign(new Error('spawn udevadm ENOENT'), { code: 'ENOENT' }));
  vi.doMock('serialport', () => ({ SerialPort: { list } }));
  const { listSerialPorts } = await import('./serial-ports.ts');
  expect(await listSerialPorts()).toEqual({ ports: [], fault: 'line.refused' });
});

test('the ports of a machine, as far as it tells them', async () => {
  const list = () => Promise.resolve([{ path: 'COM3', manufacturer: 'FTDI', serialNumber: 'A1', pnpId: 'USB\\VID' }, { path: 'COM4' }]);
  vi.doMock('serialport', () => ({ SerialPort: { list } }));
  const { listSerialPorts } = await import('./serial-ports.ts');
  expect(await listSerialPorts()).toEqual({
    ports: [
      { path: 'COM3', stablePath: null, manufacturer: 'FTDI', serialNumber: 'A1' },
      { path: 'COM4', stablePath: null, manufacturer: null, serialNumber: null },
    ],
    fault: null,
  });
});

test('speed, bits, parity and flow control reach the driver', async () => {
  const given: unknown[] = [];
  class Port {
    isOpen = false;
    constructor(options: unknown) {
      given.push(options);
    }
    on(): void {}
    open(done: (error: Error) => void): void {
      done(new Error('busy'));
    }
  }
  vi.doMock('serialport', () => ({ SerialPort: Port }));
  const { serialLine } = await import('./serial.ts');
  const format = { baudRate: 19_200, dataBits: 7, parity: 'odd', stopBits: 2 } as const;
  for (const flowControl of ['none', 'rts-cts', 'xon-xoff'] as const) {
    expect((await serialLine({ path: 'COM3', format: { ...format, flowControl } }).open(never)).ok).toBe(false);
  }
  expect(given).toEqual([
    { ...format, path: 'COM3', autoOpen: false, rtscts: false, xon: false, xoff: false },
    { ...format, path: 'COM3', autoOpen: false, rtscts: true, xon: false, xoff: false },
    { ...format, path: 'COM3', autoOpen: false, rtscts: false, xon: true, xoff: true },
  ]);
});

test('a driver that never answers is given up, and a port it opens later is closed again', async () => {
  let lateOpen: (error: null) => void = () => undefined;
  let closed = 0;
  class Port {
    isOpen = false;
    on(): void {}
    open(done: (error: null) => void): void {
      lateOpen = (error) => {
        this.isOpen = true;
        done(error);
      };
    }
    flush(done: () => void): void {
      done();
    }
    close(done: () => void): void {
      this.isOpen = false;
      closed += 1;
      done();
    }
  }
  vi.doMock('serialport', () => ({ SerialPort: Port }));
  const { serialLine } = await import('./serial.ts');
  expect(await serialLine(address, { connectMs: 10, stallMs: 10, closeMs: 10 }).open(never)).toEqual({ ok: false, error: 'line.refused' });
  lateOpen(null);
  await vi.waitFor(() => {
    expect(closed).toBe(1);
  });
});

test('a port that is gone while the driver notices nothing, reading emptiness without end', async () => {
  let isThere = true;
  const stat = () => (isThere ? Promise.resolve({ dev: 1, ino: 2, rdev: 3 }) : Promise.reject(new Error('ENOENT')));
  vi.doMock('node:fs/promises', () => ({ access: () => Promise.resolve(), stat }));
  class Port {
    isOpen = false;
    on(): void {}
    open(done: (error: null) => void): void {
      this.isOpen = true;
      done(null);
    }
    flush(done: () => void): void {
      done();
    }
    close(done: () => void): void {
      this.isOpen = false;
      done();
    }
  }
  vi.doMock('serialport', () => ({ SerialPort: Port }));
  const { serialLine } = await import('./serial.ts');
  const opened = await serialLine(address).open(never);
  if (!opened.ok) throw new Error(opened.error);
  const waiting = opened.value.read(never);
  isThere = false;
  expect(await waiting).toEqual({ ok: false, error: 'line.lost' });
});

test('a port that is slow to close is waited for before the next job opens it', async () => {
  let isTaken = false;
  class Port {
    isOpen = false;
    on(): void {}
    open(done: (error: Error | null) => void): void {
      if (isTaken) {
        done(new Error('Cannot lock port'));
        return;
      }
      isTaken = true;
      this.isOpen = true;
      done(null);
    }
    flush(done: () => void): void {
      done();
    }
    close(done: () => void): void {
      setTimeout(() => {
        isTaken = false;
        this.isOpen = false;
        done();
      }, 100);
    }
  }
  vi.doMock('serialport', () => ({ SerialPort: Port }));
  const { serialTransport } = await import('./serial-transport.ts');
  const transport = serialTransport(address);
  const first = await transport.open(never);
  if (!first.ok) throw new Error(first.error);
  first.value.destroy();
  expect((await transport.open(never)).ok).toBe(true);
});
