import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { isAccountKind } from '../../../src-shared/accounts/account.ts';
import type { AccountTender } from '../../../src-shared/contract/customers-api.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { useAmountShape, useCurrencySign, useMoneyFormat } from '../../ui/money-format.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { writeTyped } from '../../ui/typed-number.ts';
import { AccountStanding, GiftCardField } from './account-fields.tsx';
import { proposedFor } from './account-tenders.ts';
import { takeTender } from './pay-actions.ts';
import { changeDraft, usePayView } from './pay-view.ts';
import styles from './tender-entry.module.css';

const MAX_CODE_LENGTH = 32;
const MAX_REFERENCE_LENGTH = 64;
const LAST_FOUR_LENGTH = 4;

interface TenderEntryProps {
  readonly cart: PricedCart;
  readonly tender: TenderType;
  readonly accounts: readonly AccountTender[];
  /** Takes what is typed; null while there is nothing to take. */
  readonly onTake: (() => void) | null;
}

/** Notes people really hand over: each is taken at one touch. */
function QuickCash({ cart, tender }: Pick<TenderEntryProps, 'cart' | 'tender'>) {
  const { t } = useTranslation('pay');
  return (
    <Group className={styles.quick ?? ''} aria-label={t('quickCash')}>
      {cart.quickCashMinor.map((amountMinor, index) => (
        <Button key={amountMinor} size="large" fill onPress={() => void takeTender(cart, tender, amountMinor)}>
          <span className={styles.note}>
            {index === 0 && <span className={styles.exact}>{t('exact')}</span>}
            <Amount amountMinor={Math.abs(amountMinor)} />
          </span>
        </Button>
      ))}
    </Group>
  );
}

/** What a card's own slip says. Both may be left empty; more of a card is never asked. */
function CardFields({ onEnter }: { readonly onEnter: () => void }) {
  const { t } = useTranslation('pay');
  const { approvalCode, lastFour } = usePayView((view) => view.draft);
  return (
    <>
      <TextField
        label={t('card.approval')}
        value={approvalCode}
        onChange={(value) => {
          changeDraft({ approvalCode: value });
        }}
        maxLength={MAX_CODE_LENGTH}
        isLeftToRight
        onEnter={onEnter}
      />
      <TextField
        label={t('card.lastFour')}
        value={lastFour}
        onChange={(value) => {
          changeDraft({ lastFour: value.replace(/\D/g, '').slice(-LAST_FOUR_LENGTH) });
        }}
        error={lastFour === '' || lastFour.length === LAST_FOUR_LENGTH ? null : t('card.lastFourShort')}
        isLeftToRight
        onEnter={onEnter}
      />
      <p className={styles.hint}>{t('card.hint')}</p>
    </>
  );
}

function ReferenceField({ onEnter }: { readonly onEnter: () => void }) {
  const { t } = useTranslation('pay');
  const reference = usePayView((view) => view.draft.reference);
  return (
    <TextField
      label={t('reference')}
      value={reference}
      onChange={(value) => {
        changeDraft({ reference: value });
      }}
      maxLength={MAX_REFERENCE_LENGTH}
      isLeftToRight
      onEnter={onEnter}
    />
  );
}

/** How much is taken in the chosen way: what is left stands there already, and the first digit replaces it. */
export function TenderEntry({ cart, tender, accounts, onTake }: TenderEntryProps) {
  const { t } = useTranslation('pay');
  const { language } = useMoneyFormat();
  const shape = useAmountShape();
  const sign = useCurrencySign();
  const typed = usePayView((view) => view.draft.typed);
  const lastFour = usePayView((view) => view.draft.lastFour);
  const isLastFourShort = lastFour !== '' && lastFour.length !== LAST_FOUR_LENGTH;
  const take = () => {
    if (!isLastFourShort) onTake?.();
  };
  const isRefund = cart.totals.totalMinor < 0;
  const mostOfCard = usePayView((view) => view.draft.mostMinor);
  const proposed = proposedFor(cart, tender, accounts);
  const proposedMinor = mostOfCard === null ? proposed : Math.min(proposed, mostOfCard);
  const account = accounts.find(({ tenderId }) => tenderId === tender.tenderId);
  return (
    <div className={styles.entry}>
      <div className={styles.pad}>
        <NumberPad
          label={t(isRefund ? 'amountBack' : 'amount', { name: textIn(tender.name, language) })}
          value={typed ?? writeTyped(Math.abs(proposedMinor), shape.scale)}
          onChange={(value) => {
            changeDraft({ typed: value });
          }}
          decimals={shape.decimals}
          suffix={sign}
          enterLabel={t(isRefund ? 'giveBack' : 'takeIt')}
          isEnterDisabled={onTake === null || isLastFourShort}
          onEnter={take}
        />
      </div>
      <div className={styles.beside}>
        {tender.kind === 'cash' ? (
          <QuickCash cart={cart} tender={tender} />
        ) : tender.kind === 'card' ? (
          <CardFields onEnter={take} />
        ) : tender.kind === 'gift-card' ? (
          <GiftCardField onEnter={take} />
        ) : account !== undefined && isAccountKind(tender.kind) ? (
          <AccountStanding account={account} kind={tender.kind} />
        ) : (
          <ReferenceField onEnter={take} />
        )}
      </div>
    </div>
  );
}
