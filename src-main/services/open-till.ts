import type { Refusal } from '../../src-shared/contract/refusal.ts';
import type { Notice } from '../../src-shared/contract/terminal-state.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { priceCart } from '../../src-shared/sale/price-cart.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import { usableSettings } from './change-settings.ts';
import { isTraining } from './journal/training.ts';
import { ReturnClaims } from './neighbours/return-claims.ts';
import { opensDrawer, saleReceiptOf } from './sale-receipt.ts';
import { StandingApprovals } from './standing-approvals.ts';
import { keepDraft } from './ticket.ts';
import { rulesNow, type Till, type TillParts } from './till.ts';

/** Makes the till of its parts and gives it back the ticket that was open. Refused where the settings cannot be worked with. */
export function openTill(parts: TillParts, settings: StoreSettings, notices: readonly Notice[]): Result<Till, Refusal> {
  const usable = usableSettings(settings);
  if (!usable.ok) return usable;
  const till: Till = {
    ...parts,
    approvals: new StandingApprovals(),
    returnClaims: new ReturnClaims(),
    settings,
    labelPatterns: usable.value.labelPatterns,
    person: null,
    ticket: null,
    lastSale: parts.drafts.lastSale(),
    training: isTraining(parts.ledger),
    notices,
  };
  restoreTicket(till);
  return ok(till);
}

/**
 * The draft of before the start. A ticket that is in the ledger already was completed, and the program ended before it could say so: it is
 * shown as the last sale, and never sold again. A ticket that cannot be priced under the settings of now waits among the held ones.
 */
function restoreTicket(till: Till): void {
  const cart = till.drafts.current();
  if (cart === null || cart.currency !== till.settings.currency) return;
  const completed = till.ledger.findSale(cart.cartId);
  if (completed !== null) {
    const sale = saleReceiptOf(completed, opensDrawer(completed.sale.tenders, till.settings));
    till.lastSale = sale;
    keepDraft(till, () => {
      till.drafts.keepLastSale(sale);
      till.drafts.drop();
    });
    return;
  }
  const priced = priceCart(cart, rulesNow(till));
  if (priced.ok) {
    till.ticket = { cart, priced: priced.value };
    return;
  }
  till.log.warn('the open ticket could not be priced and is held', { code: priced.error.code });
  const heldAt = till.now().toISOString();
  keepDraft(till, () => {
    till.drafts.hold(cart, {
      cartId: cart.cartId,
      label: '',
      heldAt,
      personId: cart.personId,
      lineCount: cart.lines.length,
      totalMinor: 0,
    });
  });
}
