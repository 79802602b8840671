import { Archive } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { closeOverlay } from '../../app/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './reason-dialog.module.css';
import { openDrawer } from './sell-actions.ts';

const USUAL_REASONS = ['change', 'deposit', 'check'] as const;
const MAX_REASON_LENGTH = 500;

interface DrawerDialogProps {
  readonly isOpen: boolean;
}

function DrawerForm() {
  const { t } = useTranslation('sell');
  const [reason, setReason] = useState('');
  const open = (why: string) => {
    closeOverlay();
    void openDrawer(why);
  };
  return (
    <div className={styles.form}>
      <p>{t('drawer.hint')}</p>
      <div className={styles.reasons}>
        {USUAL_REASONS.map((usual) => (
          <Button
            key={usual}
            size="large"
            fill
            onPress={() => {
              open(t(`drawer.reasons.${usual}`));
            }}
          >
            {t(`drawer.reasons.${usual}`)}
          </Button>
        ))}
      </div>
      <TextField
        label={t('drawer.other')}
        value={reason}
        onChange={setReason}
        maxLength={MAX_REASON_LENGTH}
        onEnter={() => {
          if (reason.trim() !== '') open(reason.trim());
        }}
      />
      <Button
        variant="primary"
        size="large"
        fill
        icon={Archive}
        isDisabled={reason.trim() === ''}
        onPress={() => {
          open(reason.trim());
        }}
      >
        {t('drawer.open')}
      </Button>
    </div>
  );
}

/** Opening the drawer without a sale: the journal wants to know why, so the reason is what opens it. */
export function DrawerDialog({ isOpen }: DrawerDialogProps) {
  const { t } = useTranslation('sell');
  return (
    <Dialog title={t('drawer.title')} isOpen={isOpen} onClose={closeOverlay}>
      <DrawerForm />
    </Dialog>
  );
}
