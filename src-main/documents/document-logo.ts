import { z } from 'zod';

/** The shop's picture, read and checked. `widthPercent` of the column wide. */
export const documentLogoSchema = z.object({
  png: z.instanceof(Uint8Array),
  width: z.int().positive(),
  height: z.int().positive(),
  widthPercent: z.number().positive().max(100),
});
export type DocumentLogo = z.infer<typeof documentLogoSchema>;
