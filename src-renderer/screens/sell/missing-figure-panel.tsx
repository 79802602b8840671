import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useAmountShape, useCurrencySign, useMoneyFormat } from '../../ui/money-format.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { readTyped } from '../../ui/typed-number.ts';
import { quantityShape } from './line-quantity-tab.tsx';
import styles from './missing-figure-panel.module.css';
import { PadAndAside } from './pad-and-aside.tsx';
import { PanelFrame } from './panel-frame.tsx';
import { goodsPreview, PricePreview } from './price-preview.tsx';
import { ProductPicture } from './product-picture.tsx';
import { addProduct } from './sell-actions.ts';
import type { Panel } from './sell-view.ts';
import { UnitPrice } from './unit-price.tsx';

type MissingFigurePanelProps = Omit<Extract<Panel, { kind: 'missing-figure' }>, 'kind'>;

/** Asks for the weight of what is sold by weight, or the price of what has none, and rings it up with that. */
export function MissingFigurePanel({ figure, product, code, quantityMilli, unitPriceMinor, readingId }: MissingFigurePanelProps) {
  const { t } = useTranslation('sell');
  const { language } = useMoneyFormat();
  const amountShape = useAmountShape();
  const sign = useCurrencySign();
  const [text, setText] = useState('');
  const isQuantity = figure === 'quantity';
  const shape = isQuantity ? quantityShape(product.unit) : amountShape;
  const value = readTyped(text, shape);
  const isGiven = value !== null && (value > 0 || !isQuantity);
  const enter = () => {
    if (!isGiven) return;
    if (isQuantity) void addProduct(product, { code, unitPriceMinor, quantityMilli: value });
    else void addProduct(product, { code, unitPriceMinor: value, quantityMilli, readingId });
  };
  const perUnit = product.unit === 'piece' ? '' : t(`price.per.${product.unit}`);
  return (
    <PanelFrame title={<bdi>{textIn(product.name, language)}</bdi>} detail={t(isQuantity ? `missing.${product.unit}` : 'missing.price')}>
      <PadAndAside
        aside={
          <div className={styles.product}>
            <ProductPicture image={product.image} />
            <UnitPrice product={product} />
          </div>
        }
      >
        <NumberPad
          label={t(isQuantity ? `missing.${product.unit}` : 'missing.price')}
          value={text}
          onChange={setText}
          decimals={shape.decimals}
          suffix={isQuantity ? t(`unit.${product.unit}`) : `${sign}${perUnit}`}
          note={isQuantity && isGiven && <PricePreview of="line" size="small" request={goodsPreview(product, value, unitPriceMinor)} />}
          enterLabel={t('pad.add')}
          isEnterDisabled={!isGiven}
          onEnter={enter}
        />
      </PadAndAside>
    </PanelFrame>
  );
}
