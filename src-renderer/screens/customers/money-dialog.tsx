import { Check } from 'lucide-react';
import { useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { isAccountKind } from '../../../src-shared/accounts/account.ts';
import { groupedGiftCode } from '../../../src-shared/accounts/gift-card-code.ts';
import type { SlipView } from '../../../src-shared/contract/customers-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf, ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useAmountShape, useCurrencySign, useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { readTyped, writeTyped } from '../../ui/typed-number.ts';
import { TENDER_ICONS } from '../pay/tender-icon.ts';
import { useDayWords } from './account-words.tsx';
import styles from './customers.module.css';
import { askForMoney, type MoneyMatter, noteChange, useCustomersView } from './customers-view.ts';

type Quote = ResponseOf<'account.quote'> & { readonly amountMinor: number };
const NO_TENDERS: readonly TenderType[] = [];

interface AmountStepProps {
  readonly matter: MoneyMatter;
  readonly onQuote: (quote: Quote) => void;
  readonly onRefusal: (refusal: Refusal) => void;
}

/** How much: what is owed stands there already, and the first digit replaces it. */
function AmountStep({ matter, onQuote, onRefusal }: AmountStepProps) {
  const { t } = useTranslation('customers');
  const shape = useAmountShape();
  const sign = useCurrencySign();
  const [typed, setTyped] = useState(matter.proposedMinor === null ? '' : writeTyped(matter.proposedMinor, shape.scale));
  const figure = readTyped(typed, shape);
  const amountMinor = figure === null || matter.for.purpose !== 'pay-out' ? figure : 0 - figure;
  const ask = async () => {
    if (amountMinor === null || amountMinor === 0) return;
    const quote = await call('account.quote', { amountMinor });
    if (quote.ok) onQuote({ ...quote.value, amountMinor });
    else onRefusal(quote.error);
  };
  return (
    <NumberPad
      label={t('money.amount')}
      value={typed}
      onChange={setTyped}
      decimals={shape.decimals}
      suffix={sign}
      enterLabel={t('money.next')}
      isEnterDisabled={amountMinor === null || amountMinor === 0}
      onEnter={() => void ask()}
    />
  );
}

interface TenderStepProps {
  readonly quote: Quote;
  readonly onTake: (tender: TenderType, amountMinor: number) => void;
}

/** In which way: each with what it comes to, and for cash the notes people really hand over. */
function TenderStep({ quote, onTake }: TenderStepProps) {
  const { t } = useTranslation('customers');
  const { language } = useMoneyFormat();
  const tenders = useTerminal((view) => view.terminal?.settings?.tenders ?? NO_TENDERS).filter(({ kind }) => !isAccountKind(kind));
  const cash = tenders.find(({ kind }) => kind === 'cash');
  return (
    <div className={styles.form}>
      <Group className={styles.tiles ?? ''} aria-label={t('money.how')}>
        {tenders.map((tender, index) => {
          const dueMinor = tender.kind === 'cash' ? quote.cashDueMinor : quote.otherDueMinor;
          return (
            <Button
              key={tender.tenderId}
              size="large"
              fill
              autoFocus={index === 0}
              onPress={() => {
                onTake(tender, dueMinor);
              }}
            >
              <span className={styles.row}>
                <Icon drawing={TENDER_ICONS[tender.kind]} />
                <bdi className={styles.what}>{textIn(tender.name, language)}</bdi>
                <Amount amountMinor={Math.abs(dueMinor)} isStrong />
              </span>
            </Button>
          );
        })}
      </Group>
      {cash !== undefined && quote.quickCashMinor.length > 1 && (
        <Group className={styles.buttons ?? ''} aria-label={t('money.notes')}>
          <span className={styles.detail}>{t('money.notes')}</span>
          {quote.quickCashMinor.slice(1).map((noteMinor) => (
            <Button
              key={noteMinor}
              onPress={() => {
                onTake(cash, noteMinor);
              }}
            >
              <Amount amountMinor={noteMinor} />
            </Button>
          ))}
        </Group>
      )}
    </div>
  );
}

/** What was recorded: the number on the slip, the change, what is left, and of a card its number. */
function Done({ slip, onClose }: { readonly slip: SlipView; readonly onClose: () => void }) {
  const { t } = useTranslation('customers');
  const dayWords = useDayWords();
  return (
    <div className={styles.form} role="status">
      <Notice kind="success">
        {t('money.recorded')} <bdi dir="ltr">{slip.slipNumber}</bdi>
      </Notice>
      {slip.changeMinor !== 0 && (
        <p className={styles.change}>
          {t('money.change')} <Amount amountMinor={slip.changeMinor} size="total" isStrong />
        </p>
      )}
      {slip.giftCard !== null && (
        <p className={styles.facts}>
          <span className={styles.detail}>{t('gift.number')}</span>
          <strong className={styles.title}>
            <bdi dir="ltr">{groupedGiftCode(slip.giftCard.code)}</bdi>
          </strong>
          {slip.giftCard.expiresOn !== null && (
            <span>
              {t('gift.validUntil')} {dayWords(slip.giftCard.expiresOn)}
            </span>
          )}
        </p>
      )}
      <Button variant="primary" size="large" fill icon={Check} autoFocus onPress={onClose}>
        {t('money.done')}
      </Button>
    </div>
  );
}

type SlipTenders = RequestOf<'account.take'>['tenders'];

/** Takes the money for what it is for: goods of the open ticket put aside with it, or an account. */
async function takeFor(
  what: MoneyMatter['for'],
  { slipId, amountMinor }: Quote,
  tenders: SlipTenders,
): Promise<Result<SlipView | null, Refusal>> {
  if (what.purpose !== 'layaway') {
    const answer = await call('account.take', { slipId, for: what, amountMinor, tenders, reason: null });
    return answer.ok ? ok(answer.value.slip) : answer;
  }
  const cart = useTerminal.getState().terminal?.cart;
  if (cart === null || cart === undefined) return fail(refusal('cart.not-found'));
  const answer = await call('layaway.open', { cartId: cart.cartId, revision: cart.revision, slipId, depositMinor: amountMinor, tenders });
  return answer.ok ? ok(answer.value.slip) : answer;
}

function MoneySteps({ matter, onClose }: { readonly matter: MoneyMatter; readonly onClose: () => void }) {
  const words = useRefusalWords();
  const [quote, setQuote] = useState<Quote | null>(null);
  const [slip, setSlip] = useState<SlipView | null>(null);
  const [refused, setRefusal] = useState<Refusal | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const refuse = (error: Refusal) => {
    playSound('refused');
    setRefusal(error);
  };
  const take = async ({ tenderId, kind }: TenderType, amountMinor: number) => {
    if (quote === null || isAsked) return;
    setIsAsked(true);
    const tenders = [{ tenderId, kind, amountMinor, card: null, reference: null }];
    const answer = await takeFor(matter.for, quote, tenders);
    setIsAsked(false);
    if (!answer.ok) {
      refuse(answer.error);
      return;
    }
    playSound('taken');
    setRefusal(null);
    noteChange();
    if (answer.value === null) onClose();
    else setSlip(answer.value);
  };
  return (
    <div className={styles.form}>
      {slip !== null ? (
        <Done slip={slip} onClose={onClose} />
      ) : quote === null ? (
        <AmountStep matter={matter} onQuote={setQuote} onRefusal={refuse} />
      ) : (
        <TenderStep quote={quote} onTake={(tender, amountMinor) => void take(tender, amountMinor)} />
      )}
      {refused !== null && <Notice kind="danger">{words(refused)}</Notice>}
    </div>
  );
}

/** Money taken or handed out for an account: how much, in which way, and what was recorded. */
export function MoneyDialog() {
  const { t } = useTranslation('customers');
  const matter = useCustomersView((view) => view.money);
  const close = () => {
    askForMoney(null);
  };
  return (
    <Dialog title={matter === null ? '' : t(`purposes.${matter.for.purpose}`)} isOpen={matter !== null} onClose={close}>
      {matter !== null && <MoneySteps matter={matter} onClose={close} />}
    </Dialog>
  );
}
