import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../../src-shared/contract/terminal-api.ts';
import { DISPLAY_ID } from '../../../../src-shared/settings/device-ids.ts';
import { call } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import styles from '../cards.module.css';
import { sayRefusal } from '../devices-view.ts';
import paper from './paper.module.css';
import { Verdict } from './verdict.tsx';

/** Every column, and an accent: what a display with the wrong character table gets wrong. These displays have no Arabic letters. */
const TEST_LINES = { upper: 'Contacto - éèàçù', lower: '12345678901234567890' } as const;
/** The line is written in turn; by then it has been. */
const WRITTEN_MS = 300;

/** A text on the customer display, and whether the customer can read it. */
export function DisplayTest({ isVirtual }: { readonly isVirtual: boolean }) {
  const { t } = useTranslation('hardware');
  const [lines, setLines] = useState<ResponseOf<'virtual-display.lines'>['lines']>(null);
  const show = async () => {
    const answer = await call('display.test', TEST_LINES);
    sayRefusal(answer.ok ? null : answer.error);
    if (!answer.ok || !isVirtual) return;
    await new Promise((resolve) => setTimeout(resolve, WRITTEN_MS));
    const shown = await call('virtual-display.lines', {});
    if (shown.ok) setLines(shown.value.lines);
  };
  return (
    <section className={styles.card} aria-label={t('kinds.display')}>
      <div className={styles.row}>
        <h2 className={styles.heading}>{t('kinds.display')}</h2>
        <Button icon={MonitorSmartphone} onPress={() => void show()}>
          {t('tests.show')}
        </Button>
      </div>
      {lines !== null && (
        <p className={paper.lines} dir="ltr">
          {lines.upper}
          {'\n'}
          {lines.lower}
        </p>
      )}
      <Verdict deviceId={DISPLAY_ID} question={t('tests.displayQuestion')} remedy={t('tests.displayRemedy')} />
    </section>
  );
}
