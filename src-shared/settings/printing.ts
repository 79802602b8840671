import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

const MAX_ORDER_PRINTERS = 19;
const MAX_CATEGORIES = 200;
const idSchema = wellFormedSchema.min(1).max(64);

/** The receipt printer is `receiptPrinterId` of the store's settings; the rest of who prints what is here. */
const orderPrinterSchema = z.object({
  printerId: idSchema,
  /** Lines of these categories of the catalog go on its order tickets. */
  categoryIds: z.array(idSchema).min(1).max(MAX_CATEGORIES),
});

const backupSchema = z.object({
  printerId: idSchema,
  /** Prints what the first one should have, once that one has been in trouble for so long and nothing of the document has left. */
  backupPrinterId: idSchema,
  afterSeconds: z.int().min(3).max(3_600),
});

/** A file name and nothing of a path: it is looked for in the shop's picture folder and nowhere else. */
const pictureNameSchema = wellFormedSchema.max(200).regex(/^[^/\\:*?"<>|\u0000-\u001F.][^/\\:*?"<>|\u0000-\u001F]*\.(png|jpe?g)$/iu);

const DEFAULT_DRAWER_WARNING_SECONDS = 60;

const drawerSchema = z.object({
  /**
   * Level of the connector's sensor pin while the drawer is open, which differs from drawer to drawer (Epson: "the signal depends on the
   * drawer"). Null: there is no switch in it, or nobody has tried; its state is then not shown.
   */
  openPinLevel: z.enum(['high', 'low']).nullable(),
  /** From then on the till says that the drawer was left open. */
  warnAfterSeconds: z.int().min(5).max(3_600),
});

const printingSchema = z.object({
  orderPrinters: z.array(orderPrinterSchema).max(MAX_ORDER_PRINTERS).default([]),
  labelPrinterId: idSchema.nullable().default(null),
  backups: z.array(backupSchema).max(20).default([]),
  /** The shop's picture above its name on receipts; null: none. */
  logo: z
    .object({ file: pictureNameSchema, widthPercent: z.int().min(20).max(100) })
    .nullable()
    .default(null),
  drawer: drawerSchema.default({ openPinLevel: null, warnAfterSeconds: DEFAULT_DRAWER_WARNING_SECONDS }),
});
export type PrintingSettings = z.infer<typeof printingSchema>;

/** One printer for everything, no logo, and a drawer whose state nobody reads: as before there was a choice. */
export const PLAIN_PRINTING: PrintingSettings = {
  orderPrinters: [],
  labelPrinterId: null,
  backups: [],
  logo: null,
  drawer: { openPinLevel: null, warnAfterSeconds: DEFAULT_DRAWER_WARNING_SECONDS },
};

/** Who prints what. A file from before there was a choice has one printer for everything. */
export const printingShape = { printing: printingSchema.default(PLAIN_PRINTING) };

interface Printing {
  readonly printers: readonly { readonly printerId: string }[];
  readonly printing: PrintingSettings;
}

/** What the shape alone cannot say: every printer named must be one of the settings. The path of the first field that does not hold, or null. */
export function printingProblem({ printers, printing }: Printing): string | null {
  const known = new Set(printers.map(({ printerId }) => printerId));
  const { orderPrinters, labelPrinterId, backups } = printing;
  if (hasDoubles(orderPrinters) || orderPrinters.some(({ printerId }) => !known.has(printerId))) return 'printing.orderPrinters';
  if (labelPrinterId !== null && !known.has(labelPrinterId)) return 'printing.labelPrinterId';
  const pointsWell = backups.every(
    ({ printerId, backupPrinterId }) => known.has(printerId) && known.has(backupPrinterId) && printerId !== backupPrinterId,
  );
  return hasDoubles(backups) || !pointsWell ? 'printing.backups' : null;
}

function hasDoubles(entries: readonly { readonly printerId: string }[]): boolean {
  return new Set(entries.map(({ printerId }) => printerId)).size !== entries.length;
}

/** The same settings without a printer that is being taken away: nothing points at it any more. */
export function withoutPrinter(printing: PrintingSettings, printerId: string): PrintingSettings {
  return {
    ...printing,
    orderPrinters: printing.orderPrinters.filter((order) => order.printerId !== printerId),
    labelPrinterId: printing.labelPrinterId === printerId ? null : printing.labelPrinterId,
    backups: printing.backups.filter((backup) => backup.printerId !== printerId && backup.backupPrinterId !== printerId),
  };
}

export const PRINTER_ROLES = ['receipt', 'order', 'label', 'backup'] as const;
export type PrinterRole = (typeof PRINTER_ROLES)[number];

/** What a printer is for; empty: it is set up and prints nothing by itself. */
export function rolesOf(
  printerId: string,
  settings: Pick<Printing, 'printing'> & { readonly receiptPrinterId: string | null },
): PrinterRole[] {
  const { orderPrinters, labelPrinterId, backups } = settings.printing;
  const has: Readonly<Record<PrinterRole, boolean>> = {
    receipt: settings.receiptPrinterId === printerId,
    order: orderPrinters.some((order) => order.printerId === printerId),
    label: labelPrinterId === printerId,
    backup: backups.some((backup) => backup.backupPrinterId === printerId),
  };
  return PRINTER_ROLES.filter((role) => has[role]);
}
