import { ArrowLeft, Ban, CheckCheck, FileText, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ReturnableLine, ReturnableReceipt } from '../../../src-shared/contract/returns-api.ts';
import type { ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { call } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { openInvoice } from '../invoice/invoice-view.ts';
import { QuantityDialog } from './quantity-dialog.tsx';
import { stepLine, takeChosen } from './return-actions.ts';
import { ReturnLineRow } from './return-line-row.tsx';
import { ReturnMessage } from './return-message.tsx';
import { chooseAll, chooseNone, moveLine, resetReturns, useReturnView } from './return-view.ts';
import styles from './returns.module.css';
import { TermsPanel } from './terms-panel.tsx';
import { VoidSaleDialog } from './void-sale-dialog.tsx';

type Quote = ResponseOf<'return.quote'>;

/** What would be given back for what is chosen now; of a choice that has been overtaken nothing is said. */
function useQuote({ saleId }: ReturnableReceipt): Result<Quote, Refusal> | null {
  const chosen = useReturnView((view) => view.chosen);
  const [quoted, setQuoted] = useState<{ readonly of: typeof chosen; readonly answer: Result<Quote, Refusal> } | null>(null);
  useEffect(() => {
    let isMeant = true;
    const lines = [...chosen].map(([lineNo, quantityMilli]) => ({ lineNo, quantityMilli }));
    void call('return.quote', { saleId, lines }).then((answer) => {
      if (isMeant) setQuoted({ of: chosen, answer });
    });
    return () => {
      isMeant = false;
    };
  }, [saleId, chosen]);
  return quoted?.of === chosen ? quoted.answer : null;
}

function Head({ receipt }: { readonly receipt: ReturnableReceipt }) {
  const { t } = useTranslation('returns');
  const moment = useMoment();
  const { language } = useMoneyFormat();
  return (
    <header className={styles.head}>
      <h2 className={styles.headTitle}>
        {t('receipt')} <bdi>{receipt.receiptNumber}</bdi>
      </h2>
      <p className={styles.detail}>
        {receipt.soldAt !== null && (
          <>
            <bdi>{receipt.soldAt}</bdi> ·{' '}
          </>
        )}
        {moment(receipt.at)} · <bdi>{receipt.sellerName}</bdi>
        {receipt.tenders.map(({ name, lastFour, amountMinor }, index) => (
          // Tenders of a receipt never move.
          <span key={index}>
            {' · '}
            <bdi>{textIn(name, language)}</bdi> {lastFour !== null && <bdi>••••{lastFour}</bdi>} <Amount amountMinor={amountMinor} />
          </span>
        ))}
      </p>
    </header>
  );
}

/** Why nothing can be chosen, where that is so. */
function Gone({ receipt }: { readonly receipt: ReturnableReceipt }) {
  const { t } = useTranslation('returns');
  if (receipt.voidedBy !== null) return <Notice kind="warning">{t('goneVoided', { receiptNumber: receipt.voidedBy })}</Notice>;
  if (receipt.lines.some(({ returnableMilli }) => returnableMilli > 0)) return null;
  return <Notice kind="info">{t(receipt.kind === 'sale' ? 'goneAll' : 'goneNothing')}</Notice>;
}

function useChoosingKeys(receipt: ReturnableReceipt, openPad: (line: ReturnableLine) => void): void {
  const meant = () => receipt.lines.find(({ lineNo }) => lineNo === useReturnView.getState().lineNo);
  const withMeant = (act: (line: ReturnableLine) => void) => () => {
    const line = meant();
    if (line !== undefined && line.returnableMilli > 0) act(line);
  };
  useShortcut('Escape', resetReturns, { inFields: true });
  useShortcut('F12', () => void takeChosen(), { inFields: true });
  useShortcut('Enter', () => void takeChosen());
  useShortcut('F6', chooseAll, { inFields: true });
  useShortcut(
    'F7',
    withMeant((line) => openPad(line)),
    { inFields: true },
  );
  useShortcut('ArrowUp', () => moveLine(-1));
  useShortcut('ArrowDown', () => moveLine(1));
  useShortcut(
    '+',
    withMeant((line) => stepLine(line, 1)),
  );
  useShortcut(
    '-',
    withMeant((line) => stepLine(line, -1)),
  );
}

function Foot({ receipt, quote }: { readonly receipt: ReturnableReceipt; readonly quote: Quote | null }) {
  const { t } = useTranslation('returns');
  const [isVoiding, setIsVoiding] = useState(false);
  const hasChosen = useReturnView((view) => view.chosen.size > 0);
  return (
    <footer className={styles.foot}>
      <div className={styles.actions}>
        <Button size="large" layout="stacked" icon={ArrowLeft} iconMirrored keyHint="Esc" onPress={resetReturns}>
          {t('other')}
        </Button>
        <Button
          size="large"
          layout="stacked"
          icon={FileText}
          isDisabled={receipt.soldAt !== null}
          onPress={() => {
            openInvoice(receipt.saleId);
          }}
        >
          {t('invoice')}
        </Button>
        {receipt.isVoidable && (
          <Button size="large" layout="stacked" variant="danger" icon={Ban} onPress={() => setIsVoiding(true)}>
            {t('void.button')}
          </Button>
        )}
      </div>
      <div className={styles.due}>
        <p className={styles.total} role="status">
          <span className={styles.label}>{t('toGiveBack')}</span>
          <Amount amountMinor={quote?.totalMinor ?? 0} size="total" isStrong />
        </p>
        <div className={styles.next}>
          <Button variant="primary" size="large" fill keyHint="F12" isDisabled={!hasChosen} onPress={() => void takeChosen()}>
            {t('continue')}
          </Button>
        </div>
      </div>
      <VoidSaleDialog receipt={isVoiding ? receipt : null} onClose={() => setIsVoiding(false)} />
    </footer>
  );
}

/** The second step: what of the receipt comes back, why, and where it goes. */
export function ReceiptStep({ receipt }: { readonly receipt: ReturnableReceipt }) {
  const { t } = useTranslation('returns');
  const [typed, setTyped] = useState<ReturnableLine | null>(null);
  const meantNo = useReturnView((view) => view.lineNo);
  const answer = useQuote(receipt);
  const quote = answer?.ok === true ? answer.value : null;
  const quoted = new Map(quote?.lines.map(({ lineNo, totalMinor }) => [lineNo, totalMinor]));
  useChoosingKeys(receipt, setTyped);
  return (
    <>
      <section className={styles.main} aria-label={t('choose')}>
        <Head receipt={receipt} />
        <div className={styles.allOrNone}>
          <Button icon={CheckCheck} keyHint="F6" onPress={chooseAll}>
            {t('all')}
          </Button>
          <Button icon={X} onPress={chooseNone}>
            {t('noneChosen')}
          </Button>
        </div>
        <Gone receipt={receipt} />
        <ul className={styles.lines} aria-label={t('lines')}>
          {receipt.lines.map((line) => (
            <ReturnLineRow
              key={line.lineNo}
              line={line}
              isMeant={line.lineNo === meantNo}
              quotedMinor={quoted.get(line.lineNo) ?? null}
              onType={setTyped}
            />
          ))}
        </ul>
      </section>
      <aside className={styles.side} aria-label={t('terms')}>
        <TermsPanel />
        <ReturnMessage />
      </aside>
      <Foot receipt={receipt} quote={quote} />
      <QuantityDialog line={typed} onClose={() => setTyped(null)} />
    </>
  );
}
