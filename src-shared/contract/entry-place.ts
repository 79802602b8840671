import { z } from 'zod';

/** The number of an epoch, or of an entry in one: an int4 in the cloud's tables. */
export const placeNumberSchema = z.int().min(1).max(2_147_483_647);
