import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';
import { commandOutcomeSchema, commandSchema, keptHeartbeatSchema } from './heartbeat.ts';
import { nothing, pageOf, pageQuerySchema, type Routes } from './route.ts';

/** A name of a till, as the back office gives it. */
const terminalNameSchema = wellFormedSchema.trim().min(1).max(100);
const ofTerminal = z.object({ terminalId: z.string().min(1).max(64) });

export const terminalListCursorSchema = z.strictObject({ terminalId: z.string() });
export const commandListCursorSchema = z.strictObject({ at: z.iso.datetime(), commandId: z.uuid() });

export const terminalViewSchema = z.object({
  terminalId: z.string(),
  name: z.string(),
  storeId: z.uuid(),
  storeName: z.string(),
  state: z.enum(['active', 'suspended', 'revoked']),
  enrolledAt: z.iso.datetime(),
  /** The last heartbeat; null before the first. */
  seenAt: z.iso.datetime().nullable(),
  /** Version, devices, unsent entries and their age, disk, clock offset. */
  heartbeat: keptHeartbeatSchema.nullable(),
  replacedBy: z.string().nullable(),
});
export type TerminalView = z.infer<typeof terminalViewSchema>;

/** A lock's hash is made by the cloud, of a code it shows once. */
const [syncNow, sendDiagnostics, restart, message, , unlock] = commandSchema.options;
const askedCommandSchema = z.discriminatedUnion('kind', [
  syncNow,
  sendDiagnostics,
  restart,
  message,
  z.object({ kind: z.literal('lock') }),
  unlock,
]);
export type AskedCommand = z.infer<typeof askedCommandSchema>;

const commandViewSchema = z.object({
  commandId: z.uuid(),
  command: askedCommandSchema,
  askedAt: z.iso.datetime(),
  askedBy: z.string().nullable(),
  doneAt: z.iso.datetime().nullable(),
  /** Null while the terminal has not answered. */
  outcome: commandOutcomeSchema.nullable(),
});

const broughtSchema = z.object({
  /** Entries now in the chain that were not. */
  taken: z.int().min(0),
  /** Entries kept aside, for they fit no chain. */
  aside: z.int().min(0),
  /** Entries the cloud had already. */
  known: z.int().min(0),
});
export type Brought = z.infer<typeof broughtSchema>;

export const TERMINALS_ROUTES = {
  terminals: {
    method: 'GET',
    path: '/v1/terminals',
    access: 'terminals.read',
    summary: 'Every terminal with its state and its last word on itself.',
    params: nothing,
    query: pageQuerySchema,
    body: null,
    response: pageOf(terminalViewSchema),
  },
  terminal: {
    method: 'GET',
    path: '/v1/terminals/:terminalId',
    access: 'terminals.read',
    summary: 'One terminal.',
    params: ofTerminal,
    query: nothing,
    body: null,
    response: terminalViewSchema,
  },
  makeEnrolmentCode: {
    method: 'POST',
    path: '/v1/terminals/enrolment-codes',
    access: 'terminals.manage',
    summary:
      'A code that enrols one machine, once, within 48 hours; with `replaces` it takes over that terminal’s place, which is revoked then.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      storeId: z.uuid(),
      terminalName: terminalNameSchema,
      replaces: z.string().min(1).max(64).nullable().default(null),
    }),
    /** `qrText`: what a QR code for the till’s scanner holds. */
    response: z.object({ code: z.string(), expiresAt: z.iso.datetime(), qrText: z.string() }),
  },
  changeTerminal: {
    method: 'PATCH',
    path: '/v1/terminals/:terminalId',
    access: 'terminals.manage',
    summary: 'Renames it, or moves it to another store.',
    params: ofTerminal,
    query: nothing,
    body: z.strictObject({ name: terminalNameSchema.optional(), storeId: z.uuid().optional() }),
    response: terminalViewSchema,
  },
  suspendTerminal: {
    method: 'POST',
    path: '/v1/terminals/:terminalId/suspend',
    access: 'terminals.manage',
    summary: 'Takes nothing more from it until it is resumed; it sells on.',
    params: ofTerminal,
    query: nothing,
    body: null,
    response: terminalViewSchema,
  },
  resumeTerminal: {
    method: 'POST',
    path: '/v1/terminals/:terminalId/resume',
    access: 'terminals.manage',
    summary: 'Lets a suspended terminal back in.',
    params: ofTerminal,
    query: nothing,
    body: null,
    response: terminalViewSchema,
  },
  revokeTerminal: {
    method: 'POST',
    path: '/v1/terminals/:terminalId/revoke',
    access: 'terminals.manage',
    summary: 'Ends its enrolment for good. What it has sent stays; what it has not is brought by an archive.',
    params: ofTerminal,
    query: nothing,
    body: null,
    response: terminalViewSchema,
  },
  sendCommand: {
    method: 'POST',
    path: '/v1/terminals/:terminalId/commands',
    access: 'terminals.manage',
    summary: 'Asks it to do something at its next heartbeat, once.',
    params: ofTerminal,
    query: nothing,
    body: z.strictObject({ command: askedCommandSchema }),
    /** `unlockCode`: of a lock, shown this once; it opens the till where there is no network. */
    response: z.object({ commandId: z.uuid(), unlockCode: z.string().nullable() }),
  },
  commands: {
    method: 'GET',
    path: '/v1/terminals/:terminalId/commands',
    access: 'terminals.read',
    summary: 'What was asked of it and what became of it, the newest first.',
    params: ofTerminal,
    query: pageQuerySchema,
    body: null,
    response: pageOf(commandViewSchema),
  },
  diagnosticsFiles: {
    method: 'GET',
    path: '/v1/terminals/:terminalId/diagnostics',
    access: 'terminals.read',
    summary: 'The diagnostics files it has sent, the newest first; the oldest of more than ten are gone.',
    params: ofTerminal,
    query: nothing,
    body: null,
    response: z.object({ files: z.array(z.object({ commandId: z.uuid(), fileName: z.string(), receivedAt: z.iso.datetime() })) }),
  },
  diagnosticsFile: {
    method: 'GET',
    path: '/v1/terminals/:terminalId/diagnostics/:commandId',
    access: 'terminals.read',
    summary: 'One of them: JSON, compressed with gzip.',
    params: ofTerminal.extend({ commandId: z.uuid() }),
    query: nothing,
    body: null,
    response: 'stream',
  },
} as const satisfies Routes;

export const TAIL_ROUTES = {
  releaseEpoch: {
    method: 'POST',
    path: '/v1/terminals/:terminalId/epochs/release',
    access: 'terminals.manage',
    summary: 'Says that the machine which goes on under its name is gone: another one may.',
    params: ofTerminal,
    query: nothing,
    body: null,
    response: nothing,
  },
  tails: {
    method: 'GET',
    path: '/v1/terminals/:terminalId/tails',
    access: 'ledger.mend',
    summary: 'Entries of it that are kept aside, for they fit no chain, by their epoch and the entry they go on from.',
    params: ofTerminal,
    query: nothing,
    body: null,
    response: z.object({
      tails: z.array(
        z.object({
          epoch: z.int(),
          firstSeq: z.int(),
          lastSeq: z.int(),
          lastHash: z.string(),
          entries: z.int(),
          receivedAt: z.iso.datetime(),
        }),
      ),
    }),
  },
  bringArchive: {
    method: 'POST',
    path: '/v1/terminals/:terminalId/archive',
    access: 'ledger.mend',
    summary: 'Takes the entries of an archive the terminal has exported and signed; brought again it changes nothing.',
    params: ofTerminal,
    query: nothing,
    body: z.strictObject({ gzipBase64: z.base64().min(1) }),
    response: broughtSchema,
  },
} as const satisfies Routes;
