import { useState } from 'react';
import type { ScaleView } from '../../../../src-shared/contract/device-state.ts';
import { refusal } from '../../../../src-shared/contract/refusal.ts';
import type { StoreSettings } from '../../../../src-shared/settings/store-settings.ts';
import { textIn } from '../../../../src-shared/text/localized-text.ts';
import { useTerminal } from '../../../state/terminal-store.ts';
import { useMoneyFormat } from '../../../ui/money-format.tsx';
import { useTypedText } from '../../../ui/shortcut.tsx';
import { cleanTyped } from '../../../ui/typed-number.ts';
import { quantityShape } from '../line-quantity-tab.tsx';
import { PanelFrame } from '../panel-frame.tsx';
import { refuse } from '../sell-actions.ts';
import { sayMessage } from '../sell-view.ts';
import { UnitPrice } from '../unit-price.tsx';
import { PracticeLoad } from './practice-load.tsx';
import { TarePad } from './tare-pad.tsx';
import { TypedWeight } from './typed-weight.tsx';
import { useScale } from './use-scale.ts';
import styles from './weigh-panel.module.css';
import type { WeighedGoods } from './weighed-goods.ts';
import { WeightBoard } from './weight-board.tsx';

/** The scale cannot weigh, and nothing on the pan will change that: the weight is typed until it can. */
function isOutOfUse({ state }: ScaleView): boolean {
  return state === 'fault' || state === 'none';
}

function isVirtual(settings: StoreSettings | null | undefined): boolean {
  return settings?.scale?.connection.kind === 'virtual';
}

/**
 * Goods sold by the kilogram, beside a scale: the weight as it settles, what it comes to, and the tare. Figures that are typed go to a pad
 * of their own, at once where the scale does not work.
 */
export function WeighPanel(goods: WeighedGoods) {
  const { product, unitPriceMinor } = goods;
  const { language } = useMoneyFormat();
  const settings = useTerminal(({ terminal }) => terminal?.settings ?? null);
  const { view, tareMilliKg } = useScale(product.unitPriceMinor ?? unitPriceMinor);
  const [mode, setMode] = useState<'scale' | 'weight' | 'tare'>('scale');
  const [typed, setTyped] = useState('');
  const isBroken = isOutOfUse(view);
  const mayType = isBroken || settings?.weighing.typedWeight !== 'without-scale';
  // A weight that is being typed when the scale comes back is typed to its end.
  const shown = isBroken || (mode === 'weight' && mayType) || (mode === 'scale' && typed !== '' && mayType) ? 'weight' : mode;
  // With no field on the screen what is typed is meant for the weight, never for the search behind.
  useTypedText((text) => {
    if (!mayType) {
      refuse(refusal('scale.typing-not-allowed'));
      return () => {
        sayMessage(null);
      };
    }
    const figure = cleanTyped(text, quantityShape(product.unit).decimals);
    if (figure !== '') {
      setTyped(figure);
      setMode('weight');
    }
    return () => {
      setTyped('');
      setMode('scale');
    };
  }, shown === 'scale');
  const backToScale = () => {
    setTyped('');
    setMode('scale');
  };
  return (
    <PanelFrame title={<bdi>{textIn(product.name, language)}</bdi>} detail={<UnitPrice product={priced(goods)} />}>
      <div className={styles.whole}>
        {shown === 'weight' && (
          <TypedWeight goods={goods} view={view} text={typed} onChange={setTyped} onBack={isBroken ? null : backToScale} />
        )}
        {shown === 'tare' && <TarePad tareMilliKg={tareMilliKg} onDone={backToScale} />}
        {shown === 'scale' && (
          <WeightBoard
            goods={goods}
            view={view}
            tareMilliKg={tareMilliKg}
            knownTares={settings?.weighing.knownTares ?? []}
            onTypeTare={() => {
              setMode('tare');
            }}
            onTypeWeight={
              mayType
                ? () => {
                    setMode('weight');
                  }
                : null
            }
          />
        )}
        {isVirtual(settings) && <PracticeLoad />}
      </div>
    </PanelFrame>
  );
}

function priced({ product, unitPriceMinor }: WeighedGoods): WeighedGoods['product'] {
  return { ...product, unitPriceMinor: product.unitPriceMinor ?? unitPriceMinor };
}
