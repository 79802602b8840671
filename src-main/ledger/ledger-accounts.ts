import type { LayawayOpened } from '../../src-shared/ledger/account-bodies.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import type { AccountReads, Accounts, StoredGiftCard, StoredLayaway, StoredMovement, StoredSlip } from './account-reads.ts';
import { entryOf } from './entry-table.ts';
import type { LedgerFile } from './ledger-file.ts';

/** The file may be opened anew under them: every read asks for the statements of the connection of now. */
export class LedgerAccounts implements Accounts {
  readonly #file: LedgerFile;

  constructor(file: LedgerFile) {
    this.#file = file;
  }

  balance(accountId: string): number {
    return this.#reads.balance(accountId);
  }

  balanceBefore(accountId: string, businessDate: string): number {
    return this.#reads.balanceBefore(accountId, businessDate);
  }

  movements(accountId: string, from: string, to: string): readonly StoredMovement[] {
    return this.#reads.movements(accountId, from, to);
  }

  balancesOf(customerId: string): ReturnType<AccountReads['balancesOf']> {
    return this.#reads.balancesOf(customerId);
  }

  limit(accountId: string): number | null {
    return this.#reads.limit(accountId);
  }

  giftCard(code: string): StoredGiftCard | null {
    return this.#reads.giftCard(code);
  }

  hasGiftCards(): boolean {
    return this.#reads.hasGiftCards();
  }

  movementsOfSale(saleId: string): readonly StoredMovement[] {
    return this.#reads.movementsOfSale(saleId);
  }

  slipPosition(slipId: string): number | null {
    return this.#reads.slipPosition(slipId);
  }

  nextSlipSeq(epoch: number): number {
    return this.#reads.nextSlipSeq(epoch);
  }

  layaway(layawayId: string): StoredLayaway | null {
    return this.#reads.layaway(layawayId);
  }

  openLayaways(customerId: string | null): readonly StoredLayaway[] {
    return this.#reads.openLayaways(customerId);
  }

  isOpenLayaway(layawayId: string): boolean {
    return this.#reads.isOpenLayaway(layawayId);
  }

  layawayCount(epoch: number): number {
    return this.#reads.layawayCount(epoch);
  }

  findSlip(slipId: string): StoredSlip | null {
    const position = this.#reads.slipPosition(slipId);
    return position === null ? null : this.#slipAt(position);
  }

  findLayaway(layawayId: string): LayawayOpened | null {
    const found = this.#reads.layaway(layawayId);
    if (found === null) return null;
    const read = readBody(this.#entryAt(found.position));
    if (!read.ok || read.value.type !== 'layaway.opened') throw new Error(`The entry at position ${found.position} puts nothing aside`);
    return read.value.body;
  }

  /** @throws Error when the entry is not the slip its row says: the file is damaged, which the checks put into words. */
  #slipAt(position: number): StoredSlip {
    const entry = this.#entryAt(position);
    const read = readBody(entry);
    if (!read.ok || read.value.type !== 'account.movement') throw new Error(`The entry at position ${position} is no slip`);
    return { entry, slip: read.value.body };
  }

  #entryAt(position: number): Entry {
    const row = this.#file.tables.entries.at(position);
    if (row === null) throw new Error(`There is no entry at position ${position}`);
    return entryOf(row);
  }

  get #reads(): AccountReads {
    return this.#file.tables.accounts;
  }
}
