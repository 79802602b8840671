import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { InvoiceDocument } from '../../../src-shared/documents/invoice-document.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PdfButton } from '../documents/pdf-button.tsx';
import { useDayName } from '../returns/days.ts';
import { EraseBuyer } from './erase-buyer.tsx';
import styles from './invoice.module.css';

interface IssuedDocumentProps {
  readonly document: InvoiceDocument;
  /** Issued for a page, and none was made yet. */
  readonly isOriginalDue: boolean;
  readonly onPrinted: () => void;
}

/** An invoice or a credit note that is there: what it says in short, and its paper once more. */
export function IssuedDocument({ document, isOriginalDue, onPrinted }: IssuedDocumentProps) {
  const { t } = useTranslation('invoice');
  const words = useRefusalWords();
  const dayName = useDayName();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const { kind, number, buyer, totals, corrects } = document;
  const print = async () => {
    setIsAsked(true);
    const answer = await call('invoice.print', { kind, number, reason: null });
    setIsAsked(false);
    playSound(answer.ok ? 'taken' : 'refused');
    setRefusal(answer.ok ? null : answer.error);
    if (answer.ok) onPrinted();
  };
  return (
    <section className={styles.document} aria-label={`${t(`kinds.${kind}`)} ${number}`}>
      <h3 className={styles.number}>
        {t(`kinds.${kind}`)} <bdi>{number}</bdi>
      </h3>
      <p className={styles.detail}>
        {dayName(document.date)} · {t('ofReceipt')} <bdi>{document.receipt.number}</bdi>
        {corrects !== null && (
          <>
            {' · '}
            {t('corrects')} <bdi>{corrects.number}</bdi>
          </>
        )}
      </p>
      <p>{buyer === null ? t('erased') : <bdi>{buyer.name}</bdi>}</p>
      <p>
        <Amount amountMinor={totals.payableMinor} size="large" isStrong withCurrency />
      </p>
      {document.inWords !== null && (
        <p className={styles.detail} lang={document.language} dir="auto">
          {document.inWords}
        </p>
      )}
      {kind === 'invoice' && buyer !== null && <EraseBuyer number={number} onErased={onPrinted} />}
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      <div className={styles.buttons}>
        {!isOriginalDue && (
          <Button icon={Printer} fill isDisabled={isAsked} onPress={() => void print()}>
            {t('print')}
          </Button>
        )}
        <PdfButton
          request={{ kind: 'invoice', document: kind, number }}
          label={isOriginalDue ? t('original') : undefined}
          onMade={onPrinted}
        />
      </div>
    </section>
  );
}
