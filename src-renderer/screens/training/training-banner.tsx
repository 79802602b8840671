import { GraduationCap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTerminal } from '../../state/terminal-store.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './training.module.css';

/** Over every screen while the terminal practises: nobody takes a practice ticket for a sale. */
export function TrainingBanner() {
  const { t } = useTranslation('training');
  const isTraining = useTerminal((view) => view.terminal?.training ?? false);
  if (!isTraining) return null;
  return (
    <p className={styles.banner} role="status">
      <Icon drawing={GraduationCap} />
      {t('banner')}
    </p>
  );
}
