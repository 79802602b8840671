import { useTranslation } from 'react-i18next';
import type { Discount } from '../../../src-shared/sale/cart.ts';
import type { PricedLine } from '../../../src-shared/sale/priced-cart.ts';
import { DiscountPad } from './discount-pad.tsx';
import { VoidLineButton } from './line-quantity-tab.tsx';
import { editLine } from './sell-actions.ts';
import { closePanel } from './sell-view.ts';

interface LineTabProps {
  readonly line: PricedLine;
}

export function LineDiscountTab({ line }: LineTabProps) {
  const { t } = useTranslation('sell');
  const give = async (discount: Discount | null) => {
    if (await editLine(line.lineId, ({ lineId }) => ({ kind: 'line.discount', lineId, discount }))) closePanel();
  };
  return (
    <DiscountPad
      label={t('line.tab.discount')}
      discount={line.discount}
      target={{ kind: 'line', lineId: line.lineId }}
      onGive={(discount) => void give(discount)}
      last={<VoidLineButton line={line} />}
    />
  );
}
