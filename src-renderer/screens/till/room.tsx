import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openOverlay, showScreen } from '../../app/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import styles from './room.module.css';

interface RoomProps {
  readonly title: ReactNode;
  /** Beside the title: whose till it is, since when. */
  readonly detail?: ReactNode;
  /** Null where there is no way back but through the primary action. */
  readonly onBack?: (() => void) | null;
  /** At the foot: what there is to look at, and the one next step last. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

function backToSelling(): void {
  showScreen('sell');
}

/** The frame of the rooms behind the counter: a way back, what is done here, and the next step in the corner it has on every screen. */
export function Room({ title, detail, onBack = backToSelling, foot, children }: RoomProps) {
  const { t } = useTranslation('till');
  useShortcut('F1', () => openOverlay('help'), { inFields: true });
  useShortcut('F10', () => openOverlay('till-menu'), { inFields: true });
  // A browser would load the page anew.
  useShortcut('F5', () => undefined, { inFields: true });
  useShortcut('Escape', () => onBack?.(), { inFields: true, isEnabled: onBack !== null });
  return (
    <div className={styles.room}>
      <header className={styles.head}>
        {onBack !== null && (
          <Button variant="quiet" icon={ArrowLeft} iconMirrored keyHint="Esc" label={t('back')} onPress={onBack}>
            {t('back')}
          </Button>
        )}
        <h1 className={styles.title}>{title}</h1>
        {detail !== undefined && <p className={styles.detail}>{detail}</p>}
      </header>
      <div className={styles.body}>{children}</div>
      {foot !== undefined && foot !== null && <footer className={styles.foot}>{foot}</footer>}
    </div>
  );
}
