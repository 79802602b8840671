import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ScanOutcome } from '../../../src-shared/contract/terminal-api.ts';
import { minorDigitsOf } from '../../../src-shared/money/currency.ts';
import { formatDecimal, parseDecimal } from '../../../src-shared/money/decimal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { addProduct } from '../../services/add-product.ts';
import { completeSale } from '../../services/complete-sale.ts';
import { signInTechnician } from '../../services/people.ts';
import { scan } from '../../services/scan.ts';
import { changeTicket } from '../../services/ticket.ts';
import type { Till } from '../../services/till.ts';
import { voidTicket } from '../../services/void-ticket.ts';
import { type Command, isTicketOpen, readArgs, refusalWords, rootOf, TICKET_OPEN, withTill } from '../command.ts';

const USAGE = 'sell --data DIR [--price AMOUNT] [--quantity NUMBER] CODE…';
const MILLI_DIGITS = 3;

/**
 * Sells what the codes mean, for cash to the centime: the quickest way to see that a terminal is whole. `--price` and `--quantity` answer
 * where the catalog has no price, and where the goods are weighed.
 */
export const sell: Command = async (args, io) => {
  const read = readArgs(args, { data: { type: 'string' }, price: { type: 'string' }, quantity: { type: 'string' } }, USAGE);
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  if (positionals.length === 0) return fail(`Usage: ${USAGE}`);
  return withTill(rootOf(values.data), io, (till) => {
    const asked = askedFigures(till, values);
    if (!asked.ok) return Promise.resolve(asked);
    const sold = sellCodes(till, positionals, asked.value);
    if (!sold.ok) return Promise.resolve(sold);
    io.out(sold.value);
    return Promise.resolve(ok(null));
  });
};

/** What the technician answers when a scan asks. */
interface AskedFigures {
  readonly unitPriceMinor: number | null;
  readonly quantityMilli: number | null;
}

function askedFigures(till: Till, given: { readonly price?: string; readonly quantity?: string }): Result<AskedFigures, string> {
  const price = given.price === undefined ? null : parseDecimal(given.price, minorDigitsOf(till.settings.currency) ?? 0);
  const quantity = given.quantity === undefined ? null : parseDecimal(given.quantity, MILLI_DIGITS);
  if (price?.ok === false || quantity?.ok === false) return fail(`--price and --quantity take numbers. Usage: ${USAGE}`);
  return ok({ unitPriceMinor: price?.value.amountMinor ?? null, quantityMilli: quantity?.value.amountMinor ?? null });
}

function sellCodes(till: Till, codes: readonly string[], asked: AskedFigures): Result<string, string> {
  if (isTicketOpen(till)) return fail(TICKET_OPEN);
  const signedIn = signInTechnician(till);
  if (!signedIn.ok) return fail(refusalWords(signedIn.error));
  for (const code of codes) {
    const outcome = ringUpCode(till, code, asked);
    if (!outcome.ok) return giveUp(till, `${code}: ${refusalWords(outcome.error)}`);
    if (outcome.value.kind !== 'added') return giveUp(till, `${code}: ${outcome.value.kind}`);
  }
  return payAndComplete(till);
}

function ringUpCode(till: Till, code: string, asked: AskedFigures): Result<ScanOutcome, Refusal> {
  const outcome = scan(till, { text: code, symbology: null });
  if (!outcome.ok || (outcome.value.kind !== 'needs-quantity' && outcome.value.kind !== 'needs-price')) return outcome;
  return addProduct(till, { productId: outcome.value.product.productId, code: outcome.value.code, ...asked });
}

/** Nothing is left on the counter of a command that did not sell; what it had rung up is told in the journal as given up. */
function giveUp(till: Till, words: string): Result<string, string> {
  const voided = voidTicket(till, till.ticket?.cart.cartId ?? '', null);
  if (voided.ok || voided.error.code === 'cart.empty') return fail(words);
  return fail(`${words} The ticket stays open: ${refusalWords(voided.error)}`);
}

function payAndComplete(till: Till): Result<string, string> {
  const cash = till.settings.tenders.find((tender) => tender.kind === 'cash');
  const due = till.ticket?.priced.remainingCashMinor ?? 0;
  if (cash === undefined) return giveUp(till, 'The settings of this folder have no cash tender.');
  if (due !== 0) {
    const tender = { tenderId: cash.tenderId, kind: 'cash' as const, amountMinor: due, card: null, reference: null };
    const paid = changeTicket(till, { kind: 'tender.add', tender });
    if (!paid.ok) return giveUp(till, refusalWords(paid.error));
  }
  const cart = till.ticket?.cart;
  const completed = completeSale(till, cart?.cartId ?? '', cart?.revision ?? 0);
  if (!completed.ok) return fail(refusalWords(completed.error));
  const { sale } = completed.value;
  return ok(`${sale.receiptNumber} ${formatDecimal(sale.payableMinor, minorDigitsOf(sale.currency) ?? 0)} ${sale.currency}`);
}
