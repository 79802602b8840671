import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

/** What a terminal says of itself every minute, and what it is asked to do in return. */
const deviceStateSchema = z.object({
  kind: z.string().max(32),
  name: z.string().max(64),
  state: z.string().max(32),
  fault: z.string().max(64).nullable(),
});

const MAX_DEVICES = 50;
/** Commands handed over, and reported as done, at a time. */
export const MAX_COMMANDS = 20;

export const heartbeatSchema = z.strictObject({
  programVersion: z.string().min(1).max(64),
  unsentEntries: z.int().min(0),
  /** Age of the oldest entry the cloud has not acknowledged. */
  oldestUnsentSeconds: z.int().min(0).nullable(),
  /** The terminal's own clock. */
  clock: z.iso.datetime(),
  freeDiskBytes: z.int().min(0).nullable(),
  devices: z.array(deviceStateSchema).max(MAX_DEVICES),
  /** A manager far away has locked it: it sells nothing. */
  locked: z.boolean(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** What the cloud keeps of a heartbeat. The offset is the server's clock less the terminal's. */
export const keptHeartbeatSchema = heartbeatSchema.omit({ clock: true }).extend({ clockOffsetMs: z.int() });
export type KeptHeartbeat = z.infer<typeof keptHeartbeatSchema>;

/**
 * What somebody far away may ask of a terminal. `unlockHash` is what a lock is opened by without a network: the hash (`hashUnlockCode`) of a
 * code that only the back office was shown.
 */
export const commandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sync-now') }),
  z.object({ kind: z.literal('send-diagnostics') }),
  z.object({ kind: z.literal('restart') }),
  z.object({ kind: z.literal('message'), text: wellFormedSchema.min(1).max(500) }),
  z.object({ kind: z.literal('lock'), unlockHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.object({ kind: z.literal('unlock') }),
]);
export type Command = z.infer<typeof commandSchema>;

export const remoteCommandSchema = z.object({ commandId: z.uuid(), command: commandSchema });

/**
 * `not-possible`: this shell cannot, such as restarting a program that a browser shows. `interrupted`: the program ended while it was being
 * done, and it is not begun again. `unknown`: a command this program is too old to read.
 */
const COMMAND_OUTCOMES = ['done', 'not-possible', 'failed', 'interrupted', 'unknown'] as const;
export const commandOutcomeSchema = z.enum(COMMAND_OUTCOMES);
export type CommandOutcome = z.infer<typeof commandOutcomeSchema>;

export const heartbeatRequestSchema = heartbeatSchema.extend({
  /** Commands that need not be handed over again. Told until the cloud has answered. */
  done: z.array(z.strictObject({ commandId: z.uuid(), outcome: commandOutcomeSchema })).max(MAX_COMMANDS),
});

export const heartbeatAnswerSchema = z.object({
  serverTime: z.iso.datetime(),
  /** Suspended: nothing is sent and nothing is pulled until somebody lets it back in; it sells on. */
  standing: z.enum(['active', 'suspended']),
  /** Its place as the back office has it now: it may have been renamed or moved. */
  terminalName: z.string(),
  storeId: z.uuid(),
  storeName: z.string(),
  /** Each is parsed by itself (`remoteCommandSchema`): a newer kind does not keep an older program from the rest. */
  commands: z.array(z.object({ commandId: z.uuid(), command: z.unknown() })),
});
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswerSchema>;
