import { formatAmount } from '../../src-shared/money/format.ts';
import styles from './amount.module.css';
import { classNames } from './class-names.ts';
import { useMoneyFormat } from './money-format.tsx';

interface AmountProps {
  readonly amountMinor: number;
  readonly size?: 'small' | 'body' | 'large' | 'title' | 'total';
  readonly isStrong?: boolean;
  /** With the currency's sign; without it in columns of figures. */
  readonly withCurrency?: boolean;
}

/** An amount of money in the shop's currency, in the person's language: isolated from the text around it, its digits of one width. */
export function Amount({ amountMinor, size, isStrong = false, withCurrency = false }: AmountProps) {
  const format = useMoneyFormat();
  return (
    <bdi className={classNames(styles.amount, size !== undefined && styles[size], isStrong && styles.strong)}>
      {formatAmount(amountMinor, { ...format, withCurrency })}
    </bdi>
  );
}
