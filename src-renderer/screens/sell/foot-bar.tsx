import { Archive, HandCoins, Menu, Pause, Percent, RotateCcw, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { openOverlay } from '../../app/navigation.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { openReturns } from '../returns/return-actions.ts';
import styles from './foot-bar.module.css';
import { goToPay, holdTicket, openDiscount, openRecall } from './sell-actions.ts';

interface FootBarProps {
  readonly cart: PricedCart | null;
  /** Whether paying is the next step; while a figure is asked for, giving it is. */
  readonly isPayNext: boolean;
}

interface ActionsProps {
  readonly hasLines: boolean;
}

const Actions = memo(function Actions({ hasLines }: ActionsProps) {
  const { t } = useTranslation('sell');
  const heldCount = useTerminal((view) => view.terminal?.heldCount ?? 0);
  return (
    <Group className={styles.actions ?? ''} aria-label={t('actions.title')}>
      <Button layout="stacked" size="large" icon={Pause} keyHint="F3" isDisabled={!hasLines} onPress={() => void holdTicket()}>
        {t('actions.hold')}
      </Button>
      <Button layout="stacked" size="large" icon={RotateCcw} iconMirrored keyHint="F4" count={heldCount} onPress={openRecall}>
        {t('actions.recall')}
      </Button>
      <Button layout="stacked" size="large" icon={Percent} keyHint="F6" isDisabled={!hasLines} onPress={openDiscount}>
        {t('actions.discount')}
      </Button>
      <Button layout="stacked" size="large" icon={Undo2} iconMirrored keyHint="F8" onPress={openReturns}>
        {t('actions.return')}
      </Button>
      <Button
        layout="stacked"
        size="large"
        icon={Archive}
        keyHint="F9"
        onPress={() => {
          openOverlay('drawer');
        }}
      >
        {t('actions.drawer')}
      </Button>
      <Button
        layout="stacked"
        size="large"
        icon={Menu}
        keyHint="F10"
        onPress={() => {
          openOverlay('till-menu');
        }}
      >
        {t('actions.menu')}
      </Button>
    </Group>
  );
});

interface PayButtonProps {
  readonly isNext: boolean;
  readonly isDisabled: boolean;
}

const PayButton = memo(function PayButton({ isNext, isDisabled }: PayButtonProps) {
  const { t } = useTranslation('sell');
  return (
    <Button
      variant={isNext ? 'primary' : 'secondary'}
      size="large"
      fill
      icon={HandCoins}
      keyHint="F12"
      isDisabled={isDisabled}
      onPress={goToPay}
    >
      {t('actions.pay')}
    </Button>
  );
});

/** At the foot of the screen: what can be done with the ticket, what it comes to, and the way to pay. */
export function FootBar({ cart, isPayNext }: FootBarProps) {
  const { t } = useTranslation('sell');
  const hasLines = cart !== null && cart.lines.length > 0;
  return (
    <footer className={styles.foot}>
      <Actions hasLines={hasLines} />
      <div className={styles.due}>
        <div className={styles.total}>
          <span className={styles.label}>{t('cart.total')}</span>
          <span data-testid="total">
            <Amount amountMinor={cart?.totals.totalMinor ?? 0} size="total" isStrong />
          </span>
        </div>
        <div className={styles.pay}>
          <PayButton isNext={isPayNext} isDisabled={!hasLines} />
        </div>
      </div>
    </footer>
  );
}
