import { z } from 'zod';
import { localizedTextSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';

const reasonSchema = z.object({ reasonId: wellFormedSchema.min(1).max(64), name: localizedTextSchema });
export type ReturnReason = z.infer<typeof reasonSchema>;

/** Begins the numbers of documents; the terminal's own letters and the sequence follow. */
const prefixSchema = z.string().regex(/^[A-Z]{1,4}$/);

/** What a shop that has said nothing offers for a reason. */
const PLAIN_REASONS: readonly ReturnReason[] = [
  { reasonId: 'defective', name: { fr: 'Défectueux', ar: 'معيب', en: 'Defective' } },
  { reasonId: 'wrong-item', name: { fr: 'Mauvais article', ar: 'سلعة خاطئة', en: 'Wrong item' } },
  { reasonId: 'changed-mind', name: { fr: 'A changé d’avis', ar: 'غيّر رأيه', en: 'Changed their mind' } },
  { reasonId: 'expired', name: { fr: 'Périmé', ar: 'منتهي الصلاحية', en: 'Expired' } },
  { reasonId: 'other', name: { fr: 'Autre', ar: 'سبب آخر', en: 'Other' } },
];

const returnsSettingsSchema = z.object({
  reasons: z
    .array(reasonSchema)
    .min(1)
    .max(20)
    .refine((reasons) => new Set(reasons.map(({ reasonId }) => reasonId)).size === reasons.length, { message: 'two of one id' }),
  invoicePrefix: prefixSchema,
  creditNotePrefix: prefixSchema,
});

/** The part of a store's settings about returns and invoices. A file from before it existed has the plain one. */
export const returnsShape = {
  returns: returnsSettingsSchema.default({ reasons: [...PLAIN_REASONS], invoicePrefix: 'F', creditNotePrefix: 'A' }),
};
