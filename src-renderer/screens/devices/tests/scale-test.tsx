import { Weight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScaleView } from '../../../../src-shared/contract/device-state.ts';
import { SCALE_ID } from '../../../../src-shared/settings/device-ids.ts';
import type { ScaleSettings } from '../../../../src-shared/settings/serial-devices.ts';
import { call } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import styles from '../cards.module.css';
import { sayRefusal } from '../devices-view.ts';
import paper from './paper.module.css';
import { Verdict } from './verdict.tsx';

const LOOK_MS = 400;
/** A scale that weighs against a price is shown one: whichever will do for a look. */
const PRICE_MINOR = 100;
const PRACTICE_LOADS = [0, 250, 1_250] as const;

/** The scale as it is at this moment, for as long as somebody looks. */
function useScaleView(): ScaleView | null {
  const [view, setView] = useState<ScaleView | null>(null);
  useEffect(() => {
    let isShown = true;
    const look = async () => {
      const answer = await call('scale.read', { unitPriceMinor: PRICE_MINOR });
      if (isShown && answer.ok) setView(answer.value);
    };
    void look();
    const timer = window.setInterval(() => void look(), LOOK_MS);
    return () => {
      isShown = false;
      window.clearInterval(timer);
    };
  }, []);
  return view;
}

/** The scale's live reading, its tare, and whether it shows what lies on it. */
export function ScaleTest({ scale }: { readonly scale: ScaleSettings }) {
  const { t } = useTranslation('hardware');
  const view = useScaleView();
  const tare = async (tareMilliKg: number | null) => {
    const answer = await call('scale.tare', { tareMilliKg });
    sayRefusal(answer.ok ? null : answer.error);
  };
  const grams = view?.state === 'stable' ? view.weightMilliKg : 0;
  const hasWeight = view?.state === 'stable' || view?.state === 'empty';
  return (
    <section className={styles.card} aria-label={scale.name}>
      <div className={styles.row}>
        <h2 className={styles.heading}>
          <bdi>{scale.name}</bdi>
        </h2>
        <div className={styles.buttons}>
          <Button icon={Weight} onPress={() => void tare(null)}>
            {t('tests.tare')}
          </Button>
          <Button onPress={() => void tare(0)}>{t('tests.noTare')}</Button>
        </div>
      </div>
      <p className={paper.figure} data-testid="scale-reading">
        {hasWeight ? <bdi>{t('tests.grams', { grams })}</bdi> : '—'}
      </p>
      <p role="status">
        {view === null ? '' : view.state === 'fault' ? t(`devices:faults.${view.fault}`) : t(`tests.scale.${view.state}`)}
      </p>
      {scale.connection.kind === 'virtual' && (
        <div className={styles.buttons}>
          {PRACTICE_LOADS.map((weightMilliKg) => (
            <Button key={weightMilliKg} onPress={() => void call('virtual-scale.load', { load: { kind: 'weight', weightMilliKg } })}>
              {t('tests.load', { grams: weightMilliKg })}
            </Button>
          ))}
        </div>
      )}
      <Verdict deviceId={SCALE_ID} question={t('tests.scaleQuestion')} remedy={t('tests.scaleRemedy')} />
    </section>
  );
}
