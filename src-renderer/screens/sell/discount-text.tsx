import { formatQuantity } from '../../../src-shared/money/format.ts';
import type { Discount } from '../../../src-shared/sale/cart.ts';
import { Amount } from '../../ui/amount.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';

interface DiscountTextProps {
  readonly discount: Discount;
}

/** A discount as it was given: `10 %`, or an amount. */
export function DiscountText({ discount }: DiscountTextProps) {
  const { language, digits } = useMoneyFormat();
  if (discount.kind === 'amount') return <Amount amountMinor={discount.amountMinor} />;
  // Thousandths of a per cent are written like thousandths of a piece: as a bare figure.
  return <bdi dir="ltr">{formatQuantity(discount.percentMilli, 'piece', language, digits)} %</bdi>;
}
