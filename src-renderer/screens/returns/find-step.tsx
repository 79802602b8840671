import { ArrowLeft, ChevronLeft, ChevronRight, PackageOpen, ReceiptText, ScanLine } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { ReceiptSummary } from '../../../src-shared/contract/returns-api.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { dayAfter, todayIn, useDayName } from './days.ts';
import { findBySale, findByText, leaveReturns } from './return-actions.ts';
import { ReturnMessage } from './return-message.tsx';
import { showWithoutReceipt } from './return-view.ts';
import styles from './returns.module.css';

const PAGE = 40;
const MAX_NUMBER_LENGTH = 200;
const MORE = 'more';

async function receiptsOf(date: string | null, before: number | null): Promise<readonly ReceiptSummary[]> {
  const answer = await call('return.receipts', { date, before, limit: PAGE });
  return answer.ok ? answer.value.receipts : [];
}

/** Receipts of one day or of any, and how to get more of them. */
function useReceipts(date: string | null): { readonly receipts: readonly ReceiptSummary[] | null; readonly more: (() => void) | null } {
  const [shown, setShown] = useState<{
    readonly date: string | null;
    readonly receipts: readonly ReceiptSummary[];
    readonly isAll: boolean;
  } | null>(null);
  const show = (page: readonly ReceiptSummary[], standing: readonly ReceiptSummary[]) => {
    setShown({ date, receipts: [...standing, ...page], isAll: page.length < PAGE });
  };
  useEffect(() => {
    let isMeant = true;
    void receiptsOf(date, null).then((page) => {
      if (isMeant) setShown({ date, receipts: page, isAll: page.length < PAGE });
    });
    return () => {
      isMeant = false;
    };
  }, [date]);
  const receipts = shown?.date === date ? shown.receipts : null;
  const last = receipts?.at(-1);
  const canHaveMore = receipts !== null && shown?.isAll === false && last !== undefined;
  const more = canHaveMore ? () => void receiptsOf(date, last.receiptSeq).then((page) => show(page, receipts)) : null;
  return { receipts, more };
}

function ReceiptRow({ receipt }: { readonly receipt: ReceiptSummary }) {
  const { t } = useTranslation('returns');
  const moment = useMoment();
  return (
    <span className={styles.row}>
      <span className={styles.what}>
        <bdi className={styles.number}>{receipt.receiptNumber}</bdi>
        <span className={styles.detail}>
          {moment(receipt.at)} · {t('items', { count: receipt.itemCount })}
          {receipt.kind !== 'sale' && ` · ${t(`kinds.${receipt.kind}`)}`}
          {receipt.isVoided && ` · ${t('isVoided')}`}
        </span>
      </span>
      <Amount amountMinor={receipt.payableMinor} />
    </span>
  );
}

function DayChooser({ date, onChange }: { readonly date: string | null; readonly onChange: (date: string | null) => void }) {
  const { t } = useTranslation('returns');
  const dayName = useDayName();
  const timeZone = useTerminal((view) => view.terminal?.settings?.timeZone ?? 'UTC');
  const today = todayIn(timeZone);
  return (
    <Group className={styles.days ?? ''} aria-label={t('day')}>
      <Button
        icon={ChevronLeft}
        iconMirrored
        label={t('dayBefore')}
        onPress={() => onChange(dayAfter(date ?? today, date === null ? 0 : -1))}
      />
      <span className={styles.day} role="status">
        {date === null ? t('anyDay') : dayName(date)}
      </span>
      <Button
        icon={ChevronRight}
        iconMirrored
        label={t('dayAfter')}
        isDisabled={date === null}
        onPress={() => onChange(date === null || date >= today ? null : dayAfter(date, 1))}
      />
    </Group>
  );
}

function Recent() {
  const { t } = useTranslation('returns');
  const [date, setDate] = useState<string | null>(null);
  const { receipts, more } = useReceipts(date);
  const entries = (receipts ?? []).map((receipt) => ({
    id: receipt.saleId,
    text: receipt.receiptNumber,
    content: <ReceiptRow receipt={receipt} />,
  }));
  if (more !== null) entries.push({ id: MORE, text: t('more'), content: <span className={styles.number}>{t('more')}</span> });
  return (
    <aside className={styles.side} aria-label={t('recent')}>
      <h2 className={styles.sideTitle}>{t('recent')}</h2>
      <DayChooser date={date} onChange={setDate} />
      <div className={styles.list}>
        {receipts?.length === 0 && <EmptyState icon={ReceiptText} title={t('none')} />}
        {entries.length > 0 && (
          <ListBox
            label={t('recent')}
            entries={entries}
            onChoose={(id) => {
              if (id === MORE) more?.();
              else void findBySale(id);
            }}
          />
        )}
      </div>
    </aside>
  );
}

/** The first step: the receipt. Scanned, typed, or taken from the list. */
export function FindStep() {
  const { t } = useTranslation('returns');
  const [typed, setTyped] = useState('');
  const find = () => {
    if (typed.trim() !== '') void findByText(typed);
  };
  const without = () => {
    showWithoutReceipt(null);
  };
  useShortcut('Escape', leaveReturns, { inFields: true });
  useShortcut('F12', find, { inFields: true });
  useShortcut('F7', without, { inFields: true });
  return (
    <>
      <section className={styles.main} aria-label={t('find.title')}>
        <div className={styles.scan}>
          <Icon drawing={ScanLine} size="large" />
          <p className={styles.scanTitle}>{t('find.scan')}</p>
          <p className={styles.detail}>{t('find.scanHint')}</p>
        </div>
        <div className={styles.typed}>
          <TextField
            label={t('find.number')}
            value={typed}
            onChange={setTyped}
            onEnter={find}
            maxLength={MAX_NUMBER_LENGTH}
            isLeftToRight
            autoFocus
          />
        </div>
        <ReturnMessage />
      </section>
      <Recent />
      <footer className={styles.foot}>
        <div className={styles.actions}>
          <Button size="large" layout="stacked" icon={ArrowLeft} iconMirrored keyHint="Esc" onPress={leaveReturns}>
            {t('back')}
          </Button>
          <Button size="large" layout="stacked" icon={PackageOpen} keyHint="F7" onPress={without}>
            {t('find.without')}
          </Button>
        </div>
        <div className={styles.next}>
          <Button variant="primary" size="large" fill keyHint="F12" isDisabled={typed.trim() === ''} onPress={find}>
            {t('find.button')}
          </Button>
        </div>
      </footer>
    </>
  );
}
