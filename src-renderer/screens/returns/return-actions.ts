import type { Product } from '../../../src-shared/catalog/product.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { FoundReceipt, ReturnableLine } from '../../../src-shared/contract/returns-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { showScreen } from '../../app/navigation.ts';
import { playSound } from '../../app/sounds.ts';
import { call, takeCart, useTerminal } from '../../state/terminal-store.ts';
import { resetPayView } from '../pay/pay-view.ts';
import { closePanel, sayMessage } from '../sell/sell-view.ts';
import {
  chooseQuantity,
  foreignReceiptOf,
  resetReturns,
  sayOfReturns,
  showReceipt,
  showWithoutReceipt,
  useReturnView,
} from './return-view.ts';

/** What the keys and buttons of the return screen do. How much comes back and what it is worth is main's to say. */

const ONE_PIECE_MILLI = 1_000;

function refuse(refusal: Refusal): void {
  playSound('refused');
  sayOfReturns({ kind: 'refused', refusal });
}

export function openReturns(): void {
  resetReturns();
  sayMessage(null);
  closePanel();
  showScreen('return');
}

export function leaveReturns(): void {
  resetReturns();
  showScreen('sell');
}

function show(found: FoundReceipt): void {
  switch (found.kind) {
    case 'found':
      playSound('taken');
      showReceipt(found.receipt);
      break;
    case 'foreign':
      playSound('taken');
      showWithoutReceipt(found);
      break;
    case 'unknown':
      playSound('refused');
      sayOfReturns({ kind: 'unknown', text: found.text, silent: found.silent });
      return;
  }
  if (found.silent.length > 0) sayOfReturns({ kind: 'silent', silent: found.silent });
}

/** A receipt's QR, or its number as typed. */
export async function findByText(text: string): Promise<void> {
  const answer = await call('return.find', { by: 'text', text: text.trim() });
  if (answer.ok) show(answer.value);
  else refuse(answer.error);
}

export async function findBySale(saleId: string): Promise<void> {
  const answer = await call('return.find', { by: 'sale', saleId });
  if (answer.ok) show(answer.value);
  else refuse(answer.error);
}

/** From the ticket or a scan on it: the receipt's return, whatever was shown before. */
export async function openReturnOf(by: { readonly text: string } | { readonly saleId: string }): Promise<void> {
  openReturns();
  await ('text' in by ? findByText(by.text) : findBySale(by.saleId));
}

/** One piece more or less; of what is weighed all or nothing, since its part is typed. */
export function stepLine(line: ReturnableLine, direction: 1 | -1): void {
  const standing = useReturnView.getState().chosen.get(line.lineNo) ?? 0;
  const step = line.unit === 'piece' ? ONE_PIECE_MILLI : line.returnableMilli;
  chooseQuantity(line.lineNo, standing + direction * step);
}

/** Puts what was chosen on the ticket and goes there: to give the money back, or to sell something in its place. */
export async function takeChosen(): Promise<void> {
  const { step, chosen, disposition, dispositions, reasonId, note } = useReturnView.getState();
  if (step.kind !== 'receipt') return;
  if (chosen.size === 0) {
    refuse({ code: 'return.nothing-chosen', params: {} });
    return;
  }
  if (reasonId === null) {
    refuse({ code: 'return.reason-needed', params: {} });
    return;
  }
  const written = note.trim() === '' ? null : note.trim();
  const lines = [...chosen].map(([lineNo, quantityMilli]) => ({
    lineNo,
    quantityMilli,
    reasonId,
    note: written,
    disposition: dispositions.get(lineNo) ?? disposition,
  }));
  settle(await takeCart('return.take', { saleId: step.receipt.saleId, lines }));
}

export async function takeUnreceipted(product: Product, quantityMilli: number, unitPriceMinor: number | null): Promise<void> {
  const { step, disposition, reasonId, note } = useReturnView.getState();
  if (reasonId === null) {
    refuse({ code: 'return.reason-needed', params: {} });
    return;
  }
  settle(
    await takeCart('return.take-without-receipt', {
      productId: product.productId,
      quantityMilli,
      unitPriceMinor,
      foreignReceipt: foreignReceiptOf(step),
      reasonId,
      note: note.trim() === '' ? null : note.trim(),
      disposition,
    }),
  );
}

function settle(answer: Result<unknown, Refusal>): void {
  if (!answer.ok) {
    refuse(answer.error);
    return;
  }
  playSound('taken');
  resetPayView();
  leaveReturns();
}

/** Takes the last ticket back whole. True when it was done. */
export async function voidSale(saleId: string, receiptNumber: string, reason: string): Promise<Refusal | null> {
  const answer = await call('sale.void', { saleId, reason });
  if (!answer.ok) {
    playSound('refused');
    return answer.error;
  }
  playSound('taken');
  useTerminal.setState(({ terminal }) => ({ terminal: terminal === null ? null : { ...terminal, lastSale: answer.value.sale } }));
  resetReturns();
  sayOfReturns({ kind: 'voided', receiptNumber });
  return null;
}
