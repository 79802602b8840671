import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { Notice } from '../../ui/notice.tsx';
import styles from './people-screen.module.css';

interface ActResultProps {
  readonly refusal: Refusal | null;
  readonly isDone: boolean;
}

/** What became of the last act. Its place is kept. */
export function ActResult({ refusal, isDone }: ActResultProps) {
  const { t } = useTranslation('people');
  const words = useRefusalWords();
  return (
    <div className={styles.result}>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      {refusal === null && isDone && <Notice kind="success">{t('saved')}</Notice>}
    </div>
  );
}
