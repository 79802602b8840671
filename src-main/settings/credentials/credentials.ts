import { randomBytes } from 'node:crypto';
import type { CredentialFacts } from '../../../src-shared/people/credential-facts.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type Attempts, badgeWaitMs, NO_ATTEMPTS, pinWaitMs } from './attempt-delay.ts';
import {
  type CredentialFile,
  NO_CREDENTIALS,
  newCredentialFile,
  type PersonCredentials,
  readCredentialFile,
  setCredentialFileAside,
  writeCredentialFile,
} from './credential-file.ts';
import { hashSecret, isSameHash } from './secret-hash.ts';

const PEPPER_BYTES = 32;
const SALT_BYTES = 16;

/** Whoever keeps the terminal's key keeps the pepper too. `unprotect` throws when the bytes cannot be had back. */
interface Protector {
  protect(bytes: Uint8Array): Uint8Array;
  unprotect(bytes: Uint8Array): Uint8Array;
}

export interface CredentialsOptions {
  readonly path: string;
  readonly protector: Protector;
  readonly now: () => Date;
}

/** `waitMs`: until the next attempt is looked at. */
export type PinVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'no-pin' }
  | { readonly kind: 'wrong'; readonly waitMs: number; readonly lockedNow: boolean }
  | { readonly kind: 'wait'; readonly waitMs: number }
  | { readonly kind: 'locked'; readonly waitMs: number | null };

export type BadgeVerdict =
  | { readonly kind: 'known'; readonly personId: string }
  | { readonly kind: 'unknown'; readonly waitMs: number }
  | { readonly kind: 'wait'; readonly waitMs: number };

/** When a person is locked, and for how long; `lastsMs` null: until somebody unlocks her. */
export interface LockRule {
  readonly afterFailures: number;
  readonly lastsMs: number | null;
}

/** The disk did not take it, and nothing was changed; `detail` is the system's word. */
export interface Unwritable {
  readonly code: 'unwritable';
  readonly detail: string;
}

/**
 * PINs and badges: in a file of their own, which no screen, no journal and no backup ever sees. One thing is done at a time, in the order it
 * was asked, so that two screens cannot try two PINs under one count. A try is counted on the disk before it is looked at: a plug that is
 * pulled in time wins nothing.
 */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #pepper: Uint8Array;
  #file: CredentialFile;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: CredentialsOptions, file: CredentialFile, pepper: Uint8Array) {
    this.#options = options;
    this.#file = file;
    this.#pepper = pepper;
  }

  /**
   * Opens the file, or begins one in memory where there is none. A file nobody can use is put aside, and `setAside` is its new name: nobody has
   * a PIN then until she is given one, for a shop that cannot open is worse. Throws the system's error where the file cannot be read.
   */
  static open(options: CredentialsOptions): { readonly credentials: Credentials; readonly setAside: string | null } {
    const reading = readCredentialFile(options.path);
    if (reading.kind === 'read') {
      const pepper = unwrapped(reading.file, options.protector);
      if (pepper !== null) return { credentials: new Credentials(options, reading.file, pepper), setAside: null };
    }
    const setAside = reading.kind === 'absent' ? null : setCredentialFileAside(options.path, options.now());
    const pepper = randomBytes(PEPPER_BYTES);
    const file = newCredentialFile(options.protector.protect(pepper), randomBytes(SALT_BYTES));
    return { credentials: new Credentials(options, file, pepper), setAside };
  }

  factsOf(personId: string): CredentialFacts {
    const own = this.#of(personId);
    return { personId, hasPin: own.pin !== null, hasBadge: own.badge !== null, locked: this.#lockOf(own) !== null };
  }

  /** Compares a PIN. Who has none, or does not exist, is told as quickly or slowly as who mistyped. */
  checkPin(personId: string, pin: string, rule: LockRule): Promise<Result<PinVerdict, Unwritable>> {
    return this.#inTurn(async () => {
      const own = this.#of(personId);
      const refused = this.#refusedUnseen(own);
      if (refused !== null) return ok(refused);
      const failures = own.failures + 1;
      const locks = failures >= rule.afterFailures;
      const failed: PersonCredentials = { ...own, ...this.#failedNow(failures), lock: locks ? this.#lockFor(rule) : null };
      const counted = own.pin === null ? ok(null) : this.#keep(personId, failed);
      if (!counted.ok) return counted;
      const salt = own.pin === null ? Buffer.alloc(SALT_BYTES) : Buffer.from(own.pin.salt, 'base64');
      const hash = await hashSecret(pin, salt, this.#pepper);
      if (own.pin === null) return ok({ kind: 'no-pin' });
      if (!isSameHash(hash, own.pin.hash)) {
        return ok({ kind: 'wrong', waitMs: pinWaitMs(failed, this.#options.now()), lockedNow: locks });
      }
      const cleared = this.#keep(personId, { ...own, ...NO_ATTEMPTS, lock: null });
      return cleared.ok ? ok({ kind: 'right' }) : cleared;
    });
  }

  /** Null takes the PIN away. Either way the count of failures begins anew. */
  setPin(personId: string, pin: string | null): Promise<Result<null, Unwritable>> {
    return this.#inTurn(async () => {
      const salt = randomBytes(SALT_BYTES);
      const kept = pin === null ? null : { salt: salt.toString('base64'), hash: await hashSecret(pin, salt, this.#pepper) };
      return this.#keep(personId, { ...this.#of(personId), ...NO_ATTEMPTS, pin: kept, lock: null });
    });
  }

  /** Gives a badge to a person, or takes hers away. A code is one person's at most: `taken` says whose it is. */
  setBadge(
    personId: string,
    code: string | null,
  ): Promise<Result<null, Unwritable | { readonly code: 'taken'; readonly personId: string }>> {
    return this.#inTurn(async () => {
      const badge = code === null ? null : await this.#badgeHash(code);
      const owner = badge === null ? null : this.#ownerOf(badge);
      if (owner !== null && owner !== personId) return fail({ code: 'taken' as const, personId: owner });
      return this.#keep(personId, { ...this.#of(personId), badge });
    });
  }

  /** Whose badge a code is. A code that is nobody's is counted, and after a few of them the next waits. */
  findBadge(code: string): Promise<Result<BadgeVerdict, Unwritable>> {
    return this.#inTurn(async () => {
      const { badgeAttempts } = this.#file;
      const waitMs = badgeWaitMs(badgeAttempts, this.#options.now());
      if (waitMs > 0) return ok({ kind: 'wait', waitMs });
      const failed = this.#failedNow(badgeAttempts.failures + 1);
      const counted = this.#write({ ...this.#file, badgeAttempts: failed });
      if (!counted.ok) return counted;
      const personId = this.#ownerOf(await this.#badgeHash(code));
      if (personId === null) return ok({ kind: 'unknown', waitMs: badgeWaitMs(failed, this.#options.now()) });
      const cleared = this.#write({ ...this.#file, badgeAttempts: NO_ATTEMPTS });
      return cleared.ok ? ok({ kind: 'known', personId }) : cleared;
    });
  }

  unlock(personId: string): Promise<Result<null, Unwritable>> {
    return this.#inTurn(() => Promise.resolve(this.#keep(personId, { ...this.#of(personId), ...NO_ATTEMPTS, lock: null })));
  }

  /** A person who has left keeps nothing that opens the till. */
  forget(personId: string): Promise<Result<null, Unwritable>> {
    return this.#inTurn(() => {
      const { [personId]: _gone, ...people } = this.#file.people;
      return Promise.resolve(_gone === undefined ? ok(null) : this.#write({ ...this.#file, people }));
    });
  }

  #refusedUnseen(own: PersonCredentials): PinVerdict | null {
    const lock = this.#lockOf(own);
    if (lock !== null) return { kind: 'locked', waitMs: lock.waitMs };
    const waitMs = pinWaitMs(own, this.#options.now());
    return waitMs > 0 ? { kind: 'wait', waitMs } : null;
  }

  #lockOf({ lock }: PersonCredentials): { readonly waitMs: number | null } | null {
    if (lock === null) return null;
    if (lock.until === null) return { waitMs: null };
    const waitMs = Date.parse(lock.until) - this.#options.now().getTime();
    return waitMs > 0 ? { waitMs } : null;
  }

  #lockFor({ lastsMs }: LockRule): PersonCredentials['lock'] {
    return { until: lastsMs === null ? null : new Date(this.#options.now().getTime() + lastsMs).toISOString() };
  }

  #failedNow(failures: number): Attempts {
    return { failures, lastFailureAt: this.#options.now().toISOString() };
  }

  #badgeHash(code: string): Promise<string> {
    return hashSecret(code, Buffer.from(this.#file.badgeSalt, 'base64'), this.#pepper);
  }

  /** Everybody's is compared, so that the answer takes as long for the first as for the last. */
  #ownerOf(badge: string): string | null {
    const owners = Object.entries(this.#file.people).filter(([, own]) => own.badge !== null && isSameHash(own.badge, badge));
    return owners[0]?.[0] ?? null;
  }

  #of(personId: string): PersonCredentials {
    return Object.hasOwn(this.#file.people, personId) ? (this.#file.people[personId] ?? NO_CREDENTIALS) : NO_CREDENTIALS;
  }

  #keep(personId: string, own: PersonCredentials): Result<null, Unwritable> {
    return this.#write({ ...this.#file, people: { ...this.#file.people, [personId]: own } });
  }

  /** The disk first: what is in memory is what is on it. */
  #write(file: CredentialFile): Result<null, Unwritable> {
    try {
      writeCredentialFile(this.#options.path, file);
    } catch (error) {
      return fail({ code: 'unwritable', detail: error instanceof Error ? error.message : String(error) });
    }
    this.#file = file;
    return ok(null);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = this.#last.then(act);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

/** The pepper, or null where it was wrapped by another machine's key store. */
function unwrapped(file: CredentialFile, protector: Protector): Uint8Array | null {
  try {
    return protector.unprotect(Buffer.from(file.pepper, 'base64'));
  } catch {
    return null;
  }
}
