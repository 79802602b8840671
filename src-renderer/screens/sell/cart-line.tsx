import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatQuantity } from '../../../src-shared/money/format.ts';
import type { PricedLine } from '../../../src-shared/sale/priced-cart.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Amount } from '../../ui/amount.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import styles from './cart-line.module.css';
import { DiscountText } from './discount-text.tsx';

export function lineElementId(lineId: string): string {
  return `cart-line-${lineId}`;
}

/** What there is to say of a line beyond its four figures, in one row; null when there is nothing. */
function LineRemarks({ line }: { readonly line: PricedLine }) {
  const { t } = useTranslation('sell');
  const remarks: React.ReactNode[] = [];
  if (line.returnTerms !== undefined) {
    remarks.push(
      <span key="return" className={styles.returned}>
        {t('line.returned')} {line.returnOf !== undefined && <bdi>{line.returnOf.receiptNumber}</bdi>}
      </span>,
    );
  }
  if (line.labelPriceMinor !== null) remarks.push(t('line.labelPrice'));
  if (line.unitPriceMinor !== line.listPriceMinor) {
    remarks.push(
      <span key="price">
        {t('line.insteadOf')} <Amount amountMinor={line.listPriceMinor} />
      </span>,
    );
  }
  if (line.discount !== null) {
    remarks.push(
      <span key="discount">
        {t('line.discount')} <DiscountText discount={line.discount} /> (<Amount amountMinor={-line.lineDiscountMinor} />)
      </span>,
    );
  }
  if (line.measured === 'keyed') remarks.push(t('line.keyedWeight'));
  if (line.note !== null) remarks.push(<bdi key="note">{line.note}</bdi>);
  return <span className={styles.remarks}>{remarks.flatMap((remark, at) => (at === 0 ? [remark] : [' · ', remark]))}</span>;
}

function hasRemarks({ labelPriceMinor, unitPriceMinor, listPriceMinor, measured, discount, note, returnTerms }: PricedLine): boolean {
  return (
    returnTerms !== undefined ||
    measured === 'keyed' ||
    labelPriceMinor !== null ||
    unitPriceMinor !== listPriceMinor ||
    discount !== null ||
    note !== null
  );
}

/**
 * The terminal sends the whole ticket after every act, each line a new object: those that say the same are not drawn again. Fields are
 * figures, codes and small records.
 */
function isSameLine(one: PricedLine, other: PricedLine): boolean {
  const keys = Object.keys(one) as (keyof PricedLine)[];
  return keys.every((key) => one[key] === other[key] || JSON.stringify(one[key]) === JSON.stringify(other[key]));
}

interface CartLineProps {
  readonly line: PricedLine;
  readonly isOpen: boolean;
  /** The line the last act touched: marked until the next one. */
  readonly isChanged: boolean;
  readonly onOpen: (lineId: string) => void;
}

/** A row of the ticket. Its height never changes, so that no line below it moves. */
function CartLineRow({ line, isOpen, isChanged, onOpen }: CartLineProps) {
  const { language, digits } = useMoneyFormat();
  return (
    // The keys of the list are the list's own: arrows from anywhere on the screen (see SellScreen). A pointer may take a row directly.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    // biome-ignore lint/a11y/useFocusableInteractive: see above.
    <div
      id={lineElementId(line.lineId)}
      className={classNames(
        styles.line,
        isOpen && styles.open,
        isChanged && styles.changed,
        hasRemarks(line) && styles.remarked,
        line.returnTerms !== undefined && styles.comesBack,
      )}
      role="option"
      aria-selected={isOpen}
      onClick={() => {
        onOpen(line.lineId);
      }}
    >
      <bdi className={styles.quantity}>{formatQuantity(line.quantityMilli, line.unit, language, digits)}</bdi>
      <span className={styles.name}>
        <bdi>{textIn(line.name, language)}</bdi>
      </span>
      <span className={styles.unitPrice}>
        <Amount amountMinor={line.unitPriceMinor} />
      </span>
      <span className={styles.total}>
        <Amount amountMinor={line.totalMinor} isStrong />
      </span>
      {hasRemarks(line) && <LineRemarks line={line} />}
    </div>
  );
}

export const CartLine = memo(
  CartLineRow,
  (before, after) =>
    before.isOpen === after.isOpen &&
    before.isChanged === after.isChanged &&
    before.onOpen === after.onOpen &&
    isSameLine(before.line, after.line),
);
