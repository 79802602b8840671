import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { showScreen } from '../../app/navigation.ts';
import { changeTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SignInPanel } from '../sign-in/sign-in-panel.tsx';
import styles from './dialogs.module.css';

interface SwitchPersonDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function SwitchPerson({ onClose }: Pick<SwitchPersonDialogProps, 'onClose'>) {
  const { t } = useTranslation('status');
  const leave = async () => {
    const answer = await changeTerminal('person.sign-out', {});
    if (!answer.ok) return;
    showScreen('sell');
    onClose();
  };
  return (
    <div className={styles.stack}>
      <SignInPanel onDone={onClose} />
      <Button size="large" fill icon={LogOut} iconMirrored onPress={() => void leave()}>
        {t('leave')}
      </Button>
    </div>
  );
}

/** A colleague takes over with one touch; the ticket stays on the counter. */
export function SwitchPersonDialog({ isOpen, onClose }: SwitchPersonDialogProps) {
  const { t } = useTranslation('sign-in');
  return (
    <Dialog title={t('title')} isOpen={isOpen} onClose={onClose} size="wide">
      <SwitchPerson onClose={onClose} />
    </Dialog>
  );
}
