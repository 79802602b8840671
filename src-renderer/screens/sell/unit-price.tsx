import { useTranslation } from 'react-i18next';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { Amount } from '../../ui/amount.tsx';
import styles from './unit-price.module.css';

interface UnitPriceProps {
  readonly product: Pick<Product, 'unitPriceMinor' | 'unit'>;
}

/** The price of one unit, with the unit where it is not a piece; in words where the price is asked for at the till. */
export function UnitPrice({ product }: UnitPriceProps) {
  const { t } = useTranslation('sell');
  if (product.unitPriceMinor === null) return <span className={styles.asked}>{t('price.asked')}</span>;
  return (
    <span className={styles.price}>
      <Amount amountMinor={product.unitPriceMinor} isStrong />
      {product.unit !== 'piece' && <span className={styles.unit}>{t(`price.per.${product.unit}`)}</span>}
    </span>
  );
}
