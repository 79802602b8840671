import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { USUAL_FORMAT } from '../../../src-shared/settings/serial-devices.ts';
import type { PrinterSettings } from '../../../src-shared/settings/store-settings.ts';
import { loadPrinterProfile, type ProfileProblem } from '../profiles/load-profile.ts';
import type { PrinterProfile } from '../profiles/printer-profile.ts';
import { fileTransport } from '../transport/file.ts';
import { serialTransport } from '../transport/serial-transport.ts';
import { spoolerTransport } from '../transport/spooler.ts';
import { tcpTransport } from '../transport/tcp.ts';
import type { Transport } from '../transport/transport.ts';
import { usbTransport } from '../transport/usb.ts';
import { virtualTransport } from '../transport/virtual.ts';
import type { VirtualPrinter } from '../virtual-printer/virtual-printer.ts';
import { PrinterSession } from './printer-session.ts';

export interface SessionSurroundings {
  /** Where profiles are looked for, the shop's own folder first. */
  readonly profileFolders: readonly string[];
  /** The built-in printer of that settings entry, made when first asked for. */
  readonly virtualPrinter: (printerId: string, profile: PrinterProfile) => VirtualPrinter;
  /** Puts an ear on the way to a printer. */
  readonly listening?: (printerId: string, transport: Transport) => Transport;
}

/** The session for a printer of the settings. Nothing is connected yet. */
export function openPrinterSession(settings: PrinterSettings, around: SessionSurroundings): Result<PrinterSession, ProfileProblem> {
  const profile = loadPrinterProfile(around.profileFolders, settings.profileId);
  if (!profile.ok) return fail(profile.error);
  const { printerId, shared } = settings;
  const plain = transportOf(settings, profile.value, around);
  const transport = around.listening?.(printerId, plain) ?? plain;
  return ok(new PrinterSession({ printerId, profile: profile.value, transport, isShared: shared === true }));
}

function transportOf(settings: PrinterSettings, profile: PrinterProfile, around: SessionSurroundings): Transport {
  const { transport, printerId } = settings;
  switch (transport.kind) {
    case 'virtual':
      return virtualTransport(around.virtualPrinter(printerId, profile));
    case 'tcp':
      return tcpTransport(transport);
    case 'file':
      return fileTransport(transport.path);
    case 'usb':
      return usbTransport(transport);
    case 'serial':
      return serialTransport({ path: transport.path, format: transport.format ?? USUAL_FORMAT });
    case 'spooler':
      return spoolerTransport(transport.queue);
  }
}
