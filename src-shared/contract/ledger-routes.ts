import { z } from 'zod';
import { storedTextSchema } from '../text/stored-text.ts';
import { placeNumberSchema } from './entry-place.ts';
import { nothing, pageOf, pageQuerySchema, type Routes } from './route.ts';

const terminalIdSchema = storedTextSchema.min(1).max(64);

/** Where an entry stands: it is found by nothing else. */
const entryPlaceSchema = z.strictObject({ terminalId: terminalIdSchema, epoch: placeNumberSchema, seq: placeNumberSchema });
const entryParams = z.object({
  terminalId: terminalIdSchema,
  epoch: z.coerce.number().pipe(placeNumberSchema),
  seq: z.coerce.number().pipe(placeNumberSchema),
});
export type EntryParams = z.infer<typeof entryParams>;

/** An entry that is held and not interpreted; the entries behind it are. */
const deadLetterSchema = z.object({
  terminalId: z.string(),
  epoch: z.int(),
  seq: z.int(),
  type: z.string(),
  /** `unknown-type`, `unknown-version`, `bad-body`, `failed`, `not-storable`. */
  reason: z.string(),
  /** Where and what was refused. */
  detail: z.string(),
  foundAt: z.iso.datetime(),
  /** `read`: interpreted after all. `settled`: put right otherwise, and never interpreted. */
  outcome: z.enum(['read', 'settled']).nullable(),
  resolvedAt: z.iso.datetime().nullable(),
  resolvedBy: z.string().nullable(),
  note: z.string().nullable(),
  /** The entry that puts it right, as `terminal/epoch/seq`. */
  compensatedBy: z.string().nullable(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

const journalLineSchema = z.object({
  terminalId: z.string(),
  epoch: z.int(),
  seq: z.int(),
  storeId: z.uuid(),
  type: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
});
export type JournalLine = z.infer<typeof journalLineSchema>;

const entrySchema = z.object({
  terminalId: z.string(),
  epoch: z.int(),
  seq: z.int(),
  receivedAt: z.iso.datetime(),
  /** Canonical JSON, verbatim as the terminal hashed and signed it. */
  text: z.string(),
  hash: z.string(),
  sig: z.string(),
  keyId: z.string(),
});
export type StoredEntryText = z.infer<typeof entrySchema>;

const rebuildSchema = z.object({
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  /** Entries read again so far. */
  entries: z.int().min(0),
  finishedAt: z.iso.datetime().nullable(),
});
export type Rebuild = z.infer<typeof rebuildSchema>;

const deadLetterQuerySchema = pageQuerySchema.extend({
  state: z.enum(['open', 'resolved', 'all']).default('open'),
  terminalId: terminalIdSchema.optional(),
});
export type DeadLetterQuery = z.infer<typeof deadLetterQuerySchema>;

const journalQuerySchema = pageQuerySchema.extend({
  type: storedTextSchema.min(1).max(64).optional(),
  actor: storedTextSchema.min(1).max(64).optional(),
  terminalId: terminalIdSchema.optional(),
  storeId: z.uuid().optional(),
  /** Of the entries' own time: the first instant, and the first that is past. */
  from: z.iso.datetime({ offset: true }).optional(),
  before: z.iso.datetime({ offset: true }).optional(),
});
export type JournalQuery = z.infer<typeof journalQuerySchema>;

/** The last of the page before. */
export const entryCursorSchema = entryPlaceSchema;

const settlingSchema = z.strictObject({
  note: storedTextSchema.trim().min(1).max(500),
  compensatedBy: entryPlaceSchema.nullable().default(null),
});
export type Settling = z.infer<typeof settlingSchema>;

export const LEDGER_ROUTES = {
  searchJournal: {
    method: 'GET',
    path: '/v1/journal',
    access: 'journal.read',
    summary: 'What was done at the terminals, the newest first: by type, person, terminal, store and time.',
    params: nothing,
    query: journalQuerySchema,
    body: null,
    response: pageOf(journalLineSchema),
  },
  readEntry: {
    method: 'GET',
    path: '/v1/journal/:terminalId/:epoch/:seq',
    access: 'journal.read',
    summary: 'An entry as it was signed.',
    params: entryParams,
    query: nothing,
    body: null,
    response: entrySchema,
  },
  listDeadLetters: {
    method: 'GET',
    path: '/v1/ledger/dead-letters',
    access: 'ledger.mend',
    summary: 'Entries that are held and could not be interpreted, the newest first.',
    params: nothing,
    query: deadLetterQuerySchema,
    body: null,
    response: pageOf(deadLetterSchema),
  },
  readDeadLetter: {
    method: 'GET',
    path: '/v1/ledger/dead-letters/:terminalId/:epoch/:seq',
    access: 'ledger.mend',
    summary: 'One of them, with the entry’s text.',
    params: entryParams,
    query: nothing,
    body: null,
    response: deadLetterSchema.extend({ text: z.string() }),
  },
  retryDeadLetter: {
    method: 'POST',
    path: '/v1/ledger/dead-letters/:terminalId/:epoch/:seq/retry',
    access: 'ledger.mend',
    summary: 'Interprets it once more, such as after an update of the program. What it says counts if it can be read.',
    params: entryParams,
    query: nothing,
    body: null,
    response: deadLetterSchema,
  },
  settleDeadLetter: {
    method: 'POST',
    path: '/v1/ledger/dead-letters/:terminalId/:epoch/:seq/settle',
    access: 'ledger.mend',
    summary: 'Says how it was put right otherwise; it is never interpreted afterwards.',
    params: entryParams,
    query: nothing,
    body: settlingSchema,
    response: deadLetterSchema,
  },
  startRebuild: {
    method: 'POST',
    path: '/v1/ledger/rebuild',
    access: 'ledger.mend',
    summary: 'Makes everything that was read from the entries again from nothing, beside the daily work.',
    params: nothing,
    query: nothing,
    body: null,
    response: rebuildSchema,
  },
  readRebuild: {
    method: 'GET',
    path: '/v1/ledger/rebuild',
    access: 'ledger.mend',
    summary: 'How far the last rebuild is.',
    params: nothing,
    query: nothing,
    body: null,
    response: rebuildSchema,
  },
} as const satisfies Routes;
