import { z } from 'zod';
import { wellFormedSchema } from './well-formed.ts';

/** Languages the product speaks. A shop's data may hold any subset of them. */
export const LANGUAGES = ['fr', 'ar', 'en'] as const;
export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;

const MAX_TEXT_LENGTH = 500;

/** A text in at least one language. */
export const localizedTextSchema = z
  .partialRecord(languageSchema, wellFormedSchema.min(1).max(MAX_TEXT_LENGTH))
  .refine((text) => Object.keys(text).length > 0, { message: 'at least one language' });
export type LocalizedText = z.infer<typeof localizedTextSchema>;

/** The text in `language`, else in the first language that has it, in the order of LANGUAGES. */
export function textIn(text: LocalizedText, language: Language): string {
  const wanted = text[language];
  if (wanted !== undefined) return wanted;
  for (const other of LANGUAGES) {
    const found = text[other];
    if (found !== undefined) return found;
  }
  return '';
}
