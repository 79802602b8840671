import { useTranslation } from 'react-i18next';
import { isolateByContent, isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { useReturnView } from './return-view.ts';
import styles from './returns.module.css';

/** What came of the last act, in a place that is kept for it. */
export function ReturnMessage() {
  const { t } = useTranslation('returns');
  const refusalWords = useRefusalWords();
  const message = useReturnView((view) => view.message);
  return (
    <div className={styles.message}>
      {message?.kind === 'refused' && <Notice kind="danger">{refusalWords(message.refusal)}</Notice>}
      {message?.kind === 'unknown' && <Notice kind="danger">{t('unknown', { text: isolateLeftToRight(message.text) })}</Notice>}
      {(message?.kind === 'unknown' || message?.kind === 'silent') && message.silent.length > 0 && (
        <Notice kind="warning">{t('silent', { names: message.silent.map(isolateByContent).join(t('nameSeparator')) })}</Notice>
      )}
      {message?.kind === 'voided' && <Notice kind="success">{t('voided', { receiptNumber: message.receiptNumber })}</Notice>}
    </div>
  );
}
