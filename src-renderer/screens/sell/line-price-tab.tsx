import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PricedLine } from '../../../src-shared/sale/priced-cart.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { useAmountShape, useCurrencySign } from '../../ui/money-format.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { readTyped, writeTyped } from '../../ui/typed-number.ts';
import { VoidLineButton } from './line-quantity-tab.tsx';
import { PadAndAside } from './pad-and-aside.tsx';
import { editLine } from './sell-actions.ts';
import { closePanel } from './sell-view.ts';

interface LineTabProps {
  readonly line: PricedLine;
}

export function LinePriceTab({ line }: LineTabProps) {
  const { t } = useTranslation('sell');
  const shape = useAmountShape();
  const sign = useCurrencySign();
  const [text, setText] = useState(() => writeTyped(line.unitPriceMinor, shape.scale));
  const unitPriceMinor = readTyped(text, shape);
  const setPrice = async (priceMinor: number) => {
    const isDone = await editLine(line.lineId, ({ lineId }) => ({ kind: 'line.price', lineId, unitPriceMinor: priceMinor, reason: null }));
    if (isDone) closePanel();
  };
  return (
    <PadAndAside
      aside={
        line.unitPriceMinor !== line.listPriceMinor && (
          <Button layout="stacked" size="large" fill icon={RotateCcw} iconMirrored onPress={() => void setPrice(line.listPriceMinor)}>
            {t('line.listPrice')} <Amount amountMinor={line.listPriceMinor} />
          </Button>
        )
      }
      last={<VoidLineButton line={line} />}
    >
      <NumberPad
        label={t('line.tab.price')}
        value={text}
        onChange={setText}
        decimals={shape.decimals}
        suffix={line.unit === 'piece' ? sign : `${sign}${t(`price.per.${line.unit}`)}`}
        enterLabel={t('pad.enter')}
        isEnterDisabled={unitPriceMinor === null}
        onEnter={() => {
          if (unitPriceMinor !== null) void setPrice(unitPriceMinor);
        }}
      />
    </PadAndAside>
  );
}
