import { FileDown, Printer, Scale } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { AccountView, Statement } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { formatAmount } from '../../../src-shared/money/format.ts';
import type { Result } from '../../../src-shared/result.ts';
import { businessDateOf } from '../../../src-shared/sale/complete-sale.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { handOverPdf } from '../documents/hand-over-pdf.ts';
import { useBalanceWords, useDayWords } from './account-words.tsx';
import { AdjustDialog } from './adjust-dialog.tsx';
import { saveAsFile } from './customer-actions.ts';
import styles from './customers.module.css';
import { useCustomersView } from './customers-view.ts';

const PERIODS = ['month', 'lastMonth', 'year', 'all'] as const;
type PeriodName = (typeof PERIODS)[number];
/** No shop of this program was there before. */
const BEGINNING = '2020-01-01';

function useToday(): string {
  const timeZone = useTerminal((view) => view.terminal?.settings?.timeZone ?? 'UTC');
  return businessDateOf(new Date().toISOString(), timeZone);
}

/** First and last day of a period, both counted. */
function daysOf(name: PeriodName, today: string): { readonly from: string; readonly to: string } {
  const [year = 2020, month = 1] = today.split('-').map(Number);
  const day = (ofYear: number, ofMonth: number, ofDay: number): string =>
    new Date(Date.UTC(ofYear, ofMonth, ofDay)).toISOString().slice(0, 10);
  if (name === 'month') return { from: day(year, month - 1, 1), to: today };
  if (name === 'lastMonth') return { from: day(year, month - 2, 1), to: day(year, month - 1, 0) };
  return { from: name === 'year' ? day(year, 0, 1) : BEGINNING, to: today };
}

function useStatement(accountId: string, from: string, to: string): Result<Statement, Refusal> | null {
  const changes = useCustomersView((view) => view.changes);
  const [answer, setAnswer] = useState<Result<Statement, Refusal> | null>(null);
  useEffect(() => {
    let isShown = true;
    void call('account.statement', { accountId, from, to }).then((given) => {
      if (isShown) setAnswer(given.ok ? { ok: true, value: given.value.statement } : given);
    });
    return () => {
      isShown = false;
    };
  }, [accountId, from, to, changes]);
  return answer;
}

function Lines({ statement }: { readonly statement: Statement }) {
  const { t } = useTranslation('customers');
  const format = useMoneyFormat();
  const dayWords = useDayWords();
  const isPoints = statement.account.kind === 'points';
  const figure = (amount: number): string => (isPoints ? String(amount) : formatAmount(amount, format));
  const balanceRow = (label: string, amount: number) => (
    <tr className={styles.sum}>
      <th scope="row" colSpan={3}>
        {label}
      </th>
      <td className={styles.figure}>
        <bdi>{figure(amount)}</bdi>
      </td>
    </tr>
  );
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('statement.day')}</th>
          <th scope="col">{t('statement.movement')}</th>
          <th scope="col" className={styles.figure}>
            {t('statement.amount')}
          </th>
          <th scope="col" className={styles.figure}>
            {t('statement.balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        {balanceRow(t('statement.opening'), statement.opening)}
        {statement.lines.map((line, index) => (
          <tr key={`${line.document} ${index}`}>
            <td>{dayWords(line.businessDate)}</td>
            <td>
              {t(`causes.${line.cause}`)}{' '}
              <bdi className={styles.detail} dir="ltr">
                {line.document}
              </bdi>
            </td>
            <td className={styles.figure}>
              <bdi>{figure(line.amount)}</bdi>
            </td>
            <td className={styles.figure}>
              <bdi>{figure(line.balance)}</bdi>
            </td>
          </tr>
        ))}
        {balanceRow(t('statement.closing'), statement.closing)}
      </tbody>
    </table>
  );
}

interface OutputsProps {
  readonly account: AccountView;
  readonly from: string;
  readonly to: string;
}

/** The statement on paper and as a file, and the way to put the balance right. */
function Outputs({ account, from, to }: OutputsProps) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const [isAdjusting, setIsAdjusting] = useState(false);
  const [said, setSaid] = useState<{ readonly refusal: Refusal | null } | null>(null);
  const { accountId } = account;
  const print = async () => {
    const printed = await call('account.statement-print', { accountId, from, to });
    playSound(printed.ok ? 'taken' : 'refused');
    setSaid({ refusal: printed.ok ? null : printed.error });
  };
  const save = async () => {
    const file = await call('account.statement-csv', { accountId, from, to });
    if (file.ok) saveAsFile(file.value.fileName, file.value.csv, 'text/csv;charset=utf-8');
    else setSaid({ refusal: file.error });
  };
  const savePdf = async () => {
    const file = await call('account.statement-pdf', { accountId, from, to });
    if (file.ok) handOverPdf(file.value);
    else setSaid({ refusal: file.error });
  };
  return (
    <>
      <div className={styles.buttons}>
        <Button icon={Printer} onPress={() => void print()}>
          {t('statement.print')}
        </Button>
        <Button icon={FileDown} onPress={() => void save()}>
          {t('statement.csv')}
        </Button>
        <Button icon={FileDown} onPress={() => void savePdf()}>
          {t('statement.pdf')}
        </Button>
        {account.kind !== 'deposit' && (
          <Button
            icon={Scale}
            onPress={() => {
              setIsAdjusting(true);
            }}
          >
            {t('adjust.title')}
          </Button>
        )}
      </div>
      {said?.refusal === null && <Notice kind="success">{t('statement.printed')}</Notice>}
      {said !== null && said.refusal !== null && <Notice kind="danger">{words(said.refusal)}</Notice>}
      <AdjustDialog
        account={account}
        isOpen={isAdjusting}
        onClose={() => {
          setIsAdjusting(false);
        }}
      />
    </>
  );
}

/** The statement of one account for a period. */
export function StatementPage({ accountId }: { readonly accountId: string }) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const balanceWords = useBalanceWords();
  const today = useToday();
  const [period, setPeriod] = useState<PeriodName>('month');
  const { from, to } = daysOf(period, today);
  const answer = useStatement(accountId, from, to);
  if (answer === null) return null;
  if (!answer.ok) return <Notice kind="danger">{words(answer.error)}</Notice>;
  const { account, customerName } = answer.value;
  return (
    <div className={styles.page}>
      <h3 className={styles.title}>
        {t(`kinds.${account.kind}`)}
        {customerName !== null && (
          <>
            {' · '}
            <bdi>{customerName}</bdi>
          </>
        )}
      </h3>
      <p>
        <strong>
          <bdi>{balanceWords(account)}</bdi>
        </strong>
      </p>
      <Group className={styles.buttons ?? ''} aria-label={t('statement.period')}>
        {PERIODS.map((name) => (
          <Button
            key={name}
            isPressed={name === period}
            onPress={() => {
              setPeriod(name);
            }}
          >
            {t(`statement.periods.${name}`)}
          </Button>
        ))}
      </Group>
      <Lines statement={answer.value} />
      <Outputs account={account} from={from} to={to} />
    </div>
  );
}
