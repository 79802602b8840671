import { Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import type { RefundProposal } from '../../../src-shared/sale/return-refund.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { playSound } from '../../app/sounds.ts';
import { call, commandCart, useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { clearDraft } from '../pay/pay-view.ts';
import { sayMessage } from '../sell/sell-view.ts';
import styles from './returns.module.css';

/** How main would give the money of this ticket back, as the ticket stands. */
function useProposals({ cartId, revision }: PricedCart): readonly RefundProposal[] {
  const [shown, setShown] = useState<{ readonly of: string; readonly proposals: readonly RefundProposal[] }>({ of: '', proposals: [] });
  const of = `${cartId} ${revision}`;
  useEffect(() => {
    let isMeant = true;
    void call('return.refunds', { cartId }).then((answer) => {
      if (isMeant) setShown({ of, proposals: answer.ok ? answer.value.proposals : [] });
    });
    return () => {
      isMeant = false;
    };
  }, [cartId, of]);
  return shown.of === of ? shown.proposals : [];
}

/** The second tap of two counts for nothing: the ticket must be the one that was seen. */
async function give(seen: PricedCart, tender: RefundProposal): Promise<void> {
  const answer = await commandCart((cart) => (cart.revision === seen.revision ? { kind: 'tender.add', tender } : null));
  if (!answer.ok) {
    playSound('refused');
    sayMessage({ kind: 'refused', refusal: answer.error });
    return;
  }
  sayMessage(null);
  clearDraft();
}

/**
 * For a ticket that gives money back: to where it came from, each with what it takes, a touch away. Only where something else than cash was
 * paid with; cash alone is what the pad proposes already.
 */
export function RefundProposals({ cart }: { readonly cart: PricedCart }) {
  const { t } = useTranslation('returns');
  const { language } = useMoneyFormat();
  const tenders = useTerminal((view) => view.terminal?.settings?.tenders ?? null);
  const proposals = useProposals(cart);
  if (proposals.every(({ refundOf }) => refundOf === undefined)) return null;
  return (
    <Group className={styles.proposals ?? ''} aria-label={t('refund.title')}>
      <h2 className={styles.sideTitle}>{t('refund.title')}</h2>
      {proposals.map((proposal) => {
        const type = tenders?.find(({ tenderId }) => tenderId === proposal.tenderId);
        const lastFour = proposal.card?.lastFour ?? null;
        return (
          <Button
            key={`${proposal.tenderId} ${proposal.refundOf?.tenderLineId ?? ''}`}
            size="large"
            fill
            icon={Undo2}
            iconMirrored
            onPress={() => void give(cart, proposal)}
          >
            <span className={styles.row}>
              <span>
                <bdi>{type === undefined ? proposal.tenderId : textIn(type.name, language)}</bdi>
                {lastFour !== null && <bdi> ••••{lastFour}</bdi>}
              </span>
              <Amount amountMinor={0 - proposal.amountMinor} isStrong />
            </span>
          </Button>
        );
      })}
    </Group>
  );
}
