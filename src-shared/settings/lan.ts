import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

const MAX_ADDRESSES = 50;

/** How a till finds the others of its store. A file from before they talked to each other finds them by multicast. */
export const lanShape = {
  lan: z
    .object({
      /** `off`: this till neither asks nor answers. */
      on: z.boolean(),
      /** Announce itself, and hear the others, by multicast DNS. */
      multicast: z.boolean(),
      /** Where the others are on a network that blocks multicast: `192.168.1.20` or `caisse-2.local:49733`. */
      addresses: z.array(wellFormedSchema.min(1).max(300)).max(MAX_ADDRESSES),
    })
    .default({ on: true, multicast: true, addresses: [] }),
};
