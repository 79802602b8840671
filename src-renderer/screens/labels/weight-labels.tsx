import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Product } from '../../../src-shared/catalog/product.ts';
import type { ScaleView } from '../../../src-shared/contract/device-state.ts';
import { formatQuantity } from '../../../src-shared/money/format.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { cleanTyped, readTyped } from '../../ui/typed-number.ts';
import { useScale } from '../sell/weigh/use-scale.ts';
import { type LabelOptions, LabelOptionsForm } from './label-options.tsx';
import { LabelPrint } from './label-print.tsx';
import styles from './labels-sheet.module.css';
import { ProductFinder } from './product-finder.tsx';

/** Kilograms with grams, as thousandths. */
const WEIGHT = { decimals: 3, scale: 3 } as const;

interface WeightLabelsProps {
  readonly options: LabelOptions;
  readonly onOptions: (options: LabelOptions) => void;
}

/** A label for what lies on the scale, or for a weight that is typed: the till rings up what its code says. */
export function WeightLabels({ options, onOptions }: WeightLabelsProps) {
  const { t } = useTranslation('labels');
  const { language, digits } = useMoneyFormat();
  const [product, setProduct] = useState<Product | null>(null);
  const [typed, setTyped] = useState('');
  const { view } = useScale(product?.unitPriceMinor ?? null);
  const weightMilliKg = readTyped(typed, WEIGHT);
  const reading = typed === '' && view.state === 'stable' ? view : null;
  const hasWeight = reading !== null || (weightMilliKg !== null && weightMilliKg > 0);
  const content =
    product === null || !hasWeight
      ? null
      : ({
          template: 'weight',
          productId: product.productId,
          readingId: reading?.readingId ?? null,
          weightMilliKg: reading === null ? weightMilliKg : null,
          pattern: null,
          copies: 1,
        } as const);
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <ProductFinder isWanted={({ unit }) => unit === 'kg'} onChoose={setProduct} />
        {product !== null && (
          <p className={styles.goods}>
            <bdi>{textIn(product.name, language)}</bdi>
          </p>
        )}
        <p className={styles.weight} role="status">
          {reading === null ? t(`scale.${stateOf(view)}`) : <bdi>{formatQuantity(reading.weightMilliKg, 'kg', language, digits)}</bdi>}
        </p>
        <TextField
          label={t('typedWeight')}
          description={t('typedWeightHint')}
          value={typed}
          onChange={(text) => {
            setTyped(cleanTyped(text, WEIGHT.decimals));
          }}
          isLeftToRight
        />
      </div>
      <div className={styles.column}>
        <LabelPrint
          content={content}
          options={options}
          hint={t('weightHint')}
          onPrinted={() => {
            setTyped('');
          }}
        />
        <LabelOptionsForm options={options} onChange={onOptions} />
      </div>
    </div>
  );
}

/** What the person can do about it, in three kinds: nothing is there to weigh with, wait, or put something else on it. */
function stateOf(view: ScaleView): 'none' | 'wait' | 'empty' | 'trouble' {
  switch (view.state) {
    case 'none':
      return 'none';
    case 'empty':
      return 'empty';
    case 'waiting':
    case 'motion':
    case 'used':
    case 'stable':
      return 'wait';
    default:
      return 'trouble';
  }
}
