import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

/** Why nothing more is sent until somebody has looked; the screen says each in words. */
const haltSchema = z.object({
  reason: z.enum(['superseded', 'epoch-not-begun', 'refused', 'entry-too-large', 'update-needed']),
  code: z.string().nullable(),
  epoch: z.int().nullable(),
  seq: z.int().nullable(),
});

/** A pulled row that could not be read or used, and why. `detail` is for a technician. */
export const putAsideSchema = z.object({
  kind: z.string(),
  id: z.string(),
  version: z.int(),
  reason: z.string(),
  detail: z.string(),
});
export type PutAside = z.infer<typeof putAsideSchema>;

/** How receiving stands: catalog, people, settings, customers, stock. */
export const pullStateSchema = z.object({
  state: z.enum(['starting', 'idle', 'pulling', 'snapshot', 'waiting', 'halted']),
  /** Of everything that is being downloaded, how much has come; null unless it is. `of` null: not yet known. */
  progress: z.object({ rows: z.int().min(0), of: z.int().min(0).nullable() }).nullable(),
  lastSuccessAt: z.string().nullable(),
  retryAt: z.string().nullable(),
  /** Why it waits or has halted; the cloud's code, or one of the disk's. */
  trouble: z.string().nullable(),
  products: z.int().min(0),
  /** The cloud has no product: those this till had are still sold. */
  keptOwnProducts: z.boolean(),
  putAside: z.int().min(0),
  /** The newest of those put aside. */
  asides: z.array(putAsideSchema.extend({ at: z.string() })).max(20),
});
export type PullView = z.infer<typeof pullStateSchema>;

/** How the days that are over compare with the cloud's sums of them. */
const digestViewSchema = z.object({
  /** Null: never compared yet. */
  checkedAt: z.string().nullable(),
  /** Days up to here are compared for good. */
  through: z.iso.date().nullable(),
  /** Days on which the two sides differ, and in what; none: all agree. */
  differing: z.array(z.object({ day: z.iso.date(), differs: z.array(z.string()) })),
});
export type DigestView = z.infer<typeof digestViewSchema>;

/** Own entries that the cloud held and this journal did not, pulled back when a new epoch began. */
const pulledBackSchema = z.object({
  path: z.string(),
  entries: z.int().min(0),
  tickets: z.int().min(0),
  /** Not sealed by this terminal's key of now: kept, and counted nowhere. */
  unverified: z.int().min(0),
});

export const syncStateSchema = z.object({
  enrolled: z.object({ merchant: z.string(), store: z.string(), terminal: z.string(), cloudUrl: z.string() }).nullable(),
  state: z.enum(['not-enrolled', 'starting', 'idle', 'sending', 'waiting', 'halted']),
  /** Ledger entries the cloud has not acknowledged. They are safe on this machine. */
  waiting: z.int().min(0),
  oldestAt: z.string().nullable(),
  lastSuccessAt: z.string().nullable(),
  /** When it is tried again; null unless it waits. */
  retryAt: z.string().nullable(),
  trouble: z.enum(['unreachable', 'refused', 'busy']).nullable(),
  halt: haltSchema.nullable(),
  /** By how much the cloud's clock is ahead of this one. */
  clockOffsetMs: z.int().nullable(),
  /** Null until this terminal is enrolled. */
  pull: pullStateSchema.nullable(),
  digest: digestViewSchema.nullable(),
  /** The newest first. */
  pulledBack: z.array(pulledBackSchema),
});
export type SyncState = z.infer<typeof syncStateSchema>;

const nothing = z.object({});

/** What a screen may ask of the line to the cloud. */
export const SYNC_API = {
  'sync.state': { request: nothing, response: syncStateSchema },
  /** Registers this terminal with a code of the back office. */
  'sync.enrol': {
    request: z.object({ cloudUrl: wellFormedSchema.max(200).pipe(z.url({ protocol: /^https?$/ })), code: wellFormedSchema.min(4).max(64) }),
    response: syncStateSchema,
  },
  /** Looks again at once, also after a halt. */
  'sync.retry': { request: nothing, response: syncStateSchema },
  /** Downloads everything anew: catalog, people, settings, customers. Selling goes on by what is here until it has come. */
  'sync.download': { request: nothing, response: syncStateSchema },
  /** Writes what has not been sent to a folder, such as a USB stick's, as a signed archive that can be checked anywhere. */
  'sync.export': {
    request: z.object({ folder: wellFormedSchema.min(1).max(4_096) }),
    response: z.object({ path: z.string(), entries: z.int().min(0) }),
  },
} as const;
