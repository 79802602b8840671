import { z } from 'zod';
import { categorySchema, productSchema } from '../catalog/product.ts';
import { positiveAmountMinorSchema, quantityMilliSchema } from '../money/amount.ts';
import { receiptDocumentSchema } from '../receipt/document.ts';
import { cartCommandSchema, cartItemSchema, noteSchema } from '../sale/cart.ts';
import { pricedCartSchema } from '../sale/priced-cart.ts';
import { storeSettingsSchema } from '../settings/store-settings.ts';
import { languageSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { CUSTOMER_WINDOW_API } from './customer-screen.ts';
import { CUSTOMERS_API } from './customers-api.ts';
import { DAY_REPORT_API } from './day-report-api.ts';
import { DEVICE_SETUP_API } from './device-setup-api.ts';
import { LINE_FAULTS, scaleViewSchema, serialPortSchema, virtualLoadSchema } from './device-state.ts';
import { DOCUMENTS_API } from './documents-api.ts';
import { heldCartSchema } from './held-cart.ts';
import { HID_SCANNER_API } from './hid-scanner-api.ts';
import { JOURNAL_API } from './journal-api.ts';
import { LABELS_API } from './labels-api.ts';
import { neighboursApi } from './neighbours-api.ts';
import { PEOPLE_API } from './people-api.ts';
import { PRICE_PREVIEW_API } from './price-preview-api.ts';
import { PRINTING_API } from './printing-api.ts';
import { remoteApi } from './remote-api.ts';
import { returnsApi } from './returns-api.ts';
import { deviceScanResultSchema, SCAN_ROUTING_API } from './scan-routing-api.ts';
import { SYNC_API } from './sync-api.ts';
import { noticeSchema, printJobSchema, saleReceiptSchema, terminalStateSchema, terminalStatusSchema } from './terminal-state.ts';
import { TILL_API } from './till-api.ts';

/**
 * The wire between the screen and the terminal's main process. Both shells (Electron IPC and the browser host's WebSocket) carry exactly
 * these operations; both sides parse. An operation answers with its response or with a refusal, never with silence.
 */
const idSchema = wellFormedSchema.min(1).max(64);
const nothing = z.object({});

/**
 * What a screen may ask of an open ticket: every command but adding a line. Lines come in by `scan`, `catalog.add` and `cart.add-ad-hoc`,
 * so that prices and tax groups are main's own and never a screen's word.
 */
const [, ...CART_EDITS] = cartCommandSchema.options;
export const cartEditSchema = z.discriminatedUnion('kind', CART_EDITS);
export type CartEdit = z.infer<typeof cartEditSchema>;

/** After every cart command: the cart as it now stands, whole. `changedLineId` is where the eye should go. */
const cartOutcomeSchema = z.object({
  cart: pricedCartSchema,
  changedLineId: z.string().nullable(),
  canUndo: z.boolean(),
  heldCount: z.int(),
});
export type CartOutcome = z.infer<typeof cartOutcomeSchema>;

const scanOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('added'), outcome: cartOutcomeSchema }),
  /** Known, but a figure is missing: the screen opens the pad for it and then sends `catalog.add`. */
  z.object({ kind: z.literal('needs-quantity'), product: productSchema, code: z.string() }),
  z.object({ kind: z.literal('needs-price'), product: productSchema, code: z.string() }),
  /** One of the shop's receipts: nothing was rung up, and the screen asks `return.find` for it. */
  z.object({ kind: z.literal('receipt'), text: z.string() }),
  /** `reason` tells a misread (bad check digit) from a code the catalog does not hold. */
  /** No article but a gift card of the shop: nothing was rung up. */
  z.object({ kind: z.literal('gift-card'), code: z.string() }),
  z.object({ kind: z.literal('not-found'), code: z.string(), reason: z.enum(['unknown', 'bad-check-digit', 'unreadable']) }),
]);
export type ScanOutcome = z.infer<typeof scanOutcomeSchema>;

export const MAX_SEARCH_LENGTH = 200;
const MAX_SEARCH_HITS = 100;

const searchHitSchema = z.object({ product: productSchema, marks: z.partialRecord(languageSchema, z.array(z.tuple([z.int(), z.int()]))) });
export type SearchHit = z.infer<typeof searchHitSchema>;

const setupInputSchema = z.object({ settings: storeSettingsSchema });

export const TERMINAL_API = {
  'terminal.state': { request: nothing, response: terminalStateSchema },
  /** First start: the demo shop, or an empty shop of one's own. */
  'setup.demo': { request: z.object({ language: languageSchema }), response: terminalStateSchema },
  'setup.shop': { request: setupInputSchema, response: terminalStateSchema },
  ...PEOPLE_API,
  ...TILL_API,
  ...JOURNAL_API,
  ...DAY_REPORT_API,
  'person.sign-out': { request: nothing, response: terminalStateSchema },
  'person.language': { request: z.object({ language: languageSchema }), response: terminalStateSchema },

  /** A text with half a character is taken, as unreadable as it is: the person learns that the scan came. `symbology` is the AIM identifier or the decoder's name when the scanner gave one. */
  scan: {
    request: z.object({
      text: z.string().max(1_000),
      symbology: wellFormedSchema.max(32).nullable(),
      source: z.enum(['wedge', 'serial', 'hid', 'camera', 'virtual', 'keyed']),
    }),
    response: scanOutcomeSchema,
  },
  'catalog.search': {
    request: z.object({ query: z.string().max(MAX_SEARCH_LENGTH), language: languageSchema, limit: z.int().min(1).max(MAX_SEARCH_HITS) }),
    response: z.object({ hits: z.array(searchHitSchema), more: z.boolean() }),
  },
  'catalog.categories': { request: nothing, response: z.object({ categories: z.array(categorySchema) }) },
  'catalog.quick-keys': {
    request: z.object({ categoryId: idSchema.nullable() }),
    response: z.object({ products: z.array(productSchema) }),
  },
  /** Adds a product chosen by hand; what comes back has a way of its own (`return.take`). Answers like a scan, so that weighed and unpriced goods ask for what is missing. */
  'catalog.add': {
    request: z.object({
      productId: idSchema,
      quantityMilli: quantityMilliSchema.min(1).nullable(),
      unitPriceMinor: positiveAmountMinorSchema.nullable(),
      code: cartItemSchema.shape.code,
      /** A reading of the scale: the quantity is its weight, and `quantityMilli` does not count. */
      readingId: idSchema.optional(),
    }),
    response: scanOutcomeSchema,
  },
  /** Something the catalog does not hold. Main fills in the tax mode from the settings. */
  'cart.add-ad-hoc': {
    request: z.object({
      name: wellFormedSchema.min(1).max(200),
      unitPriceMinor: positiveAmountMinorSchema,
      quantityMilli: quantityMilliSchema.min(1),
      taxGroupId: idSchema.nullable(),
      code: cartItemSchema.shape.code,
    }),
    response: cartOutcomeSchema,
  },
  /** `revision` is the one the person saw: a second tap on the same figure is refused as `cart.stale` instead of counted twice. */
  'cart.command': { request: z.object({ cartId: idSchema, revision: z.int(), command: cartEditSchema }), response: cartOutcomeSchema },
  /** As `cart.command`: meant for the ticket as the person saw it, so that a second tap does not take back one change more. */
  'cart.undo': { request: z.object({ cartId: idSchema, revision: z.int() }), response: cartOutcomeSchema },
  'cart.void': { request: z.object({ cartId: idSchema, reason: noteSchema.nullable() }), response: cartOutcomeSchema },
  'cart.hold': { request: z.object({ cartId: idSchema, label: wellFormedSchema.max(100) }), response: cartOutcomeSchema },
  'cart.recall': { request: z.object({ cartId: idSchema }), response: cartOutcomeSchema },
  'cart.held': { request: nothing, response: z.object({ carts: z.array(heldCartSchema) }) },

  ...neighboursApi(cartOutcomeSchema),

  ...CUSTOMERS_API,

  'sale.complete': {
    request: z.object({ cartId: idSchema, revision: z.int() }),
    response: z.object({ sale: saleReceiptSchema, outcome: cartOutcomeSchema }),
  },
  'sale.recent': { request: z.object({ limit: z.int().min(1).max(100) }), response: z.object({ sales: z.array(saleReceiptSchema) }) },
  /** The receipt as it would print now (an open cart) or as it was printed (a completed sale). */
  'receipt.preview': { request: z.object({ saleId: idSchema.nullable() }), response: z.object({ document: receiptDocumentSchema }) },
  'receipt.reprint': {
    request: z.object({ saleId: idSchema, reason: noteSchema.nullable() }),
    response: z.object({ job: printJobSchema }),
  },

  ...PRINTING_API,
  /**
   * The scale now. Its changes also come as events; a scale that weighs against a price is asked for ten seconds after each call, so a
   * screen that waits for a weight calls again within them. `unitPriceMinor`: of the goods to be weighed, null where none are chosen yet.
   */
  'scale.read': { request: z.object({ unitPriceMinor: positiveAmountMinorSchema.nullable() }), response: scaleViewSchema },
  /** `tareMilliKg` null: of what lies there now; 0: no tare any more. */
  'scale.tare': { request: z.object({ tareMilliKg: z.int().min(0).max(99_999).nullable() }), response: scaleViewSchema },
  /** For the technician: the serial ports of this machine. `fault`: it does not tell them, and a path can still be typed. */
  'serial.ports': {
    request: nothing,
    response: z.object({ ports: z.array(serialPortSchema), fault: z.enum(LINE_FAULTS).nullable() }),
  },
  /** Practice: what lies on the virtual scale. */
  'virtual-scale.load': { request: z.object({ load: virtualLoadSchema }), response: nothing },
  /** Practice: what the customer reads on the virtual display; null where there is none. */
  'virtual-display.lines': {
    request: nothing,
    response: z.object({ lines: z.object({ upper: z.string(), lower: z.string() }).nullable() }),
  },
  ...CUSTOMER_WINDOW_API,
  ...HID_SCANNER_API,
  ...PRICE_PREVIEW_API,
  ...SCAN_ROUTING_API,
  ...returnsApi(cartOutcomeSchema),
  ...DEVICE_SETUP_API,
  ...DOCUMENTS_API,
  ...LABELS_API,
  'drawer.open': { request: z.object({ reason: noteSchema }), response: nothing },
  /** The person has read a notice: it is not shown again until it happens again. */
  'notice.dismiss': { request: z.object({ code: noticeSchema.shape.code }), response: terminalStateSchema },
  'settings.save': {
    request: z.object({ settings: storeSettingsSchema, reason: wellFormedSchema.max(200) }),
    response: terminalStateSchema,
  },
  ...SYNC_API,
  ...remoteApi(terminalStateSchema),
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;

export type Operation = keyof typeof TERMINAL_API;
export type RequestOf<O extends Operation> = z.infer<(typeof TERMINAL_API)[O]['request']>;
export type ResponseOf<O extends Operation> = z.infer<(typeof TERMINAL_API)[O]['response']>;

/** What main tells the screen unasked. */
export const terminalEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: terminalStatusSchema }),
  z.object({ kind: z.literal('cart'), outcome: cartOutcomeSchema }),
  z.object({ kind: z.literal('print-jobs'), jobs: z.array(printJobSchema) }),
  z.object({ kind: z.literal('state'), state: terminalStateSchema }),
  z.object({ kind: z.literal('scale'), view: scaleViewSchema }),
  /**
   * A scanner that main listens to has read a code, and it was rung up as by `scan`; the ticket comes as a `cart` event besides. Every
   * screen hears it and none calls `scan` for it, but the screen it is offered to, once that has accepted it.
   */
  z.object({
    kind: z.literal('scan'),
    scannerId: z.string(),
    text: z.string(),
    symbology: z.string().nullable(),
    source: z.enum(['serial', 'hid']),
    result: deviceScanResultSchema(scanOutcomeSchema),
  }),
]);
export type TerminalEvent = z.infer<typeof terminalEventSchema>;
