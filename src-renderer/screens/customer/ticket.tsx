import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerLine, CustomerScreen } from '../../../src-shared/contract/customer-screen.ts';
import { formatQuantity } from '../../../src-shared/money/format.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Amount } from '../../ui/amount.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { QrDrawing } from '../receipt/qr-drawing.tsx';
import styles from './ticket.module.css';

type TicketView = Extract<CustomerScreen['view'], { readonly kind: 'ticket' | 'paying' }>;

const ONE_MILLI = 1_000;

function Line({ line, isLast }: { readonly line: CustomerLine; readonly isLast: boolean }) {
  const { language, digits } = useMoneyFormat();
  const { t } = useTranslation('customer-window');
  const { unit, quantityMilli, unitPriceMinor, discountMinor } = line;
  const isOnePiece = unit === 'piece' && quantityMilli === ONE_MILLI;
  return (
    <li className={classNames(styles.line, isLast && styles.last)}>
      <span className={styles.name}>
        <bdi>{textIn(line.name, language)}</bdi>
      </span>
      <span className={styles.amount}>
        <Amount amountMinor={line.totalMinor} />
      </span>
      {(!isOnePiece || discountMinor !== 0) && (
        <span className={styles.detail}>
          {!isOnePiece && (
            <span>
              <bdi>{formatQuantity(quantityMilli, unit, language, digits)}</bdi> × <Amount amountMinor={unitPriceMinor} />
            </span>
          )}
          {discountMinor !== 0 && (
            <span>
              {t('discount')} <Amount amountMinor={-discountMinor} />
            </span>
          )}
        </span>
      )}
    </li>
  );
}

/** What money on the counter has come to: what is left, or what goes back. */
function Balance({ view }: { readonly view: Extract<TicketView, { readonly kind: 'paying' }> }) {
  const { t } = useTranslation('customer-window');
  const { leftMinor, changeMinor } = view;
  const [words, amountMinor] =
    changeMinor > 0 ? [t('change'), changeMinor] : leftMinor < 0 ? [t('refund'), -leftMinor] : [t('left'), leftMinor];
  return (
    <p className={styles.balance}>
      <span>{words}</span> <Amount amountMinor={amountMinor} isStrong withCurrency />
    </p>
  );
}

interface TicketProps {
  readonly view: TicketView;
  readonly paymentQr: string | null;
}

/** The ticket as it grows: the line just rung up stands largest and is always in sight, the total never changes place. */
export function Ticket({ view, paymentQr }: TicketProps) {
  const { t } = useTranslation('customer-window');
  const list = useRef<HTMLUListElement>(null);
  const shownId = view.changedLineId ?? view.lines.at(-1)?.lineId ?? null;
  useLayoutEffect(() => {
    list.current?.querySelector(`.${styles.last ?? ''}`)?.scrollIntoView({ block: 'nearest' });
  }, [shownId, view.lines.length]);
  return (
    <div className={styles.ticket}>
      <div className={styles.goods}>
        <ul ref={list} className={styles.lines} aria-label={t('goods')}>
          {view.lines.map((line) => (
            <Line key={line.lineId} line={line} isLast={line.lineId === shownId} />
          ))}
        </ul>
        {paymentQr !== null && (
          <div className={styles.pay}>
            <QrDrawing data={paymentQr} label={t('payByPhone')} />
            <p>{t('payByPhone')}</p>
          </div>
        )}
      </div>
      <footer className={styles.foot}>
        <p className={styles.count}>{t('items', { count: view.itemCount })}</p>
        <p className={styles.total}>
          <span className={styles.word}>{t('total')}</span>
          <span className={styles.due} data-testid="customer-total">
            <Amount amountMinor={view.payableMinor} isStrong withCurrency />
          </span>
        </p>
        {view.kind === 'paying' && <Balance view={view} />}
      </footer>
    </div>
  );
}
