import { CircleAlert, CircleCheck, ThumbsDown, ThumbsUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import styles from '../cards.module.css';
import { sayOfDevice, useDevices } from '../devices-view.ts';

interface VerdictProps {
  readonly deviceId: string;
  /** What the person is to look at. */
  readonly question: string;
  /** Where to look when it is not so. */
  readonly remedy: string;
}

/** A question only a person can answer, and her answer, kept until the device is changed. */
export function Verdict({ deviceId, question, remedy }: VerdictProps) {
  const { t } = useTranslation('hardware');
  const result = useDevices(({ overview }) => overview?.checks[deviceId]?.result ?? 'untested');
  return (
    <div className={styles.group}>
      <p className={styles.label}>{question}</p>
      <div className={styles.row}>
        <div className={styles.buttons}>
          <Button icon={ThumbsUp} isPressed={result === 'passed'} onPress={() => void sayOfDevice(deviceId, 'passed')}>
            {t('verdict.passed')}
          </Button>
          <Button icon={ThumbsDown} isPressed={result === 'failed'} onPress={() => void sayOfDevice(deviceId, 'failed')}>
            {t('verdict.failed')}
          </Button>
        </div>
        <p role="status" className={styles.who} data-result={result}>
          {result !== 'untested' && <Icon drawing={result === 'passed' ? CircleCheck : CircleAlert} />}
          {t(`checks.${result}`)}
        </p>
      </div>
      {result === 'failed' && <p>{remedy}</p>}
    </div>
  );
}
