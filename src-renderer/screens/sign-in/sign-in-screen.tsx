import { useTranslation } from 'react-i18next';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { openOverlay, showFirstScreen } from '../../app/navigation.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { SignInPanel } from './sign-in-panel.tsx';
import styles from './sign-in-screen.module.css';

/** Who is at the till. The open ticket, if there is one, waits for whoever comes. */
export function SignInScreen() {
  const { t } = useTranslation('sign-in');
  const { language } = useMoneyFormat();
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const hasTicket = useTerminal((view) => (view.terminal?.cart?.lines.length ?? 0) > 0);
  useShortcut('F1', () => openOverlay('help'), { inFields: true });
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        {settings !== null && (
          <p className={styles.shop}>
            <bdi>{textIn(settings.shop.tradeName, language)}</bdi>
          </p>
        )}
        <h1 className={styles.title}>{t('title')}</h1>
        {hasTicket && <Notice kind="info">{t('ticketWaits')}</Notice>}
      </header>
      <SignInPanel
        onDone={() => {
          showFirstScreen();
        }}
      />
    </div>
  );
}
