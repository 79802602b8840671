import { Pause } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldCart } from '../../../src-shared/contract/held-cart.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { showScreen } from '../../app/navigation.ts';
import { playSound } from '../../app/sounds.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, changeCart, useTerminal } from '../../state/terminal-store.ts';
import { Sheet } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { sayMessage } from '../sell/sell-view.ts';
import { HeldElsewhere, useHeldElsewhere } from './held-elsewhere.tsx';
import { HeldRow } from './held-row.tsx';
import styles from './held-sheet.module.css';

/** The tickets on hold, asked for anew whenever their number changes. Null until the first answer. */
function useHeldCarts(): readonly HeldCart[] | null {
  const heldCount = useTerminal((view) => view.terminal?.heldCount ?? 0);
  const [carts, setCarts] = useState<readonly HeldCart[] | null>(null);
  useEffect(() => {
    let isShown = true;
    void call('cart.held', {}).then((answer) => {
      if (isShown && answer.ok) setCarts(answer.value.carts);
    });
    return () => {
      isShown = false;
    };
    // The number of held tickets is what tells that the list is another.
  }, [heldCount]);
  return carts;
}

/** Takes a ticket from hold, here or at another till. The one that is open goes on hold first, if the person says so. */
async function recall(cartId: string, terminal: string | null, holdsOpen: boolean): Promise<Result<unknown, Refusal>> {
  const held = holdsOpen ? await changeCart('cart.hold', (cart) => ({ cartId: cart?.cartId ?? '-', label: '' })) : ok(null);
  if (!held.ok) return held;
  return terminal === null ? changeCart('cart.recall', () => ({ cartId })) : changeCart('lan.take', () => ({ terminal, cartId }));
}

function HeldList({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('held');
  const words = useRefusalWords();
  const moment = useMoment();
  const carts = useHeldCarts();
  const elsewhere = useHeldElsewhere();
  const hasOpen = useTerminal((view) => (view.terminal?.cart?.lines.length ?? 0) > 0);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isTaking = useRef(false);
  const take = async (cartId: string, terminal: string | null) => {
    if (isTaking.current) return;
    isTaking.current = true;
    const answer = await recall(cartId, terminal, hasOpen);
    isTaking.current = false;
    if (!answer.ok) {
      playSound('refused');
      setRefusal(answer.error);
      return;
    }
    playSound('taken');
    // What was said of holding the ticket is no longer so.
    sayMessage(null);
    showScreen('sell');
    onClose();
  };
  if (carts === null) return null;
  const othersHold = elsewhere?.elsewhere.some((each) => each.carts.length > 0) ?? false;
  const entries = carts.map((cart) => ({ id: cart.cartId, text: cart.label || moment(cart.heldAt), content: <HeldRow cart={cart} /> }));
  return (
    <div className={styles.held}>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      {hasOpen && (carts.length > 0 || othersHold) && <Notice kind="info">{t('openGoesOnHold')}</Notice>}
      {carts.length > 0 && <ListBox label={t('title')} autoFocus entries={entries} onChoose={(cartId) => void take(cartId, null)} />}
      {carts.length === 0 && othersHold && <p>{t('noneHere')}</p>}
      {carts.length === 0 && !othersHold && (
        <EmptyState icon={Pause} title={t('none')}>
          <p>{t('noneHint')}</p>
        </EmptyState>
      )}
      {elsewhere !== null && <HeldElsewhere held={elsewhere} onTake={(terminal, cartId) => void take(cartId, terminal)} />}
    </div>
  );
}

interface HeldSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The tickets that wait: a customer who forgot something takes up nobody's time. */
export function HeldSheet({ isOpen, onClose }: HeldSheetProps) {
  const { t } = useTranslation('held');
  return (
    <Sheet title={t('title')} isOpen={isOpen} onClose={onClose}>
      {isOpen && <HeldList onClose={onClose} />}
    </Sheet>
  );
}
