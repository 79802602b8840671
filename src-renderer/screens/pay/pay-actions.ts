import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { CartTender, TenderKind } from '../../../src-shared/sale/cart.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';
import { showScreen } from '../../app/navigation.ts';
import { playSound } from '../../app/sounds.ts';
import { commandCart, completeTicket } from '../../state/terminal-store.ts';
import { sayMessage } from '../sell/sell-view.ts';
import { chooseTender, clearDraft, resetPayView, setCompleting, usePayView } from './pay-view.ts';

/** What the keys and buttons of the pay screen do. Every figure is main's; here it is only chosen. */

function refuse(refusal: Refusal): void {
  playSound('refused');
  sayMessage({ kind: 'refused', refusal });
}

/** What is left to pay if the rest is paid in this way: cash has its duty and its rounding. */
export function leftFor(cart: PricedCart, kind: TenderKind): number {
  return kind === 'cash' ? cart.remainingCashMinor : cart.remainingOtherMinor;
}

function cardOf(kind: TenderKind): CartTender['card'] {
  if (kind !== 'card') return null;
  const { approvalCode, lastFour } = usePayView.getState().draft;
  return { brand: null, lastFour: lastFour === '' ? null : lastFour, approvalCode: approvalCode.trim() || null, terminalId: null };
}

/**
 * Takes money in one way. `amountMinor` has the ticket's direction; null is what is left. The ticket must be the one the person saw: the
 * second tap of two on the same note counts for nothing.
 */
export async function takeTender(
  seen: PricedCart,
  { tenderId, kind }: TenderType,
  amountMinor: number | null,
  accountId: string | null = null,
): Promise<void> {
  const reference = usePayView.getState().draft.reference.trim();
  const answer = await commandCart((cart) => {
    const amount = amountMinor ?? leftFor(cart, kind);
    if (cart.revision !== seen.revision || amount === 0) return null;
    const tender = {
      tenderId,
      kind,
      amountMinor: amount,
      card: cardOf(kind),
      reference: reference === '' ? null : reference,
      ...(accountId === null ? {} : { accountId }),
    };
    return { kind: 'tender.add', tender };
  });
  if (!answer.ok) {
    refuse(answer.error);
    return;
  }
  sayMessage(null);
  clearDraft();
}

export async function removeTender(tenderLineId: string): Promise<void> {
  const answer = await commandCart(({ tenders }) =>
    tenders.some((tender) => tender.tenderLineId === tenderLineId) ? { kind: 'tender.remove', tenderLineId } : null,
  );
  if (!answer.ok) refuse(answer.error);
  else {
    sayMessage(null);
    setCompleting('no');
  }
}

/** The way of paying before or after the chosen one, by the arrow keys. */
export function chooseNeighbour(tenders: readonly TenderType[], chosen: TenderType, direction: 1 | -1): void {
  const next = tenders[tenders.indexOf(chosen) + direction];
  if (next !== undefined) chooseTender(next.tenderId);
}

/** Answers after which nobody on this side knows whether the sale is in the journal. Asking again finds out, and books nothing twice. */
const UNCERTAIN = new Set<Refusal['code']>(['ledger.outcome-unknown', 'internal']);

export async function complete(cart: PricedCart): Promise<void> {
  if (usePayView.getState().completing === 'asked') return;
  setCompleting('asked');
  const answer = await completeTicket(cart);
  if (answer.ok) {
    playSound('taken');
    sayMessage(null);
    resetPayView();
    return;
  }
  const isUncertain = UNCERTAIN.has(answer.error.code);
  setCompleting(isUncertain ? 'uncertain' : 'no');
  if (isUncertain) {
    playSound('refused');
    sayMessage(null);
  } else refuse(answer.error);
}

/** Back to the lines. Money already taken stays with the ticket. */
export function backToSelling(): void {
  clearDraft();
  sayMessage(null);
  showScreen('sell');
}

export function nextCustomer(): void {
  resetPayView();
  sayMessage(null);
  showScreen('sell');
}
