import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Sheet } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { BuyerForm } from './buyer-form.tsx';
import styles from './invoice.module.css';
import { closeInvoice, useInvoiceView } from './invoice-view.ts';
import { IssuedDocument } from './issued-document.tsx';

type Invoices = ResponseOf<'invoice.of-sale'>;

function useInvoices(saleId: string): { readonly answer: Result<Invoices, Refusal> | null; readonly reload: () => void } {
  const [shown, setShown] = useState<{ readonly saleId: string; readonly answer: Result<Invoices, Refusal> } | null>(null);
  const reload = useCallback(() => {
    void call('invoice.of-sale', { saleId }).then((answer) => {
      setShown({ saleId, answer });
    });
  }, [saleId]);
  useEffect(reload, [reload]);
  return { answer: shown?.saleId === saleId ? shown.answer : null, reload };
}

function Invoices({ saleId }: { readonly saleId: string }) {
  const words = useRefusalWords();
  const { answer, reload } = useInvoices(saleId);
  if (answer === null) return null;
  if (!answer.ok) return <Notice kind="danger">{words(answer.error)}</Notice>;
  const { invoice, creditNotes, originalsDue } = answer.value;
  return (
    <div className={styles.sheet}>
      {invoice === null && creditNotes.length === 0 && <BuyerForm saleId={saleId} onIssued={reload} />}
      {invoice !== null && <IssuedDocument document={invoice} isOriginalDue={originalsDue.includes(invoice.number)} onPrinted={reload} />}
      {creditNotes.map((note) => (
        <IssuedDocument key={note.number} document={note} isOriginalDue={originalsDue.includes(note.number)} onPrinted={reload} />
      ))}
    </div>
  );
}

/** The invoice of a receipt: made out here the first time, shown and printed again ever after, with the credit notes that correct it. */
export function InvoiceSheet() {
  const { t } = useTranslation('invoice');
  const saleId = useInvoiceView((view) => view.saleId);
  return (
    <Sheet title={t('title')} isOpen={saleId !== null} onClose={closeInvoice} onScan="refuse">
      {saleId !== null && <Invoices saleId={saleId} />}
    </Sheet>
  );
}
