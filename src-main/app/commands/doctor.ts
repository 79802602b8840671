import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fail, ok } from '../../../src-shared/result.ts';
import type { PrinterSettings, StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import { spoolerTransport } from '../../devices/transport/spooler.ts';
import { findUsbPrinter, systemUsbDevices } from '../../devices/transport/usb-devices.ts';
import { acquireInstanceLock } from '../../ledger/instance-lock.ts';
import { dataFolder } from '../../settings/data-folder.ts';
import { loadSettings } from '../../settings/settings-file.ts';
import { type Command, readArgs, rootOf } from '../command.ts';
import { PROGRAM } from '../program-files.ts';

const USAGE = 'doctor [--data DIR]';
const NODE_MAJOR = 24;
/** A day of the busiest till is some tens of megabytes; a disk with less than this is full within weeks. */
const LOW_SPACE_BYTES = 1_000_000_000;
const PRINTER_TIMEOUT_MS = 3_000;
const DEVICES_TIMEOUT_MS = 3_000;
/** Before this the clock was never set: the program is younger. */
const EARLIEST_CLOCK = Date.UTC(2026, 0, 1);
const BYTES_PER_GB = 1_000_000_000;

/** `good` and `note` are well; `bad` makes the command fail. */
interface Finding {
  readonly state: 'good' | 'note' | 'bad';
  readonly subject: string;
  readonly words: string;
}

/** Looks a machine over: what a technician asks before a till is opened, and on the telephone when one is not well. */
export const doctor: Command = async (args, io) => {
  const read = readArgs(args, { data: { type: 'string' } }, USAGE);
  if (!read.ok) return read;
  const root = rootOf(read.value.values.data);
  const settings = settingsFinding(root);
  const findings = [
    nodeFinding(),
    electronFinding(),
    clockFinding(),
    fontsFinding(),
    ...folderFindings(root),
    settings.finding,
    ...(await printerFindings(settings.settings)),
    await serialFinding(),
    await usbFinding(),
  ];
  for (const { state, subject, words } of findings) io.out(`${state.padEnd(4)} ${subject.padEnd(14)} ${words}`);
  const bad = findings.filter((finding) => finding.state === 'bad');
  return bad.length === 0 ? ok(null) : fail(`Not well: ${bad.map(({ subject, words }) => `${subject}: ${words}`).join('; ')}`);
};

function nodeFinding(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return {
    state: major >= NODE_MAJOR ? 'good' : 'bad',
    subject: 'node',
    words: `${process.version} on ${process.platform} ${process.arch}`,
  };
}

function electronFinding(): Finding {
  const subject = 'electron';
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const isThere = existsSync(join(folder, 'dist', 'version'));
    return { state: 'note', subject, words: isThere ? 'its runtime is present' : 'its runtime is not present; the browser host is used' };
  } catch {
    return { state: 'note', subject, words: 'not installed; the browser host is used' };
  }
}

function clockFinding(): Finding {
  const now = new Date();
  const words = `${now.toISOString()}, time zone ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  return { state: now.getTime() >= EARLIEST_CLOCK ? 'good' : 'bad', subject: 'clock', words };
}

function fontsFinding(): Finding {
  const isThere = existsSync(join(PROGRAM.resources, 'fonts', 'Cairo-SemiBold.ttf'));
  return {
    state: isThere ? 'good' : 'bad',
    subject: 'fonts',
    words: isThere ? 'the fonts of receipts are there' : 'the fonts of receipts are missing',
  };
}

function folderFindings(root: string): readonly Finding[] {
  const folder = dataFolder(root).root;
  if (!existsSync(folder))
    return [{ state: 'note', subject: 'data folder', words: `${folder} is not there yet; the first start makes it` }];
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return [{ state: 'bad', subject: 'data folder', words: `${folder} cannot be written to` }];
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  return [
    { state: 'good', subject: 'data folder', words: folder },
    { state: free >= LOW_SPACE_BYTES ? 'good' : 'bad', subject: 'disk', words: `${(free / BYTES_PER_GB).toFixed(1)} GB free` },
    lockFinding(folder),
  ];
}

function lockFinding(folder: string): Finding {
  const lock = acquireInstanceLock(folder, Date.now());
  if (!lock.ok) {
    const { holder } = lock.error;
    const who = holder === null ? 'a program that has not said who it is' : `process ${holder.pid} on ${holder.host} since ${holder.since}`;
    return { state: 'note', subject: 'lock', words: `held by ${who}` };
  }
  lock.value.release();
  return { state: 'good', subject: 'lock', words: 'free' };
}

function settingsFinding(root: string): { readonly finding: Finding; readonly settings: StoreSettings | null } {
  const subject = 'settings';
  const loaded = loadSettings(dataFolder(root));
  if (!loaded.ok) return { finding: { state: 'bad', subject, words: loaded.error.detail }, settings: null };
  if (loaded.value.kind === 'none') return { finding: { state: 'note', subject, words: 'not set up yet' }, settings: null };
  const { settings } = loaded.value;
  const till = `till ${settings.till.name}, ${settings.currency}, ${settings.timeZone}`;
  if (loaded.value.kind === 'current') return { finding: { state: 'good', subject, words: till }, settings };
  return { finding: { state: 'bad', subject, words: `${loaded.value.detail}; the ones before are in use` }, settings };
}

async function printerFindings(settings: StoreSettings | null): Promise<readonly Finding[]> {
  const printers = settings?.printers ?? [];
  return Promise.all(
    printers.map(async (printer): Promise<Finding> => {
      const problem = await printerProblem(printer);
      return { state: problem === null ? 'good' : 'bad', subject: 'printer', words: `${printer.name}: ${problem ?? 'can be reached'}` };
    }),
  );
}

/** A connection and nothing on it: a printer takes one at a time, so this is for a till that is not printing. */
function printerProblem({ transport }: PrinterSettings): Promise<string | null> {
  if (transport.kind === 'virtual') return Promise.resolve(null);
  if (transport.kind === 'file') {
    return Promise.resolve(existsSync(transport.path) || existsSync(dirname(transport.path)) ? null : `${transport.path} is not there`);
  }
  if (transport.kind === 'serial') return Promise.resolve(existsSync(transport.path) ? null : `${transport.path} is not there`);
  if (transport.kind === 'usb') return findUsbPrinter(transport, systemUsbDevices).then((found) => (found.ok ? null : found.error));
  if (transport.kind === 'spooler') {
    const within = AbortSignal.timeout(PRINTER_TIMEOUT_MS);
    return spoolerTransport(transport.queue)
      .open(within)
      .then((opened) => (opened.ok ? null : opened.error));
  }
  const address = `${transport.host}:${transport.port}`;
  return new Promise((resolve) => {
    const socket = connect({ host: transport.host, port: transport.port, timeout: PRINTER_TIMEOUT_MS });
    const end = (problem: string | null): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => {
      end(null);
    });
    socket.once('timeout', () => {
      end(`${address} does not answer`);
    });
    socket.once('error', (error) => {
      end(`${address} cannot be reached (${error.message})`);
    });
  });
}

/** serialport rejects where the system has no udev, and is a native part that may not load: either is a note, not a fault. */
async function serialFinding(): Promise<Finding> {
  const subject = 'serial ports';
  try {
    const { SerialPort } = await import('serialport');
    const ports = await within(SerialPort.list());
    return { state: 'note', subject, words: ports.length === 0 ? 'none' : ports.map((port) => port.path).join(', ') };
  } catch (error) {
    return { state: 'note', subject, words: `cannot be listed (${error instanceof Error ? error.message : String(error)})` };
  }
}

async function usbFinding(): Promise<Finding> {
  const subject = 'usb';
  try {
    // The package's types lean on those of a browser, which main does not have.
    const { webusb } = (await import('usb')) as unknown as { readonly webusb: { getDevices(): Promise<readonly unknown[]> } };
    const devices = await within(webusb.getDevices());
    return { state: 'note', subject, words: `${devices.length} devices` };
  } catch (error) {
    return { state: 'note', subject, words: `cannot be listed (${error instanceof Error ? error.message : String(error)})` };
  }
}

async function within<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => {
      reject(new Error('no answer'));
    }, DEVICES_TIMEOUT_MS).unref();
  });
  return Promise.race([work, late]);
}
