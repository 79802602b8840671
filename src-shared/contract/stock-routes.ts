import { z } from 'zod';
import { MAX_QUANTITY_MILLI, quantityMilliSchema } from '../money/amount.ts';
import { storedTextSchema } from '../text/stored-text.ts';
import { placeNumberSchema } from './entry-place.ts';
import { nothing, pageOf, pageQuerySchema, type Routes } from './route.ts';

/** Quantities are thousandths of the product's unit. */
const MAX_STOCK_LINES = 500;

const productIdSchema = storedTextSchema.min(1).max(64);
const piecesSchema = z.int().min(1).max(MAX_QUANTITY_MILLI);
/** What a count finds may be any amount a shelf can hold; what was expected may be below zero. */
const observedSchema = z.int().min(0).max(MAX_QUANTITY_MILLI);
const figureSchema = z.int();

/** Every product once: a document with two lines of one product is a slip of the hand. */
function linesOf<T extends z.ZodType<{ readonly productId: string }>>(line: T) {
  return z
    .array(line)
    .min(1)
    .max(MAX_STOCK_LINES)
    .refine((lines) => new Set(lines.map(({ productId }) => productId)).size === lines.length, { message: 'a product twice' });
}

const documentShape = {
  /** Given by who asks: the same id asked for again is done once. */
  documentId: z.uuid(),
  storeId: z.uuid(),
  note: storedTextSchema.min(1).max(500).nullable().default(null),
};
const movedLineSchema = z.strictObject({ productId: productIdSchema, quantityMilli: piecesSchema });

/** What the back office does to stock. Each becomes signed movements, which are never edited. */
export const stockDocumentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('receive'), ...documentShape, lines: linesOf(movedLineSchema) }),
  /** Broken, lost, found: signed. */
  z.strictObject({
    kind: z.literal('adjust'),
    ...documentShape,
    lines: linesOf(z.strictObject({ productId: productIdSchema, quantityMilli: quantityMilliSchema.refine((q) => q !== 0) })),
  }),
  /**
   * What was found on the shelf, and the figure that was shown when it was counted. Their difference is what changes: what is sold between
   * the counting and the writing stays sold.
   */
  z.strictObject({
    kind: z.literal('count'),
    ...documentShape,
    lines: linesOf(z.strictObject({ productId: productIdSchema, observedMilli: observedSchema, basisMilli: quantityMilliSchema })),
  }),
  z.strictObject({ kind: z.literal('transfer'), ...documentShape, toStoreId: z.uuid(), lines: linesOf(movedLineSchema) }),
]);
export type StockDocument = z.infer<typeof stockDocumentSchema>;

const stockFigureSchema = z.object({
  productId: z.string(),
  onHandMilli: figureSchema,
  /** The back office has received, counted or moved it in this store. */
  isKept: z.boolean(),
});

const stockMovementSchema = z.object({
  movementId: z.string(),
  lineNo: z.int(),
  productId: z.string(),
  kind: z.enum(['sale', 'receive', 'adjust', 'count', 'transfer']),
  quantityMilli: figureSchema,
  at: z.iso.datetime(),
  /** The person at the till, or the user or key of the back office. */
  actor: z.string(),
  terminalId: z.string().nullable(),
});
export type StockMovement = z.infer<typeof stockMovementSchema>;

export const onHandCursorSchema = z.object({ productId: storedTextSchema.max(64) });
export const movementCursorSchema = z.object({ movementId: storedTextSchema.max(200), lineNo: placeNumberSchema });

const storeParams = z.object({ storeId: z.uuid() });

export const STOCK_ROUTES = {
  listOnHand: {
    method: 'GET',
    path: '/v1/stores/:storeId/stock',
    access: 'stock.read',
    summary: 'What is on hand in a store, by product.',
    params: storeParams,
    query: pageQuerySchema.extend({
      productId: productIdSchema.optional(),
      /** Only what is below zero. */
      below: z.literal('zero').optional(),
    }),
    body: null,
    response: pageOf(stockFigureSchema),
  },
  listStockMovements: {
    method: 'GET',
    path: '/v1/stores/:storeId/stock/:productId/movements',
    access: 'stock.read',
    summary: 'How the figure of one product in a store came about, the newest first.',
    params: storeParams.extend({ productId: productIdSchema }),
    query: pageQuerySchema,
    body: null,
    response: pageOf(stockMovementSchema),
  },
  moveStock: {
    method: 'POST',
    path: '/v1/stock/documents',
    access: 'stock.edit',
    summary: 'Receives, adjusts, counts or transfers; asked again with the same id it answers the same and does nothing.',
    params: nothing,
    query: nothing,
    body: stockDocumentSchema,
    response: z.object({
      documentId: z.uuid(),
      madeAt: z.iso.datetime(),
      figures: z.array(stockFigureSchema.extend({ storeId: z.uuid() })),
    }),
  },
} as const satisfies Routes;

export type OnHandQuery = z.infer<(typeof STOCK_ROUTES)['listOnHand']['query']>;
export type StockDocumentAnswer = z.infer<(typeof STOCK_ROUTES)['moveStock']['response']>;
