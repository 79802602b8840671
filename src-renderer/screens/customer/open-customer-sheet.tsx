import { MonitorUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './open-customer-sheet.module.css';

/** One window for the customer: opened again, it is the same one. */
const WINDOW_NAME = 'contacto-customer';

type Outcome = { readonly kind: 'opened' } | { readonly kind: 'blocked' } | { readonly kind: 'refused'; readonly refusal: Refusal };

async function openWindow(): Promise<Outcome> {
  const answer = await call('customer-window.open', {});
  if (!answer.ok) return { kind: 'refused', refusal: answer.error };
  const { address } = answer.value;
  if (address === null) return { kind: 'opened' };
  return window.open(address, WINDOW_NAME, 'popup') === null ? { kind: 'blocked' } : { kind: 'opened' };
}

function Content() {
  const { t } = useTranslation('customer-window');
  const refusalWords = useRefusalWords();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return (
    <div className={styles.stack}>
      <p>{t('open.what')}</p>
      <Button variant="primary" size="large" fill icon={MonitorUp} onPress={() => void openWindow().then(setOutcome)}>
        {t('open.button')}
      </Button>
      {outcome?.kind === 'opened' && <Notice kind="success">{t('open.opened')}</Notice>}
      {outcome?.kind === 'blocked' && <Notice kind="warning">{t('open.blocked')}</Notice>}
      {outcome?.kind === 'refused' && <Notice kind="danger">{refusalWords(outcome.refusal)}</Notice>}
      <p className={styles.hint}>{t('open.pictures')}</p>
    </div>
  );
}

interface OpenCustomerSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Opens the screen that faces the customer, and says how to put it where she sees it. */
export function OpenCustomerSheet({ isOpen, onClose }: OpenCustomerSheetProps) {
  const { t } = useTranslation('customer-window');
  return (
    <Sheet title={t('open.title')} isOpen={isOpen} onClose={onClose}>
      <Content />
    </Sheet>
  );
}
