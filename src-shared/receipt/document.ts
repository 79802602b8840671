import { z } from 'zod';
import { labelSchema, MAX_COPIES } from '../label/label.ts';
import { languageSchema } from '../text/localized-text.ts';

/**
 * A printable document, free of any printer: what stands where, not how it gets on paper. Encoders (ESC/POS text, raster, HTML, PDF) read
 * it. Texts are in their final language, with numbers, phones and codes isolated by U+2066…U+2069 where they stand in a right-to-left line.
 */
const alignSchema = z.enum(['start', 'center', 'end']);
const emphasisSchema = z.enum(['normal', 'strong']);
/** 1 normal, 2 double width and height. */
const sizeSchema = z.union([z.literal(1), z.literal(2)]);

export const receiptBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), align: alignSchema, emphasis: emphasisSchema, size: sizeSchema }),
  /** A label at the start edge and a value at the end edge of one line; the label wraps, the value never does. */
  z.object({ kind: z.literal('pair'), start: z.string(), end: z.string(), emphasis: emphasisSchema, size: sizeSchema }),
  z.object({ kind: z.literal('rule'), style: z.enum(['single', 'double']) }),
  z.object({ kind: z.literal('feed'), lines: z.int().min(1).max(10) }),
  z.object({ kind: z.literal('qr'), data: z.string().min(1).max(1_000) }),
  /** Bars across the middle with their data in figures below. EAN: all digits, the check digit too. Code 128: printable ASCII. */
  z.object({
    kind: z.literal('barcode'),
    symbology: z.enum(['ean-13', 'ean-8', 'code-128']),
    data: z.string().regex(/^[\u0020-\u007E]{1,48}$/),
  }),
  /** The shop's picture. Which one, and how large, is the settings' matter when the paper is made; without one nothing stands there. */
  z.object({ kind: z.literal('logo') }),
  /** A label, and how many of it: each is a piece of paper of its own. */
  z.object({ kind: z.literal('label'), label: labelSchema, copies: z.int().min(1).max(MAX_COPIES) }),
  /** Of a self-test: what only the printer's own profile can say. `ruler` counts its columns, `code-pages` lists what each carries, `darkness` is patterns of dots. */
  z.object({ kind: z.literal('printer-test'), part: z.enum(['ruler', 'code-pages', 'darkness']) }),
]);
export type ReceiptBlock = z.infer<typeof receiptBlockSchema>;

export const receiptDocumentSchema = z.object({
  language: languageSchema,
  direction: z.enum(['ltr', 'rtl']),
  /** For the queue's list and the screen, such as the receipt's number. */
  title: z.string(),
  blocks: z.array(receiptBlockSchema).max(10_000),
});
export type ReceiptDocument = z.infer<typeof receiptDocumentSchema>;
