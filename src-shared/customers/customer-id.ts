import { z } from 'zod';

/** Stands in the journal, in account ids and on tickets: never anything that tells who it is. */
export const customerIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,50}$/);
