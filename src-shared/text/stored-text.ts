import { wellFormedSchema } from './well-formed.ts';

/** A text the cloud's database can hold: PostgreSQL has no zero character. */
export const storedTextSchema = wellFormedSchema.refine((text) => !text.includes('\u0000'), { message: 'a zero character' });
