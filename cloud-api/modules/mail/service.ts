import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Database, Tx } from '../../platform/database.ts';
import { type Letter, writeLetter } from './letter.ts';
import type { MailTransport } from './transport.ts';

export type { Letter } from './letter.ts';
export { createMailTransport } from './transport.ts';

/** After this many failures a letter is given up, and said so in the log. */
const MAX_ATTEMPTS = 8;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 3_600_000;
/** Whoever takes a letter has this long to send it before another process takes it. */
const LEASE_MS = 120_000;
/** How often letters are looked for that nobody here was woken for: other processes', and retries. */
const LOOK_EVERY_MS = 15_000;

/** Asks for a letter in the transaction that is its reason. What it says is made when it is sent, so that no link is kept anywhere. */
export async function queueLetter(tx: Tx, kind: string, detail: unknown, now: Date): Promise<void> {
  await tx
    .insertInto('outgoing_mail')
    .values({ mail_id: uuidv7(), kind, detail: JSON.stringify(detail), next_at: now })
    .execute();
}

/** Makes the letter of one kind from what was asked for; null when there is nobody to write to. */
export type LetterWriter = (tx: Tx, detail: unknown) => Promise<Letter | null>;

export interface MailerParts {
  readonly database: Database;
  readonly transport: MailTransport;
  readonly writers: ReadonlyMap<string, LetterWriter>;
  readonly log: Logger;
  readonly now: () => Date;
}

/** Sends what was asked for, one letter after another, and never while anybody waits for an answer. */
export class Mailer {
  readonly #parts: MailerParts;
  readonly #timer: NodeJS.Timeout;
  #sending: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: MailerParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.flush(), LOOK_EVERY_MS).unref();
  }

  /** There may be letters to send: after the commit, and not in the request's way. */
  wake(): void {
    setImmediate(() => void this.flush());
  }

  /** Sends every letter that is due. Settles when there is none left. */
  flush(): Promise<void> {
    this.#sending = this.#sending.then(() => this.#sendDue());
    return this.#sending;
  }

  /** Ends with the letter under way; the others wait in the database. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#sending;
    this.#parts.transport.close();
  }

  async #sendDue(): Promise<void> {
    try {
      while (!this.#isStopped && (await this.#sendNext()));
    } catch (error) {
      // The database does not answer: the timer comes back.
      this.#parts.log.warn({ err: error }, 'letters cannot be read');
    }
  }

  async #sendNext(): Promise<boolean> {
    const { database, writers, transport, log } = this.#parts;
    const taken = await this.#take();
    if (taken === undefined) return false;
    try {
      const write = writers.get(taken.kind);
      if (write === undefined) throw new Error(`Nobody writes letters of the kind ${taken.kind}`);
      const letter = await database.all.transaction().execute((tx) => write(tx, taken.detail));
      if (letter !== null) await transport.send({ id: taken.mail_id, to: letter.to, ...writeLetter(letter) });
      await database.all.deleteFrom('outgoing_mail').where('mail_id', '=', taken.mail_id).execute();
    } catch (error) {
      const isGivenUp = taken.attempts >= MAX_ATTEMPTS;
      log[isGivenUp ? 'error' : 'warn'](
        { mailId: taken.mail_id, kind: taken.kind, attempts: taken.attempts, err: error },
        'letter not sent',
      );
      if (isGivenUp) await database.all.deleteFrom('outgoing_mail').where('mail_id', '=', taken.mail_id).execute();
      else await this.#retryLater(taken.mail_id, taken.attempts);
    }
    return true;
  }

  /** The oldest letter that is due, and nobody else's for the time of the lease. */
  #take() {
    const now = this.#parts.now();
    return this.#parts.database.all
      .updateTable('outgoing_mail')
      .set((eb) => ({ attempts: eb('attempts', '+', 1), next_at: new Date(now.getTime() + LEASE_MS) }))
      .where('mail_id', '=', (eb) =>
        eb.selectFrom('outgoing_mail').select('mail_id').where('next_at', '<=', now).orderBy('next_at').limit(1).forUpdate().skipLocked(),
      )
      .returning(['mail_id', 'kind', 'detail', 'attempts'])
      .executeTakeFirst();
  }

  async #retryLater(mailId: string, attempts: number): Promise<void> {
    const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
    await this.#parts.database.all
      .updateTable('outgoing_mail')
      .set({ next_at: new Date(this.#parts.now().getTime() + waitMs) })
      .where('mail_id', '=', mailId)
      .execute();
  }
}
