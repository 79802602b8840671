import { join } from 'node:path';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { ResponseOf } from '../../src-shared/contract/terminal-api.ts';
import type { DrawerStatus } from '../../src-shared/contract/terminal-state.ts';
import { printerDeviceId } from '../../src-shared/settings/device-ids.ts';
import type { PrintingSettings } from '../../src-shared/settings/printing.ts';
import type { PrinterSettings, StoreSettings } from '../../src-shared/settings/store-settings.ts';
import { type ExchangeLogs, overheardTransport } from '../devices/exchange-log.ts';
import { openPrinterSession } from '../devices/session/open-session.ts';
import type { PrinterSession } from '../devices/session/printer-session.ts';
import type { VirtualDrawer, VirtualFault } from '../devices/virtual-printer/virtual-printer.ts';
import type { DocumentLogo } from '../documents/document-logo.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createPrintQueue, type PrintQueue } from '../printing/print-queue.ts';
import { DrawerWatch } from '../services/drawer-watch.ts';
import { errorFields, type Log } from '../services/log.ts';
import { backupOf, documentElsewhere } from '../services/print-elsewhere.ts';
import { duplicateInstead } from '../services/reprint.ts';
import type { Till } from '../services/till.ts';
import type { DataFolder } from '../settings/data-folder.ts';
import { createLogos, readLogo } from './logos.ts';
import { PROGRAM } from './program-files.ts';
import { createVirtualPrinters } from './virtual-printers.ts';

/** 80 mm paper: a picture that fits there fits anywhere. */
const USUAL_WIDTH_DOTS = 576;

export interface PrintersOptions {
  readonly folder: DataFolder;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly now: () => Date;
  /** Asked each time: settings change while the printers run. */
  readonly settings: () => StoreSettings;
  /** Null while the till is being opened. */
  readonly till: () => Till | null;
  readonly onPrinting: () => void;
  /** What is said on each printer's wire is noted there. */
  readonly exchanges: ExchangeLogs;
}

/** Where profiles are looked for, the shop's own folder first. */
export function profileFoldersOf({ root }: DataFolder): readonly [string, string] {
  return [join(root, 'printer-profiles'), join(PROGRAM.resources, 'printer-profiles')];
}

/** The printers of the settings, their queue, and what the built-in ones have put out. */
export interface Printers {
  readonly queue: PrintQueue;
  virtualPages(limit: number): Promise<ResponseOf<'virtual-printer.pages'>>;
  /** `printerId` null: all of them. */
  setVirtualFault(fault: VirtualFault, printerId: string | null): void;
  /** What the drawer on the built-in printers does once it has sprung open. */
  setVirtualDrawer(behaviour: VirtualDrawer): void;
  /** Why that logo cannot be printed; null: it can, or it is in force already. */
  logoRefusal(logo: PrintingSettings['logo']): Promise<Refusal | null>;
  /** The shop's picture for a document, as wide as on its paper; null: none, or one that cannot be read. */
  documentLogo(): Promise<DocumentLogo | null>;
  /** How the cash drawer stands. */
  drawer(till: Till): DrawerStatus;
  /** Looks for work, and keeps an eye on every printer: after the start, and after the settings have changed. */
  attend(): void;
  /** Lets what is being sent come to its end. */
  stop(): Promise<void>;
}

export function createPrinters(options: PrintersOptions): Printers {
  const { folder, ledger, log } = options;
  const fontsFolder = join(PROGRAM.resources, 'fonts');
  const drawerWatch = new DrawerWatch({ till: options.till, onLeftOpen: options.onPrinting });
  const changed = (): void => {
    drawerWatch.look();
    options.onPrinting();
  };
  const virtuals = createVirtualPrinters({ fontsFolder, now: options.now, onChange: changed });
  const sessions = createSessions(options, {
    profileFolders: profileFoldersOf(folder),
    virtualPrinter: virtuals.of,
    listening: (printerId, transport) => overheardTransport(transport, options.exchanges.of(printerDeviceId(printerId))),
  });
  const logos = createLogos(folder.pictures, log);
  const queue = createPrintQueue({
    store: ledger.printJobs,
    printers: sessions,
    fontsFolder,
    logo: (widthDots) => logos.of(options.settings().printing.logo, widthDots),
    duplicate: (job) => {
      const till = options.till();
      return till === null ? null : duplicateInstead(till, job);
    },
    backupOf: (printerId) => backupOf(options.settings(), printerId),
    reroute: (job, printerId) => {
      const till = options.till();
      return till === null ? null : documentElsewhere(till, job, printerId);
    },
    onChange: changed,
    onError: (error, jobId) => {
      log.error('a print job failed', { jobId, ...errorFields(error) });
    },
  });
  return {
    queue,
    virtualPages: (limit) => virtuals.pages(limit),
    setVirtualFault: virtuals.suffer,
    setVirtualDrawer: virtuals.setDrawer,
    logoRefusal: async (logo) => {
      if (logo === null || JSON.stringify(logo) === JSON.stringify(options.settings().printing.logo)) return null;
      const made = await readLogo(folder.pictures, logo, USUAL_WIDTH_DOTS);
      return made.ok ? null : refusal('printing.logo-unusable', { file: logo.file, problem: made.error });
    },
    documentLogo: async () => {
      const { logo } = options.settings().printing;
      const picture = await logos.picture(logo);
      return logo === null || picture === null ? null : { ...picture, widthPercent: logo.widthPercent };
    },
    drawer: (till) => drawerWatch.status(till),
    attend: () => {
      for (const { printerId } of options.settings().printers) queue.watch(printerId);
      queue.wake();
      drawerWatch.look();
    },
    stop: () => {
      drawerWatch.stop();
      return queue.stop();
    },
  };
}

/** One session for each printer, made when first asked for, and anew when its settings have become others. */
function createSessions(
  options: PrintersOptions,
  around: Parameters<typeof openPrinterSession>[1],
): (printerId: string) => PrinterSession | null {
  const open = new Map<string, { readonly settings: PrinterSettings; readonly session: PrinterSession | null }>();
  return (printerId) => {
    const settings = options.settings().printers.find((printer) => printer.printerId === printerId);
    if (settings === undefined) return null;
    const known = open.get(printerId);
    if (known !== undefined && JSON.stringify(known.settings) === JSON.stringify(settings)) return known.session;
    const opened = openPrinterSession(settings, around);
    if (!opened.ok) {
      const { code, file, findings } = opened.error;
      options.log.error('a printer cannot be used', { printerId, code, file, findings: findings.join('; ') });
    }
    open.set(printerId, { settings, session: opened.ok ? opened.value : null });
    return opened.ok ? opened.value : null;
  };
}
