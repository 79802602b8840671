import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';
import { heldCartSchema } from './held-cart.ts';

const idSchema = wellFormedSchema.min(1).max(64);
const nothing = z.object({});

/** Another till of the store, as this one sees it. */
export const neighbourSchema = z.object({
  terminal: idSchema,
  name: z.string(),
  /** It answered when it was last asked. */
  isReachable: z.boolean(),
  /** When it last answered; null: never since the program started. */
  lastSeenAt: z.iso.datetime().nullable(),
});
export type Neighbour = z.infer<typeof neighbourSchema>;

export const lanStateSchema = z.object({
  /** `off`: switched off, or this till has no neighbours. `failed`: no other till can reach this one. */
  state: z.enum(['off', 'on', 'failed']),
  /** Whether tills find each other by themselves; where they do not, the addresses of the settings are all there is. */
  findsByItself: z.boolean(),
  neighbours: z.array(neighbourSchema),
});
export type LanState = z.infer<typeof lanStateSchema>;

/** A neighbour's tickets on hold. Of one that did not answer, those it had when it last did. */
export const heldElsewhereSchema = z.object({ neighbour: neighbourSchema, carts: z.array(heldCartSchema) });
export type HeldElsewhere = z.infer<typeof heldElsewhereSchema>;

/** A ticket of this till that another has asked for and not yet said to have: neither sells it until it does. */
export const givenAwaySchema = z.object({ held: heldCartSchema, terminal: idSchema, terminalName: z.string() });
export type GivenAway = z.infer<typeof givenAwaySchema>;

/** What a screen may ask of the other tills. Each answers within a second or so, whether or not they do. */
export function neighboursApi<Outcome extends z.ZodType>(cartOutcomeSchema: Outcome) {
  return {
    'lan.state': { request: nothing, response: lanStateSchema },
    'lan.held': {
      request: nothing,
      response: z.object({ elsewhere: z.array(heldElsewhereSchema), givenAway: z.array(givenAwaySchema) }),
    },
    /** Takes a ticket that another till holds onto the counter, which must be empty. */
    'lan.take': { request: z.object({ terminal: idSchema, cartId: idSchema }), response: cartOutcomeSchema },
  } as const;
}
