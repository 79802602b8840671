import { wellFormedSchema } from './well-formed.ts';

const MAX_NOTE_LENGTH = 500;

/** A reason or a remark in a person's own words. */
export const noteSchema = wellFormedSchema.min(1).max(MAX_NOTE_LENGTH);
