import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { SaleReceipt } from '../../../src-shared/contract/terminal-state.ts';
import type { Entry } from '../../../src-shared/ledger/entry.ts';
import type { TrainingSale } from '../../../src-shared/ledger/journal-bodies.ts';
import { readBody } from '../../../src-shared/ledger/read-body.ts';
import type { NewPrintJob } from '../../../src-shared/receipt/print-job.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { buildSaleCompleted, businessDateOf } from '../../../src-shared/sale/complete-sale.ts';
import { priceCart } from '../../../src-shared/sale/price-cart.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { authorize } from '../authorize.ts';
import { cashKeptMinor } from '../sale-receipt.ts';
import { currentTillId } from '../till/sessions.ts';
import { type OpenTicket, rulesNow, signedIn, type Till } from '../till.ts';

/**
 * Practice: somebody new sells, pays and voids as on any day, and nothing of it counts. The switch is an act of the journal, and the last one
 * says how the terminal stands, so that a crash does not turn practice into sales. What is rung up becomes `training.sale`, an entry without
 * rows: totals, receipts, perpetual sums, X, Z and reports cannot know of it.
 */

const NUMBER_DIGITS = 4;
const NO_PERPETUAL = { signedMinor: 0, absoluteMinor: 0, tickets: 0 } as const;

/** Whether the terminal practises, by the journal. */
export function isTraining(ledger: Pick<Ledger, 'lastActOf'>): boolean {
  const last = bodyOf(ledger.lastActOf('training.switched'), 'training.switched');
  return last?.on === true;
}

/**
 * Switches practice on or off. Not with goods on the counter or tickets on hold: they would become practice, or sales, in the middle. Refused
 * as `training.ticket-open`, `training.tickets-held`.
 */
export function switchTraining(till: Till, on: boolean): Result<Record<string, never>, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  if (till.training === on) return ok({});
  if ((till.ticket?.cart.lines.length ?? 0) > 0) return fail(refusal('training.ticket-open'));
  if (on && till.drafts.heldCount() > 0) return fail(refusal('training.tickets-held', { count: till.drafts.heldCount() }));
  const right = authorize(till, 'training.switch');
  if (!right.ok) return right;
  const body = { tillId: currentTillId(till), on, approval: right.value.approval };
  const told = till.ledger.append({ type: 'training.switched', v: 1, body }, right.value.person.personId);
  if (!told.ok) return told;
  till.training = on;
  return ok({});
}

/** Completes a practice ticket: an entry and a paper that say so, and nothing else. No drawer opens, for there is no money to put in it. */
export function completeTraining(till: Till, ticket: OpenTicket, personId: string): Result<SaleReceipt, Refusal> {
  const priced = priceCart(ticket.cart, rulesNow(till));
  if (!priced.ok) return priced;
  const trainingSeq = (bodyOf(till.ledger.lastActOf('training.sale'), 'training.sale')?.trainingSeq ?? 0) + 1;
  const trainingNumber = `T-${till.settings.till.receiptPrefix}-${String(trainingSeq).padStart(NUMBER_DIGITS, '0')}`;
  const sale = buildSaleCompleted(priced.value, {
    receiptNumber: trainingNumber,
    receiptSeq: trainingSeq,
    businessDate: businessDateOf(till.now().toISOString(), till.settings.timeZone),
    tillId: currentTillId(till),
    language: till.settings.receiptLanguage,
    perpetualBefore: NO_PERPETUAL,
  });
  if (!sale.ok) return sale;
  const { saleId, receiptNumber: _number, receiptSeq: _seq, perpetual: _perpetual, ...rest } = sale.value;
  const body: TrainingSale = { cartId: saleId, trainingSeq, trainingNumber, ...rest };
  const recorded = till.ledger.record({
    actor: personId,
    acts: [{ type: 'training.sale', v: 1, body }],
    printJobs: ([entry]) => (entry === undefined ? [] : paperOf(till, body, entry)),
  });
  if (!recorded.ok) return recorded;
  const [entry] = recorded.value;
  if (entry === undefined) throw new Error('An act without its entry');
  till.printing.wake();
  return ok(receiptOf(body, entry));
}

/** A practice ticket given up leaves a trace of its own, and none among the voided ones of the day. */
export function tellTrainingVoided(till: Till, { cart, priced }: OpenTicket, personId: string): Result<null, Refusal> {
  const { cartId, currency } = cart;
  const body = { cartId, tillId: currentTillId(till), currency, totalMinor: priced.totals.totalMinor, lines: cart.lines.length };
  const told = till.ledger.append({ type: 'training.ticket-voided', v: 1, body }, personId);
  return told.ok ? ok(null) : told;
}

function paperOf(till: Till, sale: TrainingSale, entry: Entry): readonly NewPrintJob[] {
  const printerId = till.settings.receiptPrinterId;
  if (printerId === null) return [];
  const document = till.receipts.ofTraining(sale, entry, till.settings);
  return [{ jobId: `${sale.cartId}-training`, kind: 'receipt', printerId, title: sale.trainingNumber, saleId: null, copy: 1, document }];
}

function receiptOf({ cartId, trainingNumber, totals, tenders, currency }: TrainingSale, { at }: Entry): SaleReceipt {
  const { totalMinor, payableMinor, tenderedMinor, changeMinor } = totals;
  return {
    saleId: cartId,
    receiptNumber: trainingNumber,
    totalMinor,
    payableMinor,
    tenderedMinor,
    changeMinor,
    cashMinor: cashKeptMinor(tenders, changeMinor),
    currency,
    at,
    drawerOpened: false,
  };
}

function bodyOf<T extends 'training.switched' | 'training.sale'>(entry: Entry | null, type: T) {
  const read = entry === null ? null : readBody(entry);
  if (read?.ok !== true || read.value.type !== type) return null;
  // The compiler does not narrow a union by a type parameter; the line above did.
  return read.value.body as Extract<typeof read.value, { readonly type: T }>['body'];
}
