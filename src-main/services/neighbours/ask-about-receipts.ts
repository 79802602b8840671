import type { LanAsked } from '../../../src-shared/contract/lan-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { FoundReceipt } from '../../../src-shared/contract/returns-api.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Cart } from '../../../src-shared/sale/cart.ts';
import { findReceipt, findReceiptOf, wholeNumberOf } from '../returns/find-receipt.ts';
import type { Till } from '../till.ts';
import { learnFrom } from './learn.ts';

/** Receipts asked about before one ticket is completed: of a ticket that brings back more of them, the rest is as it was known. */
const MAX_RECEIPTS = 50;

interface Asked {
  /** Names of the tills that did not answer. */
  readonly silent: readonly string[];
  /** False: the till that sold it lets another one take its goods back at this moment. */
  readonly isClaimed: boolean;
}

/** Asks every till of the store what it knows of a ticket, and keeps it. */
async function askAll(till: Till, question: LanAsked<'receipt'>): Promise<Asked> {
  const asked = till.lan.neighbours().map(async (neighbour) => {
    const answer = await till.lan.ask(neighbour.terminal, 'receipt', question);
    if (!answer.ok) return { silent: [neighbour.name], isClaimed: true };
    learnFrom(till, neighbour, answer.value.entries, null);
    return { silent: [], isClaimed: answer.value.isClaimed };
  });
  const answers = await Promise.all(asked);
  return { silent: answers.flatMap(({ silent }) => silent), isClaimed: answers.every(({ isClaimed }) => isClaimed) };
}

/**
 * Finds a receipt by what was scanned or typed, here or at the other tills of the store. What they know of it is asked for first: one of this
 * till may have come back elsewhere.
 */
export async function findReceiptAnywhere(till: Till, text: string): Promise<Result<FoundReceipt, Refusal>> {
  const here = findReceipt(till, text);
  if (!here.ok) return here;
  const receiptNumber = here.value.kind === 'unknown' ? wholeNumberOf(text) : null;
  if (receiptNumber === null) return askAndFind(till, here.value, text);
  // Only the till that sold it knows it by its number; what came back of it is asked of all of them by its id.
  await askAll(till, { by: { kind: 'number', receiptNumber }, claim: false });
  const found = findReceipt(till, text);
  return found.ok ? askAndFind(till, found.value, text) : found;
}

async function askAndFind(till: Till, known: FoundReceipt, text: string): Promise<Result<FoundReceipt, Refusal>> {
  const saleId = known.kind === 'unknown' ? null : known.receipt.saleId;
  // A number without its letters is this till's own, and so is whatever else names no ticket: no other could know it.
  const silent = saleId === null ? silentNow(till) : (await askAll(till, { by: { kind: 'sale', saleId }, claim: false })).silent;
  const found = findReceipt(till, text);
  return found.ok ? ok({ ...found.value, silent: [...silent] }) : found;
}

/** Names of the tills that did not answer when they were last asked. */
function silentNow(till: Till): readonly string[] {
  return till.lan
    .neighbours()
    .filter((known) => !till.lan.neighbour(known).isReachable)
    .map(({ name }) => name);
}

/** As `findReceiptAnywhere`, for a ticket that is known by its id. */
export async function findSaleAnywhere(till: Till, saleId: string): Promise<Result<FoundReceipt, Refusal>> {
  const { silent } = await askAll(till, { by: { kind: 'sale', saleId }, claim: false });
  const found = findReceiptOf(till, saleId);
  return found.ok ? ok({ ...found.value, silent: [...silent] }) : found;
}

/** Whether a ticket brings goods of a receipt back, and the other tills have to be asked before it is completed. */
export function bringsBack(cart: Pick<Cart, 'lines'>): boolean {
  return receiptsOn(cart).length > 0;
}

/**
 * Asks the other tills, right before a ticket is completed, what came back at them of the receipts on it, and the tills that sold them for
 * leave. `return.busy-elsewhere`: another till has that leave at this moment. A till that does not answer is not waited for: what is known
 * of it counts.
 */
export async function askBeforeReturn(till: Till, cart: Pick<Cart, 'lines'>): Promise<Refusal | null> {
  const receipts = receiptsOn(cart).slice(0, MAX_RECEIPTS);
  const asked = receipts.map(async ({ saleId, receiptNumber }) => {
    const isOwn = till.ledger.findSale(saleId) !== null;
    if (isOwn && !till.returnClaims.claim(saleId, till.ledger.terminal, till.now()))
      return refusal('return.busy-elsewhere', { receiptNumber });
    const { isClaimed } = await askAll(till, { by: { kind: 'sale', saleId }, claim: true });
    return isClaimed ? null : refusal('return.busy-elsewhere', { receiptNumber });
  });
  return (await Promise.all(asked)).find((problem) => problem !== null) ?? null;
}

/** Asks the other tills what came back at them of a ticket that is about to be taken back whole, or invoiced. */
export async function askAboutSale(till: Till, saleId: string): Promise<void> {
  await askAll(till, { by: { kind: 'sale', saleId }, claim: false });
}

function receiptsOn({ lines }: Pick<Cart, 'lines'>): readonly { readonly saleId: string; readonly receiptNumber: string }[] {
  const named = lines.flatMap(({ returnOf, returnTerms }) => returnOf ?? returnTerms?.foreignReceipt ?? []);
  return [...new Map(named.map(({ saleId, receiptNumber }) => [saleId, { saleId, receiptNumber }])).values()];
}
