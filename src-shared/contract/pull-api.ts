import { z } from 'zod';
import { categorySchema, productSchema, quickKeySchema } from '../catalog/product.ts';
import { nothing, type Routes } from './route.ts';

/**
 * What a terminal pulls: the changes of everything that is edited in the back office and used at the till. The cursor is opaque to the
 * terminal; a page and its cursor are applied in one transaction. A terminal without a cursor, or with one too old, takes a snapshot first.
 */
const PULLED_KINDS = ['product', 'category', 'quick-key', 'person', 'role', 'store-settings', 'customer', 'stock'] as const;
export const pulledKindSchema = z.enum(PULLED_KINDS);
export type PulledKind = z.infer<typeof pulledKindSchema>;

const MAX_CHANGES_PER_PAGE = 1_000;

/**
 * `row` is null for one that was deleted. `version` rises with every change of the row: an older one never replaces a newer. The row is
 * parsed by its kind where it is applied (`productSchema`, …): one that an older program cannot read is put aside and told, and the pull goes on.
 */
export const changeSchema = z.object({
  kind: z.string().max(32),
  id: z.string().min(1).max(200),
  version: z.int().min(1),
  row: z.unknown(),
});
export type Change = z.infer<typeof changeSchema>;

/** On hand in the terminal's own store, and which of this terminal's entries are in the figure already. */
export const stockRowSchema = z.object({
  productId: z.string(),
  onHandThousandths: z.int(),
  /** Of this terminal's own movements, those up to here are counted. */
  countedEpoch: z.int().min(0),
  countedSeq: z.int().min(0),
});

export const changesPageSchema = z.object({
  changes: z.array(changeSchema).max(MAX_CHANGES_PER_PAGE),
  cursor: z.string().max(500),
  more: z.boolean(),
});
export type ChangesPage = z.infer<typeof changesPageSchema>;

/**
 * First line of a snapshot: newline-separated JSON, gzip or zstd by `Accept-Encoding`. Rows of a kind stand together, categories before products
 * before quick keys; those of the whole merchant and those of the store alone are two runs. `rows` is how many
 * lines follow before the last.
 */
export const snapshotHeadSchema = z.object({ format: z.literal(1), cursor: z.string().max(500), rows: z.int().min(0) });
/** Last line of a snapshot: without it the stream was cut. */
export const snapshotEndSchema = z.object({ end: z.literal(true), rows: z.int().min(0) });

/** What the stream of nudges says; it carries no data of its own. `: ` comments keep it alive. */
export const NUDGE_EVENTS = ['changes', 'commands'] as const;

export const PULL_ROUTES = {
  changes: {
    method: 'GET',
    path: '/v1/terminal/changes',
    access: 'terminal',
    summary: 'What has changed since the cursor; `pull.snapshot-needed` when the cursor is too old or there is none.',
    params: nothing,
    query: z.object({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(MAX_CHANGES_PER_PAGE).default(MAX_CHANGES_PER_PAGE),
    }),
    body: null,
    response: changesPageSchema,
  },
  snapshot: {
    method: 'GET',
    path: '/v1/terminal/snapshot',
    access: 'terminal',
    summary: 'Everything the terminal needs, as a compressed stream of lines: a head, the rows as in a page of changes, an end.',
    params: nothing,
    query: nothing,
    body: null,
    response: 'stream',
  },
  nudges: {
    method: 'GET',
    path: '/v1/terminal/nudges',
    access: 'terminal',
    summary: 'Server-sent events that say when there is something to pull or to do.',
    params: nothing,
    query: nothing,
    body: null,
    response: 'stream',
  },
} as const satisfies Routes;

/** The shapes of the rows that are shared as they are; people, settings and customers have theirs beside what they belong to. */
export const CATALOG_ROWS = { product: productSchema, category: categorySchema, 'quick-key': quickKeySchema } as const;
