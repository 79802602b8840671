import { z } from 'zod';
import { credentialFactsSchema } from '../people/credential-facts.ts';
import { personSchema } from '../people/person.ts';
import { PRINT_JOB_KINDS } from '../receipt/print-job-kind.ts';
import { pricedCartSchema } from '../sale/priced-cart.ts';
import { PRINTER_ROLES } from '../settings/printing.ts';
import { storeSettingsSchema } from '../settings/store-settings.ts';
import { customerDisplayStatusSchema, scaleStatusSchema, scannerStatusSchema } from './device-state.ts';
import { remoteStateSchema } from './remote-api.ts';
import { tillStatusSchema } from './till-state.ts';

const PRINT_JOB_STATES = ['queued', 'sending', 'unconfirmed', 'printed', 'failed'] as const;
export const printJobStateSchema = z.enum(PRINT_JOB_STATES);

export const printJobSchema = z.object({
  jobId: z.string(),
  kind: z.enum(PRINT_JOB_KINDS),
  title: z.string(),
  saleId: z.string().nullable(),
  /** 1 the original; above: a copy, marked as duplicate on the paper. */
  copy: z.int().min(1),
  state: printJobStateSchema,
  printerId: z.string(),
  /** The printer it was for, when a backup prints in its place; null: its own prints it. */
  insteadOf: z.string().nullable(),
  createdAt: z.iso.datetime(),
  /** Stable code of the last fault, for the screen to say: `printer.offline`, `printer.paper-out` …; null when none. */
  fault: z.string().nullable(),
});
export type PrintJob = z.infer<typeof printJobSchema>;

const printerConditionSchema = z.object({
  state: z.enum(['none', 'unknown', 'ready', 'working', 'trouble']),
  fault: z.string().nullable(),
  /** It still prints, and says that the roll ends soon. */
  paperNearEnd: z.boolean(),
  waiting: z.int().min(0),
  /** Jobs that wait for a person's word: sent, and never confirmed; or failed. */
  asking: z.int().min(0),
});

/** `not-read`: no switch, no setting that says what its level means, or a printer that does not tell. */
const drawerStatusSchema = z.object({
  state: z.enum(['not-read', 'shut', 'open']),
  /** It stands open for longer than the settings allow. */
  leftOpen: z.boolean(),
});
export type DrawerStatus = z.infer<typeof drawerStatusSchema>;

const printerStatusSchema = printerConditionSchema.extend({
  printerId: z.string(),
  name: z.string(),
  roles: z.array(z.enum(PRINTER_ROLES)),
  /** Who prints in its place when it cannot. */
  backupPrinterId: z.string().nullable(),
});
export type PrinterStatus = z.infer<typeof printerStatusSchema>;

/** What the state line shows. Quiet when well, plain when not. */
export const terminalStatusSchema = z.object({
  network: z.enum(['not-set-up', 'online', 'offline']),
  /** Of all printers the one that is worst off; the receipt printer when all are well. */
  printer: printerConditionSchema.extend({ printerId: z.string().nullable(), name: z.string().nullable() }),
  /** Every printer of the settings, in their order. */
  printers: z.array(printerStatusSchema),
  drawer: drawerStatusSchema,
  scale: scaleStatusSchema,
  customerDisplay: customerDisplayStatusSchema,
  /** The scanners on serial ports; those that type are the screen's own. */
  scanners: z.array(scannerStatusSchema),
  /** Ledger entries the cloud has not acknowledged. */
  unsentEntries: z.int().min(0),
  /** How the sending of them stands. */
  sync: z.enum(['not-enrolled', 'starting', 'idle', 'sending', 'waiting', 'halted']),
  till: tillStatusSchema,
  clock: z.object({ state: z.enum(['right', 'moved-back']), behindMs: z.int().min(0) }),
  ledger: z.object({ state: z.enum(['selling', 'stopped']), finding: z.string().nullable() }),
});
export type TerminalStatus = z.infer<typeof terminalStatusSchema>;

export const saleReceiptSchema = z.object({
  saleId: z.string(),
  receiptNumber: z.string(),
  totalMinor: z.int(),
  payableMinor: z.int(),
  tenderedMinor: z.int(),
  changeMinor: z.int(),
  /** What the cash in the drawer became more by, the change given; below zero where cash went back to the customer. */
  cashMinor: z.int(),
  currency: z.string(),
  at: z.iso.datetime(),
  drawerOpened: z.boolean(),
});
export type SaleReceipt = z.infer<typeof saleReceiptSchema>;

/**
 * What a person should know of the last start, and nothing else would tell: shown until dismissed, under the locale key `notice.<code>` with
 * `params`. Selling goes on meanwhile.
 */
const NOTICE_CODES = [
  /** settings.json was damaged or gone; the settings before it are in use and want looking over. `detail`. */
  'settings.previous-used',
  /** drafts.db was damaged and put aside; open and held tickets of before are gone, sales are not. `path`. */
  'drafts.set-aside',
  /** PINs and badges could not be read and were put aside: everybody signs in by a touch until they are given anew. `path`. */
  'credentials.set-aside',
  /** customers.db was damaged and put aside: names and phones are to be written anew, balances are in the journal. `path`. */
  'customers.set-aside',
  /** The disk refuses to keep open tickets: a power cut would lose the one on the screen. */
  'drafts.not-kept',
  /** The catalog was damaged or of another version and put aside; it is to be imported again. `path`. */
  'catalog.set-aside',
  /** Joined to a server that has goods: they have taken the place of this till's own, whose file was kept. `count`, `path`. */
  'catalog.replaced',
  /** The whole check of the journal came to no verdict; whether it is damaged is not known. */
  'journal.not-checked',
] as const;
export const noticeSchema = z.object({
  code: z.enum(NOTICE_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Notice = z.infer<typeof noticeSchema>;

/** Everything the screen needs to draw itself, after a start or a reconnection. */
export const terminalStateSchema = z.object({
  setup: z.enum(['needed', 'done']),
  programVersion: z.string(),
  settings: storeSettingsSchema.nullable(),
  person: personSchema.nullable(),
  /** Of everybody who works here: whether she has a PIN or a badge. */
  credentials: z.array(credentialFactsSchema),
  cart: pricedCartSchema.nullable(),
  /** The sale just completed: its change stays on the screen until the next scan. */
  lastSale: saleReceiptSchema.nullable(),
  heldCount: z.int().min(0),
  canUndo: z.boolean(),
  /** The terminal practises: nothing that is rung up counts. */
  training: z.boolean(),
  status: terminalStatusSchema.nullable(),
  notices: z.array(noticeSchema),
  /** What somebody far away has done that its people have to see. */
  remote: remoteStateSchema,
});
export type TerminalState = z.infer<typeof terminalStateSchema>;
