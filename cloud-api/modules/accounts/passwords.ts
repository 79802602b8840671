import { hash, verify } from '@node-rs/argon2';
import { createGate } from '../../platform/gate.ts';

/** argon2id, the library's default, with OWASP's first choice for it (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Hashes made at once: two of libuv's four threads stay free for signatures and files, and memory stays below 40 MiB. */
const AT_ONCE = 2;
/** Who comes when so many wait is sent away: an answer would come too late for anybody to want it. */
const MAX_WAITING = 50;

/** Hashes and checks passwords, no more than a few at a time however many ask. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time when there is no hash to check against: nobody can tell whether the account exists. */
  isRight(passwordHash: string | null, password: string): Promise<boolean>;
}

export function createPasswords(): Passwords {
  const limited = createGate(AT_ONCE, MAX_WAITING);
  const nobodys = hash('a password that is nobody’s', PARAMETERS);
  return {
    hash: (password) => limited(() => hash(password, PARAMETERS)),
    isRight: (passwordHash, password) =>
      limited(async () => {
        const isSame = await verify(passwordHash ?? (await nobodys), password.normalize('NFKC'));
        return isSame && passwordHash !== null;
      }),
  };
}
