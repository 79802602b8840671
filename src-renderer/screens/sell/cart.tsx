import { MessageSquareText, ScanBarcode, Trash2, Undo2 } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TicketCustomer } from '../customers/ticket-customer.tsx';
import styles from './cart.module.css';
import { CartLine, lineElementId } from './cart-line.tsx';
import { openLine, undo } from './sell-actions.ts';
import { showPanel, useSellView } from './sell-view.ts';

interface CartProps {
  readonly cart: PricedCart | null;
  readonly onVoid: () => void;
}

interface CartHeadProps extends Pick<CartProps, 'onVoid'> {
  readonly customerId: string | null;
  readonly hasLines: boolean;
}

const CartHead = memo(function CartHead({ hasLines, customerId, onVoid }: CartHeadProps) {
  const { t } = useTranslation('sell');
  const canUndo = useTerminal((view) => view.terminal?.canUndo ?? false);
  return (
    <header className={styles.head}>
      {/* The customer's name says whose ticket it is, in the place of the word for it. */}
      <h2 className={customerId === null ? styles.title : 'visually-hidden'} id="cart-title">
        {t('cart.title')}
      </h2>
      <TicketCustomer customerId={customerId} />
      <Button
        variant="quiet"
        icon={Undo2}
        iconMirrored
        label={t('cart.undo')}
        keyHint="Ctrl+Z"
        isDisabled={!canUndo}
        onPress={() => void undo()}
      />
      <Button
        variant="quiet"
        icon={MessageSquareText}
        label={t('cart.note')}
        isDisabled={!hasLines}
        onPress={() => {
          showPanel({ kind: 'ticket-note' });
        }}
      />
      <Button variant="quiet" icon={Trash2} label={t('cart.void')} keyHint="⇧Del" isDisabled={!hasLines} onPress={onVoid} />
    </header>
  );
});

/** The ticket: one line below the other, the newest last, and always in sight. */
export function Cart({ cart, onVoid }: CartProps) {
  const { t } = useTranslation('sell');
  const changedLineId = useTerminal((view) => view.changedLineId);
  const openLineId = useSellView(({ panel }) => (panel.kind === 'line' ? panel.lineId : null));
  const list = useRef<HTMLDivElement>(null);
  const lines = cart?.lines ?? [];
  const shownLineId = openLineId ?? changedLineId;
  useEffect(() => {
    if (shownLineId === null) return;
    document.getElementById(lineElementId(shownLineId))?.scrollIntoView({ block: 'nearest' });
  }, [shownLineId, lines.length]);

  return (
    <section className={styles.cart} aria-labelledby="cart-title">
      <CartHead hasLines={lines.length > 0} customerId={cart?.customerId ?? null} onVoid={onVoid} />
      {lines.length === 0 ? (
        <div className={styles.lines}>
          <EmptyState icon={ScanBarcode} title={t('cart.empty')}>
            <p>{t('cart.emptyHint')}</p>
          </EmptyState>
        </div>
      ) : (
        <div
          ref={list}
          className={styles.lines}
          role="listbox"
          tabIndex={0}
          aria-labelledby="cart-title"
          {...(openLineId === null ? {} : { 'aria-activedescendant': lineElementId(openLineId) })}
        >
          {lines.map((line) => (
            <CartLine
              key={line.lineId}
              line={line}
              isOpen={line.lineId === openLineId}
              isChanged={line.lineId === changedLineId}
              onOpen={openLine}
            />
          ))}
        </div>
      )}
    </section>
  );
}
