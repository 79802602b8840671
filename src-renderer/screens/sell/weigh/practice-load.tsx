import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { VIRTUAL_TROUBLES } from '../../../../src-shared/contract/device-state.ts';
import { formatQuantity } from '../../../../src-shared/money/format.ts';
import { Button } from '../../../ui/button.tsx';
import { useMoneyFormat } from '../../../ui/money-format.tsx';
import styles from './practice-load.module.css';
import { putOnScale } from './weigh-actions.ts';

/** Nothing, a jar, a handful, a bag: what a learner meets in a day. */
const LOADS_MILLI_KG = [0, 320, 735, 1_250];

/** For practice and the demo: what lies on the virtual scale, or what it suffers from. */
export function PracticeLoad() {
  const { t } = useTranslation('weigh');
  const { language, digits } = useMoneyFormat();
  return (
    <Group className={styles.practice ?? ''} aria-label={t('practice.title')}>
      <p className={styles.title}>{t('practice.title')}</p>
      <div className={styles.choices}>
        {LOADS_MILLI_KG.map((weightMilliKg) => (
          <Button key={weightMilliKg} keepsFocus onPress={() => void putOnScale({ kind: 'weight', weightMilliKg })}>
            {weightMilliKg === 0 ? t('practice.lift') : <bdi>{formatQuantity(weightMilliKg, 'kg', language, digits)}</bdi>}
          </Button>
        ))}
        {VIRTUAL_TROUBLES.map((kind) => (
          <Button key={kind} keepsFocus onPress={() => void putOnScale({ kind })}>
            {t(`practice.${kind}`)}
          </Button>
        ))}
      </div>
    </Group>
  );
}
