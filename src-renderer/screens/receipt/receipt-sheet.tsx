import { FileCheck, FileText, Printer, ReceiptText } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { SaleReceipt } from '../../../src-shared/contract/terminal-state.ts';
import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PdfButton } from '../documents/pdf-button.tsx';
import { openInvoice } from '../invoice/invoice-view.ts';
import { Paper } from './paper.tsx';
import styles from './receipt-sheet.module.css';
import { ReprintDialog } from './reprint-dialog.tsx';

const MAX_SHOWN_SALES = 30;
/** Stands in the list for the ticket that is open, which has no number yet. */
const OPEN_TICKET = 'open-ticket';

function useRecentSales(): readonly SaleReceipt[] | null {
  const [sales, setSales] = useState<readonly SaleReceipt[] | null>(null);
  useEffect(() => {
    let isShown = true;
    void call('sale.recent', { limit: MAX_SHOWN_SALES }).then((answer) => {
      if (isShown) setSales(answer.ok ? answer.value.sales : []);
    });
    return () => {
      isShown = false;
    };
  }, []);
  return sales;
}

/** The document of the chosen receipt; of a choice that has been overtaken nothing is shown. */
function useDocument(chosenId: string | null): Result<ReceiptDocument, Refusal> | null {
  const [shown, setShown] = useState<{ readonly id: string; readonly answer: Result<ReceiptDocument, Refusal> } | null>(null);
  useEffect(() => {
    let isShown = true;
    if (chosenId !== null) {
      void call('receipt.preview', { saleId: chosenId === OPEN_TICKET ? null : chosenId }).then((answer) => {
        if (isShown) setShown({ id: chosenId, answer: answer.ok ? { ok: true, value: answer.value.document } : answer });
      });
    }
    return () => {
      isShown = false;
    };
  }, [chosenId]);
  return shown !== null && shown.id === chosenId ? shown.answer : null;
}

function SaleRow({ sale }: { readonly sale: SaleReceipt }) {
  const moment = useMoment();
  return (
    <span className={styles.row}>
      <span className={styles.what}>
        <bdi className={styles.number}>{sale.receiptNumber}</bdi>
        <span className={styles.detail}>{moment(sale.at)}</span>
      </span>
      <Amount amountMinor={sale.payableMinor} />
    </span>
  );
}

function OpenRow() {
  const { t } = useTranslation('receipts');
  return (
    <span className={styles.what}>
      <span className={styles.number}>{t('current')}</span>
      <span className={styles.detail}>{t('currentHint')}</span>
    </span>
  );
}

function Receipts() {
  const { t } = useTranslation('receipts');
  const words = useRefusalWords();
  const sales = useRecentSales();
  const hasOpen = useTerminal((view) => (view.terminal?.cart?.lines.length ?? 0) > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const [reprinted, setReprinted] = useState<SaleReceipt | null>(null);
  const chosenId = chosen ?? (sales === null ? null : hasOpen ? OPEN_TICKET : (sales[0]?.saleId ?? null));
  const answer = useDocument(chosenId);
  const sale = sales?.find(({ saleId }) => saleId === chosenId) ?? null;
  if (sales === null) return null;
  if (chosenId === null) return <EmptyState icon={ReceiptText} title={t('none')} />;
  const entries = sales.map((recent) => ({ id: recent.saleId, text: recent.receiptNumber, content: <SaleRow sale={recent} /> }));
  if (hasOpen) entries.unshift({ id: OPEN_TICKET, text: t('current'), content: <OpenRow /> });
  return (
    <div className={styles.receipts}>
      <div className={styles.list}>
        <ListBox label={t('recent')} autoFocus entries={entries} selectedId={chosenId} onChoose={setChosen} />
      </div>
      <div className={styles.shown}>
        <div className={styles.reprint}>
          <Button
            icon={sale === null ? FileText : Printer}
            fill
            isDisabled={sale === null}
            onPress={() => {
              setReprinted(sale);
            }}
          >
            {t('reprint.button')}
          </Button>
          <Button
            icon={FileCheck}
            fill
            isDisabled={sale === null}
            onPress={() => {
              if (sale !== null) openInvoice(sale.saleId);
            }}
          >
            {t('invoice')}
          </Button>
          <PdfButton request={sale === null ? null : { kind: 'receipt', saleId: sale.saleId, paper: 'roll' }} />
        </div>
        {/* Longer than the sheet: who has no finger or wheel scrolls it by the arrow keys (axe: scrollable-region-focusable). */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached. */}
        <section className={styles.paper} tabIndex={0} aria-label={t('shown')}>
          {answer?.ok === true && <Paper document={answer.value} />}
          {answer?.ok === false && <Notice kind="danger">{words(answer.error)}</Notice>}
        </section>
      </div>
      <ReprintDialog
        sale={reprinted}
        onClose={() => {
          setReprinted(null);
        }}
      />
    </div>
  );
}

interface ReceiptSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The receipts of before, and what the open ticket's would be: as on paper, to read, and to print once more. */
export function ReceiptSheet({ isOpen, onClose }: ReceiptSheetProps) {
  const { t } = useTranslation('receipts');
  return (
    <Sheet title={t('title')} isOpen={isOpen} onClose={onClose} size="wide">
      {isOpen && <Receipts />}
    </Sheet>
  );
}
