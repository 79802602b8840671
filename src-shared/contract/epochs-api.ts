import { z } from 'zod';
import { hashSchema } from '../ledger/entry.ts';
import { MAX_PUSH_ENTRIES, pushAnswerSchema, pushedEntrySchema } from './cloud-api.ts';
import { placeNumberSchema } from './entry-place.ts';
import { nothing, type Routes } from './route.ts';

/**
 * What a terminal calls whose journal and the cloud have parted: its tail was lost, its disk was put back to an older state, or a copy of
 * its disk writes under its name (docs/adr/0029).
 */
export const MAX_PLACES = 100;

const placeSchema = z.strictObject({ epoch: placeNumberSchema, seq: placeNumberSchema, hash: hashSchema });

/** `held`: in the chain. `aside`: kept with a tail that fits no chain. Either way the cloud has it, and all entries of its epoch before it. */
export const PLACE_STATES = ['held', 'aside', 'missing'] as const;
export type PlaceState = (typeof PLACE_STATES)[number];

export const epochGrantSchema = z.object({
  /** The epoch the machine that asked goes on in. Nobody else is given it. */
  epoch: z.int().min(2),
  /** `tail-lost`: the journal is the beginning of what is held. `forked`: it parts from it. */
  finding: z.enum(['tail-lost', 'forked']),
});
export type EpochGrant = z.infer<typeof epochGrantSchema>;

export const EPOCH_ROUTES = {
  places: {
    method: 'POST',
    path: '/v1/terminal/ledger/places',
    access: 'terminal',
    summary: 'Whether the cloud has the entries of these places, and where.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ places: z.array(placeSchema).min(1).max(MAX_PLACES) }),
    response: z.object({ states: z.array(z.enum(PLACE_STATES)) }),
  },
  beginEpoch: {
    method: 'POST',
    path: '/v1/terminal/epochs',
    access: 'terminal',
    summary:
      'Grants the next epoch to the machine that asks first; the same request is answered the same. `ledger.superseded` to any other.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      /** Made by the machine when it found out, and kept: what tells two machines of one key apart. */
      requestId: z.uuid(),
      head: placeSchema,
      /** The highest epoch ever begun on this machine, though its first entry may not have come to be. */
      begunEpoch: placeNumberSchema,
      /** The machine's own name, for the people who have to find it. */
      machine: z.string().min(1).max(100),
    }),
    response: epochGrantSchema,
  },
  tail: {
    method: 'POST',
    path: '/v1/terminal/ledger/tail',
    access: 'terminal',
    summary: 'Takes entries of an epoch that is closed: into its chain where they go on with it and are the granted machine’s, else aside.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      epoch: placeNumberSchema,
      /** Of the machine's own grant; null where it has none. */
      requestId: z.uuid().nullable(),
      entries: z.array(pushedEntrySchema).min(1).max(MAX_PUSH_ENTRIES),
    }),
    response: pushAnswerSchema,
  },
} as const satisfies Routes;
