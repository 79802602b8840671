import { CalendarCheck, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openOverlay, showScreen } from '../../app/navigation.ts';
import { changeTerminal, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { OpenTill } from './open-till.tsx';
import styles from './till.module.css';
import { putTillOff } from './till-offer.ts';
import { useTillView } from './use-till-view.ts';

/** After signing in, before the first sale: the till is opened with its counted float. Looking at the products first is allowed. */
export function OpeningScreen() {
  const { t } = useTranslation('till');
  const name = useTerminal((view) => view.terminal?.person?.name ?? '');
  const till = useTerminal((view) => view.terminal?.status?.till.name ?? '');
  const state = useTillView();
  useShortcut('F1', () => openOverlay('help'), { inFields: true });
  useShortcut('F10', () => openOverlay('till-menu'), { inFields: true });
  useShortcut('Escape', putTillOff, { inFields: true });
  return (
    <div className={styles.gate}>
      <header className={styles.gateHead}>
        <p className={styles.quiet}>
          <bdi>{name}</bdi>
        </p>
        <h1 className={styles.gateTitle}>{t('open.title', { till })}</h1>
        <p className={styles.quiet}>{t('open.hint')}</p>
      </header>
      <OpenTill state={state} />
      <div className={styles.gateFoot}>
        <Button variant="quiet" keyHint="Esc" onPress={putTillOff}>
          {t('open.later')}
        </Button>
        <Button
          variant="quiet"
          icon={CalendarCheck}
          onPress={() => {
            showScreen('closures');
          }}
        >
          {t('toClosures')}
        </Button>
        <Button variant="quiet" icon={LogOut} onPress={() => void changeTerminal('person.sign-out', {})}>
          {t('open.signOut')}
        </Button>
      </div>
    </div>
  );
}
