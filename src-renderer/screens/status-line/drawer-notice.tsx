import { useTranslation } from 'react-i18next';
import { useTerminal } from '../../state/terminal-store.ts';
import { Notice } from '../../ui/notice.tsx';
import styles from './drawer-notice.module.css';

/** Under the state line, across the screen, until the drawer is shut: money lies open, and whoever left it may not look up. */
export function DrawerNotice() {
  const { t } = useTranslation('status');
  const isLeftOpen = useTerminal((view) => view.terminal?.status?.drawer.leftOpen ?? false);
  if (!isLeftOpen) return null;
  return (
    <div className={styles.place}>
      <Notice kind="danger">
        <strong>{t('drawer.left.text')}</strong> {t('drawer.left.todo')}
      </Notice>
    </div>
  );
}
