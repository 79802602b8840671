import { useTranslation } from 'react-i18next';
import { useMoment } from '../../i18n/use-moment.ts';
import { changeTerminal, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './message-dialog.module.css';

/** What the back office has written to whoever stands at this till: it stays until it is put away. The oldest comes first. */
export function MessageDialog() {
  const { t } = useTranslation('remote');
  const moment = useMoment();
  const message = useTerminal((view) => view.terminal?.remote.messages[0] ?? null);
  const dismiss = () => {
    if (message !== null) void changeTerminal('remote.dismiss', { messageId: message.messageId });
  };
  return (
    <Dialog
      title={t('message')}
      isOpen={message !== null}
      onClose={dismiss}
      isQuestion
      actions={
        <Button variant="primary" size="large" onPress={dismiss}>
          {t('read')}
        </Button>
      }
    >
      {message !== null && (
        <div className={styles.message}>
          <p dir="auto" className={styles.words}>
            {message.text}
          </p>
          <p className={styles.when}>{t('sentAt', { time: moment(message.at) })}</p>
        </div>
      )}
    </Dialog>
  );
}
