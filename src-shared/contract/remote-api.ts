import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

/** What somebody far away has done to this terminal that its people have to see. */
export const remoteStateSchema = z.object({
  /** A manager has locked it: nobody signs in and nothing is sold until it is unlocked. */
  lockedAt: z.iso.datetime().nullable(),
  /** Each stays until somebody has put it away by a touch; the oldest first. */
  messages: z.array(z.object({ messageId: z.uuid(), text: z.string(), at: z.iso.datetime() })),
});
export type RemoteState = z.infer<typeof remoteStateSchema>;

export const NO_REMOTE: RemoteState = { lockedAt: null, messages: [] };

/** Generic in what they answer: the whole state of the terminal, which is built of this one. */
export function remoteApi<S extends z.ZodType>(terminalState: S) {
  return {
    /** A message was read. */
    'remote.dismiss': { request: z.object({ messageId: z.uuid() }), response: terminalState },
    /** With the code the back office was shown when it locked the terminal. */
    'remote.unlock': { request: z.object({ code: wellFormedSchema.min(4).max(64) }), response: terminalState },
  } as const;
}
