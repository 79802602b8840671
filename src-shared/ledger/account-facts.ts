import type { AccountMovement } from '../accounts/movement.ts';
import type { CartTender } from '../sale/cart.ts';
import type { AccountSlip } from './account-bodies.ts';
import type { EntryBody } from './bodies.ts';
import type { EntryPlace } from './projection.ts';

/** The columns of the tables of accounts; see `FACT_TABLES`. */
export const ACCOUNT_FACT_TABLES = {
  /** One row for each change of a balance. `document` is the number of the receipt or slip it stands on. */
  account_movement: ['account_id', 'customer_id', 'cause', 'amount', 'at', 'business_date', 'till_id', 'actor', 'document', 'sale_id'],
  /** One row for each way in which money came in or went out without a sale of goods: change is taken off the cash. */
  account_tender: ['at', 'business_date', 'till_id', 'tender_id', 'kind', 'amount_minor'],
  /** The slips that were numbered, for the next number and to find one again. */
  account_slip: ['slip_id', 'number', 'seq', 'purpose', 'customer_id', 'total_minor', 'stamp_duty_minor'],
  account_limit: ['account_id', 'limit_minor'],
  gift_card: ['account_id', 'code', 'expires_on', 'customer_id'],
  /** Each step of what was put aside: `opened`, `completed`, `cancelled`. */
  layaway: ['layaway_id', 'step', 'number', 'customer_id', 'at', 'due_on', 'total_minor'],
} as const;

type AccountTable = keyof typeof ACCOUNT_FACT_TABLES;
type Cell = string | number | null;
type AccountFact = {
  [T in AccountTable]: { readonly table: T; readonly row: Readonly<Record<(typeof ACCOUNT_FACT_TABLES)[T][number], Cell>> };
}[AccountTable];

/** What an entry leaves in the tables of accounts. */
export function accountFactsOf(place: EntryPlace, read: EntryBody): readonly AccountFact[] {
  switch (read.type) {
    case 'sale.completed':
      return saleFacts(place, read.body);
    case 'account.movement':
      return slipFacts(place, read.body);
    case 'account.limit-set':
      return [{ table: 'account_limit', row: { account_id: read.body.accountId, limit_minor: read.body.limitMinor } }];
    case 'gift-card.issued': {
      const { accountId, code, expiresOn, customerId } = read.body;
      return [{ table: 'gift_card', row: { account_id: accountId, code, expires_on: expiresOn, customer_id: customerId } }];
    }
    case 'layaway.opened': {
      const { layawayId, number, customerId, dueOn, totalMinor } = read.body;
      return [layawayStep(place, { layawayId, step: 'opened', number, customerId, dueOn, totalMinor })];
    }
    case 'layaway.cancelled': {
      const { layawayId, customerId } = read.body;
      return [layawayStep(place, { layawayId, step: 'cancelled', number: null, customerId, dueOn: null, totalMinor: null })];
    }
    default:
      return [];
  }
}

type SaleBody = Extract<EntryBody, { readonly type: 'sale.completed' }>['body'];

/** A ticket leaves rows here only when it touched an account: most do not, and pay for none. */
function saleFacts(place: EntryPlace, sale: SaleBody): readonly AccountFact[] {
  const { movements = [], layawayId, customerId = null } = sale;
  const facts = movements.map((movement) =>
    movementFact(place, movement, {
      businessDate: sale.businessDate,
      tillId: sale.tillId,
      document: sale.receiptNumber,
      saleId: sale.saleId,
    }),
  );
  if (layawayId === undefined) return facts;
  return [...facts, layawayStep(place, { layawayId, step: 'completed', number: null, customerId, dueOn: null, totalMinor: null })];
}

function slipFacts(place: EntryPlace, slip: AccountSlip): readonly AccountFact[] {
  const { businessDate, tillId, slipNumber, totals } = slip;
  const head: AccountFact = {
    table: 'account_slip',
    row: {
      slip_id: slip.slipId,
      number: slipNumber,
      seq: slip.slipSeq,
      purpose: slip.purpose,
      customer_id: slip.customerId,
      total_minor: totals.totalMinor,
      stamp_duty_minor: totals.stampDutyMinor,
    },
  };
  const movements = slip.movements.map((movement) =>
    movementFact(place, movement, { businessDate, tillId, document: slipNumber, saleId: null }),
  );
  return [head, ...movements, ...slip.tenders.map((tender) => tenderFact(place, slip, tender))];
}

interface Document {
  readonly businessDate: string;
  readonly tillId: string;
  readonly document: string;
  readonly saleId: string | null;
}

function movementFact({ at, actor }: EntryPlace, movement: AccountMovement, on: Document): AccountFact {
  return {
    table: 'account_movement',
    row: {
      account_id: movement.accountId,
      customer_id: movement.customerId,
      cause: movement.cause,
      amount: movement.amount,
      at,
      business_date: on.businessDate,
      till_id: on.tillId,
      actor,
      document: on.document,
      sale_id: on.saleId,
    },
  };
}

/** The change goes out of the first cash that came in: what stays in the drawer is what the till expects there. */
function tenderFact({ at }: EntryPlace, { businessDate, tillId, tenders, totals }: AccountSlip, tender: CartTender): AccountFact {
  const isFirstCash = tender === tenders.find(({ kind }) => kind === 'cash');
  const amountMinor = tender.amountMinor - (isFirstCash ? totals.changeMinor : 0);
  return {
    table: 'account_tender',
    row: { at, business_date: businessDate, till_id: tillId, tender_id: tender.tenderId, kind: tender.kind, amount_minor: amountMinor },
  };
}

interface LayawayStep {
  readonly layawayId: string;
  readonly step: 'opened' | 'completed' | 'cancelled';
  readonly number: string | null;
  readonly customerId: string | null;
  readonly dueOn: string | null;
  readonly totalMinor: number | null;
}

function layawayStep({ at }: EntryPlace, { layawayId, step, number, customerId, dueOn, totalMinor }: LayawayStep): AccountFact {
  return {
    table: 'layaway',
    row: { layaway_id: layawayId, step, number, customer_id: customerId, at, due_on: dueOn, total_minor: totalMinor },
  };
}
