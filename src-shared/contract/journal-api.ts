import { z } from 'zod';
import { permissionSchema } from '../people/permissions.ts';
import { wellFormedSchema } from '../text/well-formed.ts';

/** The auditor's operations. Everything is read on a thread of its own: a question over ten years of entries holds up no scan. */

const nothing = z.object({});
const idSchema = wellFormedSchema.min(1).max(64);
/** A place in the journal as one number (see src-main/ledger/position.ts): exact, since it stays far below 2^53. */
const positionSchema = z.int().min(0);
const MAX_PAGE = 100;
const MAX_TYPES = 60;

const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** A page of the journal, newest first. */
export const journalFilterSchema = z.object({
  /** Entries of these types; null: of all. */
  types: z.array(idSchema).max(MAX_TYPES).nullable(),
  personId: idSchema.nullable(),
  /** Days of the shop's calendar, both included. */
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  /** Everything that concerns this receipt; the other members then do not count. */
  receiptNumber: wellFormedSchema.min(1).max(32).nullable(),
});
export type JournalFilter = z.infer<typeof journalFilterSchema>;

/** A member of an entry that a person understands, under the key of its label. `money` is in minor units of `currency`. */
const journalFactSchema = z.discriminatedUnion('kind', [
  z.object({ key: z.string(), kind: z.literal('text'), value: z.string() }),
  z.object({ key: z.string(), kind: z.literal('number'), value: z.number() }),
  z.object({ key: z.string(), kind: z.literal('money'), value: z.int(), currency: z.string() }),
  z.object({ key: z.string(), kind: z.literal('moment'), value: z.iso.datetime() }),
  z.object({ key: z.string(), kind: z.literal('switch'), value: z.boolean() }),
]);
export type JournalFact = z.infer<typeof journalFactSchema>;

const journalRowSchema = z.object({
  position: positionSchema,
  epoch: z.int(),
  seq: z.int(),
  type: z.string(),
  at: z.iso.datetime(),
  /** The person's name, or her id where the shop does not know her any more. */
  by: z.string(),
  facts: z.array(journalFactSchema),
  /** Names, not ids. */
  approvals: z.array(z.object({ permission: permissionSchema, requestedBy: z.string(), approvedBy: z.string(), reason: z.string() })),
});
export type JournalRow = z.infer<typeof journalRowSchema>;

const verificationSchema = z.object({
  state: z.enum(['idle', 'running', 'whole', 'broken', 'not-done']),
  /** Entries checked, of how many. */
  checked: z.int(),
  entries: z.int(),
  /** The first entry found wrong: its number and epoch (0: no entry in particular), what kind of wrong, and the technician's detail. */
  fault: z.object({ code: z.string(), epoch: z.int(), seq: z.int(), at: z.iso.datetime().nullable(), detail: z.string() }).nullable(),
});
export type Verification = z.infer<typeof verificationSchema>;

export const JOURNAL_API = {
  /** What there is to filter by: who acted, and the months that can be archived, newest first. */
  'journal.view': {
    request: nothing,
    response: z.object({
      people: z.array(z.object({ personId: z.string(), name: z.string() })),
      months: z.array(z.string()),
      entries: z.int(),
    }),
  },
  /** `before` null: from the newest. `next` null: there are no more. */
  'journal.list': {
    request: z.object({ filter: journalFilterSchema, before: positionSchema.nullable(), limit: z.int().min(1).max(MAX_PAGE) }),
    response: z.object({ rows: z.array(journalRowSchema), next: positionSchema.nullable() }),
  },
  /** An entry as it was signed: indented JSON, and its seal. */
  'journal.entry': {
    request: z.object({ position: positionSchema }),
    response: z.object({ json: z.string(), hash: z.string(), signature: z.string() }),
  },
  /** Has the whole journal checked. Answers at once; how it goes is asked with `journal.verification`. */
  'journal.verify': { request: nothing, response: verificationSchema },
  'journal.verification': { request: nothing, response: verificationSchema },
  /** A signed archive of a month, or (null) of everything, into the data folder. */
  'journal.archive': {
    request: z.object({ month: monthSchema.nullable() }),
    response: z.object({ path: z.string(), entries: z.int(), bytes: z.int() }),
  },
  /** Switches practice on or off. */
  'training.switch': { request: z.object({ on: z.boolean() }), response: nothing },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;
