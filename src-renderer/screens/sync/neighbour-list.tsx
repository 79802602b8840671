import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LanState, Neighbour } from '../../../src-shared/contract/neighbours-api.ts';
import { isolateByContent } from '../../../src-shared/text/bidi.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { call } from '../../state/terminal-store.ts';
import styles from './sync-sheet.module.css';

const LOOK_INTERVAL_MS = 5_000;

function useLanState(): LanState | null {
  const [state, setState] = useState<LanState | null>(null);
  useEffect(() => {
    let isShown = true;
    const look = () => {
      void call('lan.state', {}).then((answer) => {
        if (isShown && answer.ok) setState(answer.value);
      });
    };
    look();
    const timer = setInterval(look, LOOK_INTERVAL_MS);
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, []);
  return state;
}

function Standing({ neighbour: { name, isReachable, lastSeenAt } }: { readonly neighbour: Neighbour }) {
  const { t } = useTranslation('neighbours');
  const moment = useMoment();
  const said = { name: isolateByContent(name), state: t(isReachable ? 'reachable' : 'unreachable') };
  const isGone = !isReachable && lastSeenAt !== null;
  return <li>{isGone ? t('standingSince', { ...said, seen: t('lastSeen', { time: moment(lastSeenAt) }) }) : t('standing', said)}</li>;
}

/** The other tills of the store, and which of them answer. Nothing where there are none. */
export function NeighbourList() {
  const { t } = useTranslation('neighbours');
  const state = useLanState();
  if (state === null || state.neighbours.length === 0) return null;
  return (
    <section className={styles.facts} aria-label={t('title')}>
      <h3 className={styles.heading}>{t('title')}</h3>
      {state.state !== 'on' && <p>{t(`states.${state.state}`)}</p>}
      {state.state === 'on' && !state.findsByItself && <p>{t('typedOnly')}</p>}
      <ul>
        {state.neighbours.map((neighbour) => (
          <Standing key={neighbour.terminal} neighbour={neighbour} />
        ))}
      </ul>
    </section>
  );
}
