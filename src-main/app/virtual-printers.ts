import type { ResponseOf } from '../../src-shared/contract/terminal-api.ts';
import type { PrinterProfile } from '../devices/profiles/printer-profile.ts';
import { type VirtualDrawer, type VirtualFault, VirtualPrinter } from '../devices/virtual-printer/virtual-printer.ts';

export interface VirtualPrintersOptions {
  readonly fontsFolder: string;
  readonly now: () => Date;
  /** A page came out, or a drawer sprang open. */
  readonly onChange: () => void;
}

/** The built-in printers of practice: one for each virtual printer of the settings, and all that they have put out. */
export interface VirtualPrinters {
  readonly of: (printerId: string, profile: PrinterProfile) => VirtualPrinter;
  /** `printerId` null: all of them. */
  readonly suffer: (fault: VirtualFault, printerId: string | null) => void;
  readonly setDrawer: (behaviour: VirtualDrawer) => void;
  pages(limit: number): Promise<ResponseOf<'virtual-printer.pages'>>;
}

export function createVirtualPrinters({ fontsFolder, now, onChange }: VirtualPrintersOptions): VirtualPrinters {
  const made = new Map<string, VirtualPrinter>();
  return {
    of: (printerId, profile) => {
      const known = made.get(printerId);
      // Another profile is another printer: what is held in the old one goes with it, as it does with a real one that is replaced.
      if (known !== undefined && JSON.stringify(known.profile) === JSON.stringify(profile)) return known;
      const printer = new VirtualPrinter({ profile, fontsFolder, now: () => now().toISOString(), onChange });
      made.set(printerId, printer);
      return printer;
    },
    suffer: (fault, printerId) => {
      for (const [id, printer] of made) if (printerId === null || id === printerId) printer.suffer(fault);
    },
    setDrawer: (behaviour) => {
      for (const printer of made.values()) printer.setDrawer(behaviour);
    },
    pages: (limit) => pagesOf(made, limit),
  };
}

async function pagesOf(printers: ReadonlyMap<string, VirtualPrinter>, limit: number): Promise<ResponseOf<'virtual-printer.pages'>> {
  const newest = [...printers]
    .flatMap(([printerId, printer]) => printer.pages(limit).map((page) => ({ printerId, ...page })))
    .sort((a, b) => (a.printedAt > b.printedAt ? -1 : a.printedAt < b.printedAt ? 1 : 0))
    .slice(0, limit);
  const pages = await Promise.all(
    newest.map(async ({ printerId, pageId, title, printedAt, render }) => {
      const { widthPx, heightPx, png } = await render();
      return {
        pageId: `${printerId} ${pageId}`,
        printerId,
        title,
        printedAt,
        widthPx,
        heightPx,
        pngBase64: Buffer.from(png).toString('base64'),
      };
    }),
  );
  return { pages, drawerOpenings: [...printers.values()].reduce((sum, printer) => sum + printer.drawerOpenings, 0) };
}
