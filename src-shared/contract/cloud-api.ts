import { z } from 'zod';
import { dayDigestSchema, digestReachSchema } from '../ledger/digest.ts';
import { hashSchema } from '../ledger/entry.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { placeNumberSchema } from './entry-place.ts';
import { heartbeatAnswerSchema, heartbeatRequestSchema } from './heartbeat.ts';
import { nothing, type Routes } from './route.ts';

/**
 * The wire between a terminal and the cloud. Both sides parse what they receive. The ledger entry is the one thing that travels upwards, as
 * the very bytes that were hashed; there is no second shape of it.
 */
export const MAX_PUSH_ENTRIES = 500;
/** Of the entries' texts in one push, uncompressed. A single larger entry travels alone. */
export const MAX_PUSH_BYTES = 1_000_000;
/** What the server reads of one request at most, uncompressed: the largest entry there can be, and the frame around it. */
export const MAX_REQUEST_BYTES = 8_000_000;

const idSchema = wellFormedSchema.min(1).max(64);
const keyIdSchema = z.string().regex(/^[0-9a-f]{16}$/);
const base64Schema = z.base64().max(1_024);

/** An entry as it travels: `text` is its canonical JSON, verbatim as hashed. */
export const pushedEntrySchema = z.strictObject({ text: z.string().min(2).max(MAX_REQUEST_BYTES), hash: hashSchema, sig: base64Schema });
export type PushedEntry = z.infer<typeof pushedEntrySchema>;

/** Where the server stands with one epoch of a terminal. */
export const epochHeadSchema = z.object({
  epoch: z.int().min(1),
  lastSeq: z.int().min(0),
  lastHash: hashSchema,
  /** `quarantined`: closed. A fork was found in it, or a later epoch was granted; what else comes of it is put aside (`tail`). */
  state: z.enum(['open', 'quarantined']),
});
export type EpochHead = z.infer<typeof epochHeadSchema>;

export const enrolRequestSchema = z.strictObject({
  /** As read or scanned: letters and digits, case and dashes do not count. */
  code: z.string().min(4).max(64),
  terminal: idSchema,
  keyId: keyIdSchema,
  publicKeySpki: base64Schema,
  programVersion: z.string().min(1).max(64),
  /** Ed25519 by that key over `enrol:<code>:<terminal>`, base64: only who holds the key can register it. */
  proof: base64Schema,
});

export const enrolmentSchema = z.object({
  merchantId: z.uuid(),
  merchantName: z.string(),
  storeId: z.uuid(),
  storeName: z.string(),
  terminalName: z.string(),
  serverEpoch: idSchema,
  serverTime: z.iso.datetime(),
  /** The terminal whose place this machine has taken; null for one more till. */
  replaces: z.string().nullable().default(null),
});
export type Enrolment = z.infer<typeof enrolmentSchema>;

const pushRequestSchema = z.strictObject({
  epoch: placeNumberSchema,
  entries: z.array(pushedEntrySchema).min(1).max(MAX_PUSH_ENTRIES),
});

export const pushAnswerSchema = z.object({ serverEpoch: idSchema, lastSeq: z.int().min(0), lastHash: hashSchema });
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

const headsSchema = z.object({
  serverEpoch: idSchema,
  serverTime: z.iso.datetime(),
  epochs: z.array(epochHeadSchema),
});
export type ServerHeads = z.infer<typeof headsSchema>;

const tokenRequestSchema = z.strictObject({
  grant_type: z.literal('urn:ietf:params:oauth:grant-type:jwt-bearer'),
  /** RFC 7523: a JWT by the terminal's own key, of a minute at most. */
  assertion: z.string().min(20).max(4_096),
});

const tokenSchema = z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int() });

const MAX_NEIGHBOURS = 500;

/** The terminals of one store, and the public halves of the keys they have signed with: whom a till may trust while the cloud is away. */
export const neighboursSchema = z.object({
  storeId: z.uuid(),
  terminals: z
    .array(
      z.object({
        terminal: idSchema,
        name: z.string().max(200),
        state: z.enum(['active', 'suspended', 'revoked']),
        keys: z.array(z.object({ keyId: keyIdSchema, publicKeySpki: base64Schema })).max(50),
      }),
    )
    .max(MAX_NEIGHBOURS),
});
export type Neighbours = z.infer<typeof neighboursSchema>;

export const TERMINAL_ROUTES = {
  enrol: {
    method: 'POST',
    path: '/v1/terminal/enrolment',
    access: 'public',
    summary: 'Registers a terminal and its key against a single-use code.',
    params: nothing,
    query: nothing,
    body: enrolRequestSchema,
    response: enrolmentSchema,
  },
  token: {
    method: 'POST',
    path: '/v1/terminal/token',
    access: 'public',
    summary: 'An access token against an assertion signed by the terminal (RFC 7523).',
    params: nothing,
    query: nothing,
    body: tokenRequestSchema,
    response: tokenSchema,
  },
  heads: {
    method: 'GET',
    path: '/v1/terminal/ledger/heads',
    access: 'terminal',
    summary: 'The last entry held of each epoch of this terminal.',
    params: nothing,
    query: nothing,
    body: null,
    response: headsSchema,
  },
  push: {
    method: 'POST',
    path: '/v1/terminal/ledger/entries',
    access: 'terminal',
    summary: 'Takes entries in order; those held already are skipped when their hash is equal.',
    params: nothing,
    query: nothing,
    body: pushRequestSchema,
    response: pushAnswerSchema,
  },
  pullBack: {
    method: 'GET',
    path: '/v1/terminal/ledger/entries',
    access: 'terminal',
    summary: 'The terminal’s own entries, for one that has lost its tail.',
    params: nothing,
    query: z.object({
      epoch: z.coerce.number().pipe(placeNumberSchema),
      after: z.coerce.number().pipe(z.literal(0).or(placeNumberSchema)),
    }),
    body: null,
    response: z.object({ entries: z.array(pushedEntrySchema), more: z.boolean() }),
  },
  digest: {
    method: 'GET',
    path: '/v1/terminal/digest',
    access: 'terminal',
    summary: 'What a day of this terminal comes to here, and up to which entry of each epoch that is counted.',
    params: nothing,
    query: z.object({ day: z.iso.date() }),
    body: null,
    response: z.object({ digest: dayDigestSchema, reach: digestReachSchema }),
  },
  heartbeat: {
    method: 'POST',
    path: '/v1/terminal/heartbeat',
    access: 'terminal',
    summary: 'How the terminal is, and what it is asked to do.',
    params: nothing,
    query: nothing,
    body: heartbeatRequestSchema,
    response: heartbeatAnswerSchema,
  },
  neighbours: {
    method: 'GET',
    path: '/v1/terminal/neighbours',
    access: 'terminal',
    summary: 'The terminals of the same store and their public keys.',
    params: nothing,
    query: nothing,
    body: null,
    response: neighboursSchema,
  },
} as const satisfies Routes;

export type TerminalRoute = keyof typeof TERMINAL_ROUTES;
export type TerminalResponse<R extends TerminalRoute> = z.infer<(typeof TERMINAL_ROUTES)[R]['response']>;

/** The text a terminal signs to prove that it holds the key it registers. `code` in the form of `normaliseEnrolmentCode`. */
export function enrolmentProofText(code: string, terminal: string): string {
  return `enrol:${code}:${terminal}`;
}

/** Letters and digits of Crockford's Base32 (no I, L, O, U): what is read wrongly most often is taken as what was meant. */
export function normaliseEnrolmentCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0');
}
