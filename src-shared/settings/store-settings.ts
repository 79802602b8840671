import { z } from 'zod';
import { accountSettingsShape } from '../accounts/account-settings.ts';
import { currencyCodeSchema, positiveAmountMinorSchema } from '../money/amount.ts';
import { personSchema } from '../people/person.ts';
import { tenderKindSchema } from '../sale/cart.ts';
import { taxGroupSchema } from '../tax/tax-table.ts';
import { languageSchema, localizedTextSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { accessShape } from './access.ts';
import { customerWindowShape } from './customer-window.ts';
import { hidScannersShape } from './hid-scanners.ts';
import { lanShape } from './lan.ts';
import { printingShape } from './printing.ts';
import { returnsShape } from './returns.ts';
import { lineFormatSchema, serialDevicesShape } from './serial-devices.ts';
import { tillRulesShape } from './till-rules.ts';
import { wedgeScannersShape } from './wedge-scanners.ts';
import { weighingShape } from './weighing.ts';

/** A number an authority gave the shop, printed as `label value`: RC, NIF, NIS, AI in Algeria; SIRET, VAT number … elsewhere. */
const identifierSchema = z.object({ label: wellFormedSchema.min(1).max(16), value: wellFormedSchema.min(1).max(64) });

const shopSchema = z.object({
  tradeName: localizedTextSchema,
  legalForm: wellFormedSchema.max(64).nullable(),
  address: z.array(localizedTextSchema).max(6),
  phone: wellFormedSchema.max(32).nullable(),
  identifiers: z.array(identifierSchema).max(12),
  capitalMinor: positiveAmountMinorSchema.nullable(),
});

export const tenderTypeSchema = z.object({
  tenderId: wellFormedSchema.min(1).max(64),
  kind: tenderKindSchema,
  name: localizedTextSchema,
  opensDrawer: z.boolean(),
});
export type TenderType = z.infer<typeof tenderTypeSchema>;

/** Where and how a printer is reached. `virtual` renders on the screen what paper would show. */
export const printerSettingsSchema = z.object({
  printerId: wellFormedSchema.min(1).max(64),
  name: wellFormedSchema.min(1).max(64),
  transport: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('virtual') }),
    z.object({ kind: z.literal('tcp'), host: wellFormedSchema.min(1).max(253), port: z.int().min(1).max(65_535) }),
    z.object({ kind: z.literal('file'), path: wellFormedSchema.min(1).max(4_096) }),
    z.object({
      kind: z.literal('usb'),
      vendorId: z.int().min(0).max(0xffff),
      productId: z.int().min(0).max(0xffff),
      /** Null: there is only one of its kind on this machine. */
      serialNumber: wellFormedSchema.min(1).max(126).nullable(),
    }),
    /** `format` null: the usual 9600 8N1. */
    z.object({ kind: z.literal('serial'), path: wellFormedSchema.min(1).max(4_096), format: lineFormatSchema.nullable() }),
    z.object({
      kind: z.literal('spooler'),
      queue: wellFormedSchema.max(220).regex(/^[^-\u0000-\u001F][^\u0000-\u001F]*$/),
    }),
  ]),
  /** Other tills print on it too: its connection is never held while it is idle. */
  shared: z.boolean().optional(),
  /** Name of a capability profile: page width, code pages, cutter, drawer. */
  profileId: wellFormedSchema.min(1).max(64),
});
export type PrinterSettings = z.infer<typeof printerSettingsSchema>;

export const STORE_SETTINGS_VERSION = 1;

/** Everything a shop decides. A country's rules are chosen here, never assumed. */
export const storeSettingsSchema = z.object({
  version: z.literal(STORE_SETTINGS_VERSION),
  shop: shopSchema,
  /** ISO 3166-1 alpha-2; selects nothing by itself. */
  country: z.string().regex(/^[A-Z]{2}$/),
  currency: currencyCodeSchema,
  /** Decimals shown; stored amounts follow ISO 4217. */
  shownDecimals: z.int().min(0).max(4),
  timeZone: wellFormedSchema.min(1).max(64),
  digits: z.enum(['western', 'eastern']),
  defaultLanguage: languageSchema,
  receiptLanguage: languageSchema,
  taxGroups: z.array(taxGroupSchema).min(1).max(100),
  defaultTaxGroupId: wellFormedSchema,
  /** Whether prices typed by hand, and imported without saying, include tax. */
  pricesIncludeTax: z.boolean(),
  stampDuty: z.enum(['off', 'dz']),
  /** Cash is rounded to a multiple of this; null: never. */
  cashRoundingMinor: positiveAmountMinorSchema.min(1).nullable(),
  /** Notes and coins in use, largest first: the quick amounts of the pay screen. */
  denominationsMinor: z.array(positiveAmountMinorSchema.min(1)).max(30),
  tenders: z.array(tenderTypeSchema).min(1).max(20),
  /** In-store label patterns, such as `21PPPPPWWWWWC`. */
  labelPatterns: z.array(wellFormedSchema.min(1).max(32)).max(20),
  people: z.array(personSchema).min(1).max(500),
  till: z.object({
    tillId: wellFormedSchema.min(1).max(64),
    name: wellFormedSchema.min(1).max(64),
    /** Begins every receipt number of this terminal. */
    receiptPrefix: z.string().regex(/^[A-Z0-9]{1,8}$/),
  }),
  receipt: z.object({
    header: localizedTextSchema.nullable(),
    footer: localizedTextSchema.nullable(),
    copies: z.int().min(1).max(5),
    /** A base address for the receipt's QR; null: the QR holds the receipt's own identity only. */
    qrBaseUrl: wellFormedSchema.max(200).pipe(z.url()).nullable(),
  }),
  printers: z.array(printerSettingsSchema).max(20),
  receiptPrinterId: wellFormedSchema.nullable(),
  ...printingShape,
  ...serialDevicesShape,
  ...returnsShape,
  ...hidScannersShape,
  ...customerWindowShape,
  ...tillRulesShape,
  ...weighingShape,
  ...accountSettingsShape,
  ...wedgeScannersShape,
  ...accessShape,
  ...lanShape,
  screen: z.object({
    /** The window fills the screen and cannot be left by the cashier (Electron only; a browser is put in kiosk mode by its own option). */
    kiosk: z.boolean(),
    /** Per cent. 0: silent; each sound has its visible twin. */
    soundVolume: z.int().min(0).max(100),
  }),
  cloudUrl: wellFormedSchema.max(200).pipe(z.url()).nullable(),
});
export type StoreSettings = z.infer<typeof storeSettingsSchema>;
