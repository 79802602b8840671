import { CircleAlert, CircleCheck, PackagePlus, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { DiscountText } from './discount-text.tsx';
import styles from './message-strip.module.css';
import { undo } from './sell-actions.ts';
import { type Message, sayMessage, showPanel, useSellView } from './sell-view.ts';

const MAX_SHOWN_LENGTH = 40;
const MAX_KEPT_LENGTH = 200;

function isRefused({ kind }: Message): boolean {
  return kind === 'refused' || kind === 'unknown-code';
}

function useWords(message: Message): string {
  const { t } = useTranslation('sell');
  const refusalWords = useRefusalWords();
  const { language } = useMoneyFormat();
  switch (message.kind) {
    case 'refused':
      return refusalWords(message.refusal);
    case 'unknown-code':
      return [t(`unknown.title.${message.reason}`), isolateLeftToRight(message.code.slice(0, MAX_SHOWN_LENGTH))].join(' ');
    case 'line-voided':
      return t('message.lineVoided', { name: textIn(message.name, language) });
    case 'held':
      return t('message.held');
    case 'drawer-opened':
      return t('message.drawerOpened');
  }
}

function Said({ message }: { readonly message: Message }) {
  const { t } = useTranslation('sell');
  const words = useWords(message);
  return (
    <>
      <Icon drawing={isRefused(message) ? CircleAlert : CircleCheck} />
      <p className={styles.words}>{words}</p>
      {message.kind === 'unknown-code' && message.code !== '' && (
        <Button
          icon={PackagePlus}
          onPress={() => {
            sayMessage(null);
            showPanel({ kind: 'ad-hoc', code: message.code.slice(0, MAX_KEPT_LENGTH) });
          }}
        >
          {t('adHoc.open')}
        </Button>
      )}
      {message.kind === 'line-voided' && (
        <Button icon={Undo2} iconMirrored onPress={() => void undo()}>
          {t('message.takeBack')}
        </Button>
      )}
    </>
  );
}

/** What makes the total what it is, when nothing else is to be said. */
function TicketFigures({ cart }: { readonly cart: PricedCart }) {
  const { t } = useTranslation('sell');
  return (
    <>
      <span>{t('cart.items', { count: cart.itemCount })}</span>
      {cart.totals.discountMinor !== 0 && (
        <span>
          {t('cart.discount')} {cart.discount !== null && <DiscountText discount={cart.discount} />}{' '}
          <Amount amountMinor={-cart.totals.discountMinor} />
        </span>
      )}
      <span>
        {t('cart.tax')} <Amount amountMinor={cart.totals.taxMinor} />
      </span>
      {cart.note !== null && <bdi className={styles.note}>{cart.note}</bdi>}
    </>
  );
}

interface MessageStripProps {
  readonly cart: PricedCart | null;
}

/** Between the cart and the total, of one height always: what became of the last act, in words, or else the ticket's lesser figures. */
export function MessageStrip({ cart }: MessageStripProps) {
  const message = useSellView((view) => view.message);
  const isRefusal = message !== null && isRefused(message);
  return (
    <div className={classNames(styles.strip, message !== null && (isRefusal ? styles.refused : styles.done))}>
      <div className={styles.live} role="alert">
        {isRefusal && <Said message={message} />}
      </div>
      <div className={styles.live} role="status">
        {message !== null && !isRefusal && <Said message={message} />}
      </div>
      {message === null && cart !== null && cart.lines.length > 0 && <TicketFigures cart={cart} />}
    </div>
  );
}
