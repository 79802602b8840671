import { useTranslation } from 'react-i18next';
import { formatDecimal } from '../../../src-shared/money/decimal.ts';
import { formatAmount } from '../../../src-shared/money/format.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import type { OverrideRequest } from '../../state/override.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { type MoneyFormat, useMoneyFormat } from '../../ui/money-format.tsx';
import styles from './override-sheet.module.css';

const MILLI_DIGITS = 3;

interface AskedActProps {
  readonly request: OverrideRequest;
  readonly askedBy: string;
}

/** The figures of what is asked for, as people read them. Ids are for the journal and are not shown. */
function figuresOf(subject: OverrideRequest['subject'], format: MoneyFormat): readonly string[] {
  const amount = (name: string): string | null => {
    const value = subject[name];
    return typeof value === 'number' ? formatAmount(value, { ...format, withCurrency: true }) : null;
  };
  const { percentMilli, fromMilli, toMilli } = subject;
  const figures: (string | null)[] = [];
  if (typeof percentMilli === 'number') figures.push(`${plain(percentMilli)} %`);
  if (typeof fromMilli === 'number' && typeof toMilli === 'number') figures.push(`${plain(fromMilli)} → ${plain(toMilli)}`);
  const [from, to] = [amount('fromMinor'), amount('toMinor')];
  if (from !== null && to !== null) figures.push(`${from} → ${to}`);
  const others = Object.keys(subject).filter((name) => name.endsWith('Minor') && name !== 'fromMinor' && name !== 'toMinor');
  return [...figures, ...others.map(amount)].filter((figure) => figure !== null);
}

function plain(milli: number): string {
  return formatDecimal(milli, MILLI_DIGITS).replace(/\.?0+$/, '');
}

/** What says in words or numbers what it is about: a customer, a receipt, a till, a day. */
const NAMED = ['name', 'receiptNumber', 'number', 'till', 'period', 'printer'] as const;

function namesIn(subject: OverrideRequest['subject']): readonly string[] {
  return NAMED.map((member) => subject[member])
    .filter((value) => value !== undefined && value !== '')
    .map(String);
}

/** Who asks for what, with its figures and the goods it is about. */
export function AskedAct({ request, askedBy }: AskedActProps) {
  const { t } = useTranslation('override');
  const format = useMoneyFormat();
  const line = useTerminal((view) => view.terminal?.cart?.lines.find(({ lineId }) => lineId === request.subject['lineId']) ?? null);
  return (
    <div className={styles.asked}>
      <p className={styles.quiet}>{t('asks', { name: askedBy })}</p>
      <p className={styles.what}>{t(`people:permissions.${request.permission}`)}</p>
      {line !== null && (
        <p>
          <bdi>{textIn(line.name, format.language)}</bdi>
        </p>
      )}
      {namesIn(request.subject).map((name) => (
        <p key={name}>
          <bdi>{name}</bdi>
        </p>
      ))}
      {figuresOf(request.subject, format).map((figure) => (
        <p key={figure} className={styles.figure}>
          <bdi dir="ltr">{figure}</bdi>
        </p>
      ))}
    </div>
  );
}
