import { z } from 'zod';

/**
 * A text of whole characters. Half of a surrogate pair has no UTF-8 and no canonical JSON (RFC 8785, 3.2.2.2), so a text that holds one can
 * never be written to the journal: whatever a person or a device sends that may come to stand there is refused with it at the door, and not
 * when the ticket is to be completed.
 */
export const wellFormedSchema = z.string().refine((text) => text.isWellFormed(), { message: 'half of a surrogate pair' });
