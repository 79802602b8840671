import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isAccountKind } from '../../../src-shared/accounts/account.ts';
import type { AccountTender } from '../../../src-shared/contract/customers-api.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';
import { useScanEntry } from '../../scanning/use-scan-entry.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { useAmountShape } from '../../ui/money-format.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { readTyped } from '../../ui/typed-number.ts';
import { RefundProposals } from '../returns/refund-proposals.tsx';
import { useGiftCodeReader } from './account-fields.tsx';
import { proposedFor, usableTenders, useAccountTenders } from './account-tenders.ts';
import { DueFigure } from './due-figure.tsx';
import { backToSelling, chooseNeighbour, complete, removeTender, takeTender } from './pay-actions.ts';
import { PayMessage } from './pay-message.tsx';
import styles from './pay-screen.module.css';
import { changeDraft, chooseTender, chosenTender, clearDraft, usePayView } from './pay-view.ts';
import { SettledPanel } from './settled-panel.tsx';
import { TenderEntry } from './tender-entry.tsx';
import { TenderTiles } from './tender-tiles.tsx';
import { TicketPayment } from './ticket-payment.tsx';

const NO_TENDERS: readonly TenderType[] = [];

/** What is typed, as an amount of the ticket's direction: `left` for what is left, null for nothing that can be taken. */
function useTypedAmount(cart: PricedCart): () => number | 'left' | null {
  const shape = useAmountShape();
  return () => {
    const { typed } = usePayView.getState().draft;
    if (typed === null) return 'left';
    const figure = readTyped(typed, shape);
    if (figure === null || figure === 0) return null;
    return cart.totals.totalMinor < 0 ? -figure : figure;
  };
}

/**
 * The one next step: take what is typed, or, when nothing is left, complete. Null while there is nothing to do. The figure is read when the
 * key comes: the last digit may have come in the same instant.
 */
function useNextStep(cart: PricedCart, tender: TenderType | null, accounts: readonly AccountTender[]): (() => void) | null {
  usePayView((view) => view.draft.typed);
  const giftAccountId = usePayView((view) => view.draft.accountId);
  const typedAmount = useTypedAmount(cart);
  if (cart.settled) return () => void complete(cart);
  if (tender === null || typedAmount() === null) return null;
  const accountId = tender.kind === 'gift-card' ? giftAccountId : accountOf(tender, accounts);
  if (isAccountKind(tender.kind) && accountId === null) return null;
  return () => {
    const amount = typedAmount();
    if (amount !== null) void takeTender(cart, tender, amount === 'left' ? proposedNow(cart, tender, accounts) : amount, accountId);
  };
}

function accountOf(tender: TenderType, accounts: readonly AccountTender[]): string | null {
  return accounts.find(({ tenderId }) => tenderId === tender.tenderId)?.accountId ?? null;
}

/** What is left, or as much of it as the account has; null, where no account limits it, is what is left when the command's turn comes. */
function proposedNow(cart: PricedCart, tender: TenderType, accounts: readonly AccountTender[]): number | null {
  if (!isAccountKind(tender.kind)) return null;
  const proposed = proposedFor(cart, tender, accounts);
  const { mostMinor } = usePayView.getState().draft;
  return mostMinor === null || proposed < 0 ? proposed : Math.min(proposed, mostMinor);
}

/** A card that is scanned is chosen: its number stands in its field, whatever way of paying was chosen before. */
function useGiftCardScans(tenders: readonly TenderType[], isEnabled: boolean): void {
  const readGiftCode = useGiftCodeReader();
  useScanEntry(
    'taker',
    (scanned) => {
      const tender = tenders.find(({ kind }) => kind === 'gift-card');
      const giftCode = scanned.kind === 'read' ? readGiftCode(scanned.text) : null;
      if (tender === undefined || giftCode === null) return 'pass';
      chooseTender(tender.tenderId);
      changeDraft({ giftCode });
      return 'mine';
    },
    isEnabled,
  );
}

function usePayKeys(cart: PricedCart, tenders: readonly TenderType[], tender: TenderType | null, next: (() => void) | null): void {
  const move = (direction: 1 | -1) => () => {
    if (tender !== null && !cart.settled) chooseNeighbour(tenders, tender, direction);
  };
  useShortcut('Enter', () => next?.());
  useShortcut('F12', () => next?.(), { inFields: true });
  useShortcut('Escape', backToSelling, { inFields: true });
  useShortcut('ArrowUp', move(-1), { inFields: true });
  useShortcut('ArrowDown', move(1), { inFields: true });
  useShortcut('Delete', () => {
    const last = cart.tenders.at(-1);
    if (last !== undefined) void removeTender(last.tenderLineId);
  });
}

interface PayFootProps {
  readonly cart: PricedCart;
  readonly next: (() => void) | null;
}

function PayFoot({ cart, next }: PayFootProps) {
  const { t } = useTranslation('pay');
  const completing = usePayView((view) => view.completing);
  const isUncertain = completing === 'uncertain';
  return (
    <footer className={styles.foot}>
      <Button size="large" icon={ArrowLeft} iconMirrored keyHint="Esc" onPress={backToSelling}>
        {t('back')}
      </Button>
      <div className={styles.due}>
        <DueFigure cart={cart} />
        <div className={styles.next}>
          <Button
            // The button that has just become the next step takes the focus, so that Enter is heard by a screen reader too.
            key={String(cart.settled)}
            variant={cart.settled ? 'primary' : 'secondary'}
            size="large"
            fill
            keyHint="F12"
            autoFocus={cart.settled}
            isDisabled={!cart.settled || completing === 'asked'}
            onPress={() => next?.()}
          >
            {t(isUncertain ? 'check' : 'complete')}
          </Button>
        </div>
      </div>
    </footer>
  );
}

/** Money is being taken: ways of paying and the pad on the leading side, what has been given and what is left on the other. */
export function Paying({ cart }: { readonly cart: PricedCart }) {
  const { t } = useTranslation('pay');
  const accounts = useAccountTenders(cart);
  const known = useTerminal((view) => view.terminal?.settings?.tenders ?? NO_TENDERS);
  const tenders = usableTenders(known, accounts);
  const tenderId = usePayView((view) => view.tenderId);
  const tender = chosenTender(tenders, tenderId);
  const next = useNextStep(cart, tender, accounts);
  // Of all the shop's ways of paying: a card is often scanned before it is known which accounts this ticket can use.
  useGiftCardScans(known, !cart.settled && cart.totals.totalMinor > 0);
  usePayKeys(cart, tenders, tender, next);
  // A figure typed and not taken is not there any more when the person comes back.
  useEffect(() => clearDraft, []);
  const screen = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Magnified, the screen is longer than the window, which may stand anywhere from before.
    screen.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <div className={styles.screen} ref={screen}>
      <section className={styles.take} aria-label={t('take')}>
        <h1 className="visually-hidden">{t('title')}</h1>
        <TenderTiles cart={cart} tenders={tenders} chosen={tender} accounts={accounts} />
        <div className={styles.place}>
          {cart.settled || tender === null ? (
            <SettledPanel cart={cart} />
          ) : (
            <TenderEntry key={`${tender.tenderId} ${cart.tenders.length}`} cart={cart} tender={tender} accounts={accounts} onTake={next} />
          )}
        </div>
      </section>
      <aside className={styles.side} aria-label={t('given')}>
        {cart.totals.totalMinor < 0 && !cart.settled && <RefundProposals cart={cart} />}
        <TicketPayment cart={cart} tenders={known} tender={tender} />
        <PayMessage />
      </aside>
      <PayFoot cart={cart} next={next} />
    </div>
  );
}
