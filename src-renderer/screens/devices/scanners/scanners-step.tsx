import { GraduationCap, ScanBarcode, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WedgeScannerSettings } from '../../../../src-shared/settings/wedge-scanners.ts';
import { isolateLeftToRight } from '../../../../src-shared/text/bidi.ts';
import { useTerminal } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Notice } from '../../../ui/notice.tsx';
import styles from '../cards.module.css';
import { changeDevices } from '../devices-view.ts';
import { ScannerLesson } from './scanner-lesson.tsx';

function LearntScanner({ scanner }: { readonly scanner: WedgeScannerSettings }) {
  const { t } = useTranslation('hardware');
  const { scannerId, name, prefix, suffix, ending, keyboard, maxGapMs, sendsAim } = scanner;
  const marks = [
    prefix === '' ? t('learnt.noPrefix') : t('learnt.prefix', { text: isolateLeftToRight(prefix) }),
    ...(suffix === '' ? [] : [t('learnt.suffix', { text: isolateLeftToRight(suffix) })]),
    t(`learnt.endings.${ending}`),
    t(`learnt.keyboards.${keyboard}`),
    t('learnt.gap', { ms: maxGapMs }),
    ...(sendsAim ? [t('learnt.aim')] : []),
  ];
  return (
    <li className={styles.card}>
      <div className={styles.row}>
        <div className={styles.who}>
          <Icon drawing={ScanBarcode} />
          <div className={styles.text}>
            <p className={styles.name}>
              <bdi>{name}</bdi>
            </p>
            <p className={styles.quiet}>{marks.join(' · ')}</p>
          </div>
        </div>
        <Button icon={Trash2} onPress={() => void changeDevices({ kind: 'wedge-scanner.remove', scannerId })}>
          {t('remove')}
        </Button>
      </div>
    </li>
  );
}

/** The scanners that type, each learnt from three scans. Those on serial ports need no lesson. */
export function ScannersStep() {
  const { t } = useTranslation('hardware');
  const scanners = useTerminal((view) => view.terminal?.settings?.wedgeScanners ?? []);
  const [isLearning, setIsLearning] = useState(false);
  if (isLearning) {
    return (
      <ScannerLesson
        onEnd={() => {
          setIsLearning(false);
        }}
      />
    );
  }
  return (
    <>
      <ul className={styles.cards}>
        {scanners.map((scanner) => (
          <LearntScanner key={scanner.scannerId} scanner={scanner} />
        ))}
      </ul>
      {scanners.length > 1 && <Notice kind="info">{t('learnt.several')}</Notice>}
      <div className={styles.buttons}>
        <Button
          icon={GraduationCap}
          size="large"
          onPress={() => {
            setIsLearning(true);
          }}
        >
          {t(scanners.length === 0 ? 'lesson.begin' : 'lesson.another')}
        </Button>
      </div>
    </>
  );
}
