import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import { isolateByContent } from '../../../src-shared/text/bidi.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { call } from '../../state/terminal-store.ts';
import { ListBox } from '../../ui/list-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { HeldRow } from './held-row.tsx';
import styles from './held-sheet.module.css';

const LOOK_INTERVAL_MS = 5_000;

export type Elsewhere = ResponseOf<'lan.held'>;

/** The tickets of the other tills, asked for while somebody looks. Null until they have answered, or had their time to. */
export function useHeldElsewhere(): Elsewhere | null {
  const [held, setHeld] = useState<Elsewhere | null>(null);
  useEffect(() => {
    let isShown = true;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = async () => {
      const answer = await call('lan.held', {});
      if (!isShown) return;
      if (answer.ok) setHeld(answer.value);
      timer = setTimeout(() => void look(), LOOK_INTERVAL_MS);
    };
    void look();
    return () => {
      isShown = false;
      if (timer !== null) clearTimeout(timer);
    };
  }, []);
  return held;
}

interface HeldElsewhereProps {
  readonly held: Elsewhere;
  readonly onTake: (terminal: string, cartId: string) => void;
}

/** What the other tills of the store hold, under their names; of one that does not answer, what it held when it last did. */
export function HeldElsewhere({ held, onTake }: HeldElsewhereProps) {
  const { t } = useTranslation('neighbours');
  const moment = useMoment();
  const tills = held.elsewhere.filter(({ neighbour, carts }) => carts.length > 0 || !neighbour.isReachable);
  return (
    <>
      {tills.map(({ neighbour, carts }) => (
        <section key={neighbour.terminal} className={styles.held} aria-label={neighbour.name}>
          <h3 className={styles.label}>
            <bdi>{neighbour.name}</bdi>
          </h3>
          {!neighbour.isReachable && <Notice kind="info">{t('noAnswer', { name: isolateByContent(neighbour.name) })}</Notice>}
          {carts.length > 0 && (
            <ListBox
              label={t('heldBy', { name: neighbour.name })}
              entries={carts.map((cart) => ({
                id: cart.cartId,
                text: cart.label || moment(cart.heldAt),
                content: <HeldRow cart={cart} />,
              }))}
              onChoose={(cartId) => onTake(neighbour.terminal, cartId)}
            />
          )}
        </section>
      ))}
      {held.givenAway.map(({ held: cart, terminalName }) => (
        <Notice key={cart.cartId} kind="warning">
          {t('givenAway', { label: isolateByContent(cart.label || moment(cart.heldAt)), name: isolateByContent(terminalName) })}
        </Notice>
      ))}
    </>
  );
}
