import { useTranslation } from 'react-i18next';
import type { Discount } from '../../../src-shared/sale/cart.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { Amount } from '../../ui/amount.tsx';
import { DiscountPad } from './discount-pad.tsx';
import { PanelFrame } from './panel-frame.tsx';
import { editTicket } from './sell-actions.ts';
import { closePanel } from './sell-view.ts';

interface TicketPanelProps {
  readonly cart: PricedCart | null;
}

export function TicketDiscountPanel({ cart }: TicketPanelProps) {
  const { t } = useTranslation('sell');
  const give = async (discount: Discount | null) => {
    if (await editTicket({ kind: 'cart.discount', discount })) closePanel();
  };
  return (
    <PanelFrame title={t('discount.ofTicket')} detail={<Amount amountMinor={cart?.totals.totalMinor ?? 0} />}>
      <DiscountPad
        label={t('discount.ofTicket')}
        discount={cart?.discount ?? null}
        target={{ kind: 'ticket' }}
        onGive={(discount) => void give(discount)}
      />
    </PanelFrame>
  );
}
