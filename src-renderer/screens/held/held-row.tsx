import { useTranslation } from 'react-i18next';
import type { HeldCart } from '../../../src-shared/contract/held-cart.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import styles from './held-sheet.module.css';

/** A ticket on hold in a list: what it was called, when and by whom it was put aside, what it comes to. */
export function HeldRow({ cart }: { readonly cart: HeldCart }) {
  const { t } = useTranslation('held');
  const moment = useMoment();
  const name = useTerminal((view) => view.terminal?.settings?.people.find(({ personId }) => personId === cart.personId)?.name ?? null);
  return (
    <span className={styles.row}>
      <span className={styles.what}>
        <span className={styles.label}>{cart.label === '' ? moment(cart.heldAt) : <bdi>{cart.label}</bdi>}</span>
        <span className={styles.detail}>
          {cart.label !== '' && <>{moment(cart.heldAt)} · </>}
          {name !== null && (
            <>
              <bdi>{name}</bdi> ·{' '}
            </>
          )}
          {t('lines', { count: cart.lineCount })}
        </span>
      </span>
      <Amount amountMinor={cart.totalMinor} size="large" isStrong />
    </span>
  );
}
