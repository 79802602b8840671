import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { NumberPad } from '../../../ui/number-pad.tsx';
import { readTyped, writeTyped } from '../../../ui/typed-number.ts';
import { quantityShape } from '../line-quantity-tab.tsx';
import { PadAndAside } from '../pad-and-aside.tsx';
import { takeTare } from './weigh-actions.ts';

/** What a counter scale carries. */
const MAX_TARE_MILLI_KG = 99_999;
const SHAPE = quantityShape('kg');

interface TarePadProps {
  readonly tareMilliKg: number;
  readonly onDone: () => void;
}

/** A tare that is printed on what holds the goods. */
export function TarePad({ tareMilliKg, onDone }: TarePadProps) {
  const { t } = useTranslation('weigh');
  const [text, setText] = useState(tareMilliKg === 0 ? '' : writeTyped(tareMilliKg, SHAPE.scale));
  const figure = readTyped(text, SHAPE);
  const isTooHeavy = figure !== null && figure > MAX_TARE_MILLI_KG;
  const enter = async () => {
    if (figure !== null && (await takeTare(figure))) onDone();
  };
  return (
    <PadAndAside
      aside={
        <Button size="large" fill icon={ArrowLeft} iconMirrored onPress={onDone}>
          {t('backToScale')}
        </Button>
      }
    >
      <NumberPad
        label={t('tare.label')}
        value={text}
        onChange={setText}
        decimals={SHAPE.decimals}
        suffix={t('kilograms')}
        error={isTooHeavy ? t('tare.tooHeavy') : null}
        enterLabel={t('tare.take')}
        isEnterDisabled={figure === null || isTooHeavy}
        onEnter={() => void enter()}
      />
    </PadAndAside>
  );
}
