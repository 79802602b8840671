import { z } from 'zod';
import { languageSchema } from '../text/localized-text.ts';

/** The screen that faces the customer. A file from before it existed opens it wherever there is a second screen. */
export const customerWindowShape = {
  customerWindow: z
    .object({
      /** Null: the language the shop speaks first. */
      language: languageSchema.nullable(),
      /** Opened by itself where the machine has a second screen (Electron); in a browser a person opens it. */
      automatic: z.boolean(),
      /** How long each of the shop's pictures stands between two sales. */
      slideSeconds: z.int().min(3).max(120),
    })
    .default({ language: null, automatic: true, slideSeconds: 8 }),
};
