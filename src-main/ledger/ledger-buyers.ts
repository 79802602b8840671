import { createHash, randomBytes } from 'node:crypto';
import { type Buyer, buyerSchema } from '../../src-shared/documents/buyer.ts';
import { canonicalJson } from '../../src-shared/ledger/canonical.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { StoredBuyer } from './returns-reads.ts';

const SALT_BYTES = 16;

/** Whom invoices are made out to, beside the journal: the one thing in its file that can be erased. */
export interface Buyers {
  /** Keeps a buyer under an id and answers the salted hash the journal is to hold; null when the disk refuses. */
  keep(buyerId: string, buyer: Buyer): string | null;
  /** Null when nothing of this id is kept, or it was erased. */
  find(buyerId: string): Buyer | null;
  /** The hash again, of what is kept now; null when nothing is. It differs from the journal's when somebody altered the data. */
  hashOf(buyerId: string): string | null;
  /** False when the disk refuses. */
  erase(buyerId: string): boolean;
}

export class LedgerBuyers implements Buyers {
  readonly #file: LedgerFile;

  constructor(file: LedgerFile) {
    this.#file = file;
  }

  keep(buyerId: string, buyer: Buyer): string | null {
    const kept = { buyer: buyerSchema.parse(buyer), salt: randomBytes(SALT_BYTES).toString('hex') };
    const outcome = this.#file.transact(
      ({ buyers }) => {
        buyers.keep(buyerId, kept);
      },
      ({ returns }) => returns.buyer(buyerId)?.salt === kept.salt,
    );
    return outcome.kind === 'done' ? hashOf(kept) : null;
  }

  find(buyerId: string): Buyer | null {
    return this.#file.tables.returns.buyer(buyerId)?.buyer ?? null;
  }

  hashOf(buyerId: string): string | null {
    const kept = this.#file.tables.returns.buyer(buyerId);
    return kept === null ? null : hashOf(kept);
  }

  erase(buyerId: string): boolean {
    const outcome = this.#file.transact(
      ({ buyers }) => {
        buyers.erase(buyerId);
      },
      ({ returns }) => returns.buyer(buyerId) === null,
    );
    return outcome.kind === 'done';
  }
}

/** Salted: a name and a number are few enough to be guessed from a bare hash, and an erased buyer is to be gone. */
function hashOf({ buyer, salt }: StoredBuyer): string {
  return createHash('sha256').update(salt).update(canonicalJson(buyer)).digest('hex');
}
