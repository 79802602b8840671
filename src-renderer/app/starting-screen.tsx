import { Loader, PlugZap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTerminal } from '../state/terminal-store.ts';
import { EmptyState } from '../ui/empty-state.tsx';

/** Until the terminal has answered for the first time. */
export function StartingScreen() {
  const { t } = useTranslation('common');
  const connection = useTerminal((view) => view.connection);
  if (connection === 'lost') {
    return (
      <EmptyState icon={PlugZap} title={t('starting.lost')}>
        <p>{t('starting.lostHint')}</p>
      </EmptyState>
    );
  }
  return <EmptyState icon={Loader} title={t('starting.title')} />;
}
