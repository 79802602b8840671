import type { MovementCause } from '../../src-shared/accounts/movement.ts';
import type { AccountSlip, LayawayOpened } from '../../src-shared/ledger/account-bodies.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import type { ReadableDb } from './database.ts';

/** More movements of one account than a page shows; older ones are in the opening balance. */
const MAX_MOVEMENTS = 2_000;
const MAX_LAYAWAYS = 500;
/** What `position` is above `seq` for an epoch: see `positionOf`. */
const EPOCH_STEP = 2 ** 32;

export interface StoredMovement {
  readonly accountId: string;
  readonly customerId: string | null;
  readonly cause: MovementCause;
  readonly amount: number;
  readonly at: string;
  readonly businessDate: string;
  readonly actor: string;
  readonly document: string;
  readonly saleId: string | null;
}

export interface StoredGiftCard {
  readonly accountId: string;
  readonly code: string;
  readonly expiresOn: string | null;
  readonly customerId: string | null;
}

export interface StoredLayaway {
  readonly layawayId: string;
  readonly number: string;
  readonly customerId: string;
  readonly at: string;
  readonly dueOn: string;
  readonly totalMinor: number;
  /** The place of the entry that opened it. */
  readonly position: number;
}

/** Accounts as the journal's facts have them: every figure is the sum of movements, read when it is asked for. */
export interface AccountReads {
  /** The sum of an account's movements; 0 for an account without any. */
  balance(accountId: string): number;
  /** The sum of its movements before a day of business. */
  balanceBefore(accountId: string, businessDate: string): number;
  /** Its movements of days from `from` to `to`, oldest first; the last MAX_MOVEMENTS of them. */
  movements(accountId: string, from: string, to: string): readonly StoredMovement[];
  /** The accounts a customer has movements on, with their balances. */
  balancesOf(customerId: string): readonly { readonly accountId: string; readonly balance: number }[];
  /** The limit set last for a tab; null where none was, or the last word was the shop's own rule. */
  limit(accountId: string): number | null;
  giftCard(code: string): StoredGiftCard | null;
  hasGiftCards(): boolean;
  movementsOfSale(saleId: string): readonly StoredMovement[];
  /** The place of a slip's entry; null when there is no such slip. */
  slipPosition(slipId: string): number | null;
  /** The number after the last one given in an epoch. */
  nextSlipSeq(epoch: number): number;
  layaway(layawayId: string): StoredLayaway | null;
  /** Neither completed nor cancelled, the soonest due first. */
  openLayaways(customerId: string | null): readonly StoredLayaway[];
  isOpenLayaway(layawayId: string): boolean;
  /** How many were ever opened in an epoch. */
  layawayCount(epoch: number): number;
}

export interface StoredSlip {
  readonly entry: Entry;
  readonly slip: AccountSlip;
}

/** `AccountReads` of the open ledger, and the documents behind them. Within a transaction they see what it has written. */
export interface Accounts extends AccountReads {
  /** A slip as it was recorded; null when there is none of this id. */
  findSlip(slipId: string): StoredSlip | null;
  /** What was put aside, with its lines; null when there is nothing of this id. */
  findLayaway(layawayId: string): LayawayOpened | null;
}

const MOVEMENT = `account_id AS accountId, customer_id AS customerId, cause, amount, at, business_date AS businessDate, actor, document,
  sale_id AS saleId`;
const LAYAWAY = `layaway_id AS layawayId, number, customer_id AS customerId, at, due_on AS dueOn, total_minor AS totalMinor, position`;
const IS_OPEN = `step = 'opened' AND NOT EXISTS (
  SELECT 1 FROM layaway AS later WHERE later.layaway_id = layaway.layaway_id AND later.step IN ('completed', 'cancelled'))`;

export function prepareAccountReads(db: ReadableDb): AccountReads {
  return { ...balanceReads(db), ...documentReads(db), ...layawayReads(db) };
}

type BalanceReads = Pick<AccountReads, 'balance' | 'balanceBefore' | 'movements' | 'balancesOf' | 'limit' | 'movementsOfSale'>;

function balanceReads(db: ReadableDb): BalanceReads {
  const balance = db.prepare<[string], number>('SELECT coalesce(sum(amount), 0) FROM account_movement WHERE account_id = ?').pluck();
  const before = db
    .prepare<[string, string], number>('SELECT coalesce(sum(amount), 0) FROM account_movement WHERE account_id = ? AND business_date < ?')
    .pluck();
  const movements = db.prepare<[string, string, string], StoredMovement>(
    `SELECT ${MOVEMENT} FROM account_movement WHERE account_id = ? AND business_date BETWEEN ? AND ?
     ORDER BY position DESC, n DESC LIMIT ${MAX_MOVEMENTS}`,
  );
  const balances = db.prepare<[string], { accountId: string; balance: number }>(
    'SELECT account_id AS accountId, sum(amount) AS balance FROM account_movement WHERE customer_id = ? GROUP BY account_id',
  );
  const limit = db
    .prepare<[string], number | null>('SELECT limit_minor FROM account_limit WHERE account_id = ? ORDER BY position DESC LIMIT 1')
    .pluck();
  const ofSale = db.prepare<[string], StoredMovement>(`SELECT ${MOVEMENT} FROM account_movement WHERE sale_id = ? ORDER BY position, n`);
  return {
    balance: (accountId) => balance.get(accountId) ?? 0,
    balanceBefore: (accountId, businessDate) => before.get(accountId, businessDate) ?? 0,
    movements: (accountId, from, to) => movements.all(accountId, from, to).reverse(),
    balancesOf: (customerId) => balances.all(customerId),
    limit: (accountId) => limit.get(accountId) ?? null,
    movementsOfSale: (saleId) => ofSale.all(saleId),
  };
}

function documentReads(db: ReadableDb): Pick<AccountReads, 'giftCard' | 'hasGiftCards' | 'slipPosition' | 'nextSlipSeq'> {
  const card = db.prepare<[string], StoredGiftCard>(
    'SELECT account_id AS accountId, code, expires_on AS expiresOn, customer_id AS customerId FROM gift_card WHERE account_id = ?',
  );
  const anyCard = db.prepare<[], number>('SELECT 1 FROM gift_card LIMIT 1').pluck();
  const slip = db.prepare<[string], number>('SELECT position FROM account_slip WHERE slip_id = ?').pluck();
  const lastSeq = db
    .prepare<[number, number], number>(
      'SELECT seq FROM account_slip WHERE position >= ? AND position < ? ORDER BY position DESC, n DESC LIMIT 1',
    )
    .pluck();
  return {
    giftCard: (code) => card.get(`gift-card:${code}`) ?? null,
    hasGiftCards: () => anyCard.get() !== undefined,
    slipPosition: (slipId) => slip.get(slipId) ?? null,
    nextSlipSeq: (epoch) => (lastSeq.get(epoch * EPOCH_STEP, (epoch + 1) * EPOCH_STEP) ?? 0) + 1,
  };
}

function layawayReads(db: ReadableDb): Pick<AccountReads, 'layaway' | 'openLayaways' | 'isOpenLayaway' | 'layawayCount'> {
  const one = db.prepare<[string], StoredLayaway>(`SELECT ${LAYAWAY} FROM layaway WHERE layaway_id = ? AND step = 'opened'`);
  const open = db.prepare<[], StoredLayaway>(
    `SELECT ${LAYAWAY} FROM layaway WHERE ${IS_OPEN} ORDER BY due_on, position LIMIT ${MAX_LAYAWAYS}`,
  );
  const openOf = db.prepare<[string], StoredLayaway>(
    `SELECT ${LAYAWAY} FROM layaway WHERE ${IS_OPEN} AND customer_id = ? ORDER BY due_on, position LIMIT ${MAX_LAYAWAYS}`,
  );
  const isOpen = db.prepare<[string], number>(`SELECT 1 FROM layaway WHERE layaway_id = ? AND ${IS_OPEN}`).pluck();
  const count = db
    .prepare<[number, number], number>(`SELECT count(*) FROM layaway WHERE step = 'opened' AND position >= ? AND position < ?`)
    .pluck();
  return {
    layaway: (layawayId) => one.get(layawayId) ?? null,
    openLayaways: (customerId) => (customerId === null ? open.all() : openOf.all(customerId)),
    isOpenLayaway: (layawayId) => isOpen.get(layawayId) !== undefined,
    layawayCount: (epoch) => count.get(epoch * EPOCH_STEP, (epoch + 1) * EPOCH_STEP) ?? 0,
  };
}
