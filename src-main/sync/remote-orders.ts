import { scrypt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { normaliseEnrolmentCode } from '../../src-shared/contract/cloud-api.ts';
import {
  type Command,
  type CommandOutcome,
  commandOutcomeSchema,
  type HeartbeatAnswer,
  MAX_COMMANDS,
  remoteCommandSchema,
} from '../../src-shared/contract/heartbeat.ts';
import { type RemoteState, remoteStateSchema } from '../../src-shared/contract/remote-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { replaceFile } from './durable-file.ts';

/** Commands remembered as done: the cloud hands over twenty at a time and forgets none that was answered. */
const MAX_REMEMBERED = 500;
/** Older messages than these nobody has put away for weeks. */
const MAX_MESSAGES = 20;
const HASH_BYTES = 32;
/** Wrong codes before there is a wait, and the waits: they double up to an hour. */
const FREE_ATTEMPTS = 3;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

const hashCode = promisify<string, string, number, Buffer>(scrypt);

const storedSchema = z.strictObject({
  format: z.literal(1),
  done: z.array(z.strictObject({ commandId: z.uuid(), outcome: commandOutcomeSchema })),
  /** A command that was begun and has not ended: after a crash it is not begun again. */
  begun: z.uuid().nullable(),
  lock: z
    .strictObject({ commandId: z.uuid(), unlockHash: z.string(), at: z.iso.datetime(), wrong: z.int().min(0), waitUntilMs: z.int() })
    .nullable(),
  messages: remoteStateSchema.shape.messages,
});
type Stored = z.infer<typeof storedSchema>;

const NOTHING: Stored = { format: 1, done: [], begun: null, lock: null, messages: [] };

/** What cannot be done by writing it down. */
export type Deed = Extract<Command['kind'], 'sync-now' | 'send-diagnostics'>;

export interface RemoteOrdersOptions {
  readonly path: string;
  readonly now: () => Date;
  readonly perform: (deed: Deed, commandId: string) => Promise<CommandOutcome>;
  /** Whether this shell can begin the program anew. */
  readonly canRestart: boolean;
  /** Locked, unlocked, or a message has come or gone. */
  readonly onChange: () => void;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/**
 * What is asked of this terminal from afar, each done once: a lock, a message and the word that it was done are one write to the disk; what
 * else is done is noted before it is begun. Whatever is on the disk holds through a restart, a lock above all.
 */
export class RemoteOrders {
  readonly #options: RemoteOrdersOptions;
  #stored: Stored;
  #isRestartWanted = false;

  constructor(options: RemoteOrdersOptions) {
    this.#options = options;
    this.#stored = readStored(options);
    const { begun } = this.#stored;
    if (begun !== null) this.#keep({ ...this.#done(begun, 'interrupted'), begun: null });
  }

  get view(): RemoteState {
    const { lock, messages } = this.#stored;
    return { lockedAt: lock?.at ?? null, messages };
  }

  /** The newest of what was done: told at every heartbeat, for an answer may have been lost. */
  get report(): readonly { readonly commandId: string; readonly outcome: CommandOutcome }[] {
    return this.#stored.done.slice(-MAX_COMMANDS);
  }

  /** Whether the program is to be begun anew, once that it will be was told. */
  get isRestartWanted(): boolean {
    return this.#isRestartWanted;
  }

  /** Does what has not been done of these; true when there was any. Throws the system's error when the disk would not take it: nothing was done. */
  async take(handed: HeartbeatAnswer['commands']): Promise<boolean> {
    let wasAny = false;
    for (const { commandId, command } of handed) {
      if (this.#stored.done.some((done) => done.commandId === commandId)) continue;
      wasAny = true;
      const read = remoteCommandSchema.safeParse({ commandId, command });
      if (read.success) await this.#take(commandId, read.data.command);
      else this.#keep(this.#done(commandId, 'unknown'));
    }
    return wasAny;
  }

  dismiss(messageId: string): void {
    this.#keep({ ...this.#stored, messages: this.#stored.messages.filter((message) => message.messageId !== messageId) });
    this.#options.onChange();
  }

  /** Unlocks by the code of the back office. After a few wrong ones there is a wait, which holds through a restart. */
  async unlock(code: string): Promise<Result<null, { readonly kind: 'wrong' } | { readonly kind: 'wait'; readonly seconds: number }>> {
    const { lock } = this.#stored;
    if (lock === null) return ok(null);
    const nowMs = this.#options.now().getTime();
    // A clock that was set back makes nobody wait longer than the longest wait.
    const leftMs = Math.min(lock.waitUntilMs - nowMs, LONGEST_WAIT_MS);
    if (leftMs > 0) return fail({ kind: 'wait', seconds: Math.ceil(leftMs / 1_000) });
    const wrong = lock.wrong + 1;
    const waitMs = wrong < FREE_ATTEMPTS ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_ATTEMPTS));
    // Counted before it is looked at: whoever pulls the plug has had her attempt.
    this.#keep({ ...this.#stored, lock: { ...lock, wrong, waitUntilMs: nowMs + waitMs } });
    const hash = await hashCode(normaliseEnrolmentCode(code), lock.commandId, HASH_BYTES);
    if (hash.toString('hex') !== lock.unlockHash) return fail({ kind: 'wrong' });
    this.#keep({ ...this.#stored, lock: null });
    this.#options.onChange();
    return ok(null);
  }

  async #take(commandId: string, command: Command): Promise<void> {
    const { now, canRestart, perform, onChange } = this.#options;
    const at = now().toISOString();
    switch (command.kind) {
      case 'message': {
        const done = this.#done(commandId, 'done');
        this.#keep({ ...done, messages: [...done.messages, { messageId: commandId, text: command.text, at }].slice(-MAX_MESSAGES) });
        onChange();
        return;
      }
      case 'lock': {
        const lock = { commandId, unlockHash: command.unlockHash, at, wrong: 0, waitUntilMs: 0 };
        this.#keep({ ...this.#done(commandId, 'done'), lock });
        onChange();
        return;
      }
      case 'unlock':
        this.#keep({ ...this.#done(commandId, 'done'), lock: null });
        onChange();
        return;
      case 'restart':
        this.#keep(this.#done(commandId, canRestart ? 'done' : 'not-possible'));
        this.#isRestartWanted = canRestart;
        return;
      case 'sync-now':
      case 'send-diagnostics':
        this.#keep({ ...this.#stored, begun: commandId });
        this.#keep({ ...this.#done(commandId, await perform(command.kind, commandId)), begun: null });
    }
  }

  #done(commandId: string, outcome: CommandOutcome): Stored {
    return { ...this.#stored, done: [...this.#stored.done, { commandId, outcome }].slice(-MAX_REMEMBERED) };
  }

  #keep(stored: Stored): void {
    replaceFile(this.#options.path, `${JSON.stringify(stored)}\n`);
    this.#stored = stored;
  }
}

/** A file that cannot be read unlocks: whoever can spoil it has the whole disk, and a till that nobody can open helps no shop. */
function readStored({ path, warn }: RemoteOrdersOptions): Stored {
  if (!existsSync(path)) return NOTHING;
  try {
    return storedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    warn('what was asked from afar cannot be read and is forgotten', { detail: error instanceof Error ? error.message : String(error) });
    return NOTHING;
  }
}
