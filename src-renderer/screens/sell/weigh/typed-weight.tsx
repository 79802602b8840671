import { Scale } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ScaleView } from '../../../../src-shared/contract/device-state.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { NumberPad } from '../../../ui/number-pad.tsx';
import { readTyped } from '../../../ui/typed-number.ts';
import { quantityShape } from '../line-quantity-tab.tsx';
import { PadAndAside } from '../pad-and-aside.tsx';
import { goodsPreview, PricePreview } from '../price-preview.tsx';
import { addProduct } from '../sell-actions.ts';
import styles from './weigh-panel.module.css';
import type { WeighedGoods } from './weighed-goods.ts';

const SHAPE = quantityShape('kg');

interface TypedWeightProps {
  readonly goods: WeighedGoods;
  readonly view: ScaleView;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Null: there is no scale to go back to. */
  readonly onBack: (() => void) | null;
}

/** The weight as a person types it, and, where it has to be typed, what is wrong with the scale. */
export function TypedWeight({ goods, view, text, onChange, onBack }: TypedWeightProps) {
  const { t } = useTranslation(['weigh', 'sell', 'devices']);
  const { product, code, unitPriceMinor } = goods;
  const quantityMilli = readTyped(text, SHAPE);
  const isGiven = quantityMilli !== null && quantityMilli > 0;
  const add = () => {
    if (isGiven) void addProduct(product, { code, unitPriceMinor, quantityMilli });
  };
  return (
    <div className={styles.typed}>
      {view.state === 'fault' && (
        <Notice kind="warning">
          {t(`devices:faults.${view.fault}`)} {t('weigh:typeMeanwhile')}
        </Notice>
      )}
      <PadAndAside
        aside={
          onBack !== null && (
            <Button size="large" fill icon={Scale} onPress={onBack}>
              {t('weigh:backToScale')}
            </Button>
          )
        }
      >
        <NumberPad
          label={t('sell:missing.kg')}
          value={text}
          onChange={onChange}
          decimals={SHAPE.decimals}
          suffix={t('weigh:kilograms')}
          autoFocus="end"
          note={<PricePreview of="line" size="small" request={isGiven ? goodsPreview(product, quantityMilli, unitPriceMinor) : null} />}
          enterLabel={t('sell:pad.add')}
          isEnterDisabled={!isGiven}
          onEnter={add}
        />
      </PadAndAside>
    </div>
  );
}
