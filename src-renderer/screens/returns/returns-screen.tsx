import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { openOverlay } from '../../app/navigation.ts';
import { useScanEntry } from '../../scanning/use-scan-entry.ts';
import { useShortcut } from '../../ui/shortcut.tsx';
import { FindStep } from './find-step.tsx';
import { ReceiptStep } from './receipt-step.tsx';
import { findByText } from './return-actions.ts';
import { useReturnView } from './return-view.ts';
import styles from './returns.module.css';
import { WithoutStep } from './without-step.tsx';

/** Takes goods back: first the receipt, then what of it, then on to the ticket. A receipt scanned at any time is the one that is meant. */
export function ReturnsScreen() {
  const { t } = useTranslation('returns');
  const step = useReturnView((view) => view.step);
  const screen = useRef<HTMLDivElement>(null);
  useShortcut('F1', () => openOverlay('help'), { inFields: true });
  // A browser would load the page anew.
  useShortcut('F5', () => undefined, { inFields: true });
  useShortcut('F10', () => openOverlay('till-menu'), { inFields: true });
  useScanEntry('taker', (scanned) => {
    if (scanned.kind !== 'read') return 'pass';
    const isReceipt = scanned.text.includes('CONTACTO1');
    if (!isReceipt && step.kind !== 'find') return 'pass';
    void findByText(scanned.text);
    return 'mine';
  });
  useEffect(() => {
    screen.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <div className={styles.screen} ref={screen}>
      <h1 className="visually-hidden">{t('title')}</h1>
      {step.kind === 'find' && <FindStep />}
      {step.kind === 'receipt' && <ReceiptStep receipt={step.receipt} />}
      {step.kind === 'without' && <WithoutStep foreign={step.foreign} />}
    </div>
  );
}
