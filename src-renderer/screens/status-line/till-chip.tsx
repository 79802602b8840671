import { Store } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { showScreen } from '../../app/navigation.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './status-line.module.css';

/** Which till, and how it stands where that is not as usual: a touch goes to it. Before anyone has signed in it only says where one is. */
export function TillChip() {
  const { t } = useTranslation('status');
  const till = useTerminal((view) => view.terminal?.status?.till ?? null);
  const hasPerson = useTerminal((view) => (view.terminal?.person ?? null) !== null);
  if (till === null || !hasPerson) {
    return (
      <span className={styles.till}>
        <Icon drawing={Store} />
        <bdi>{till?.name ?? t('program')}</bdi>
      </span>
    );
  }
  const isUsual = till.state === 'open' || (till.state === 'not-open' && !till.openingRequired);
  return (
    <Button
      variant="quiet"
      icon={Store}
      label={t('till', { name: till.name, state: t(`tillStates.${till.state}`) })}
      onPress={() => {
        showScreen('till');
      }}
    >
      <bdi>{till.name}</bdi>
      {!isUsual && <span className={styles.tillState}> · {t(`tillStates.${till.state}`)}</span>}
    </Button>
  );
}
