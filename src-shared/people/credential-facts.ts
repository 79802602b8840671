import { z } from 'zod';

/** What a screen may know of how a person proves who she is: that there is something, never what. */
export const credentialFactsSchema = z.object({
  personId: z.string(),
  hasPin: z.boolean(),
  hasBadge: z.boolean(),
  /** Too many wrong PINs: somebody who may has to unlock her. */
  locked: z.boolean(),
});
export type CredentialFacts = z.infer<typeof credentialFactsSchema>;

export const MIN_BADGE_LENGTH = 6;
export const MAX_BADGE_LENGTH = 128;
