import { OctagonX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './stopped-notice.module.css';

interface StoppedNoticeProps {
  /** What was found, by its stable code: for the technician on the telephone. */
  readonly finding: string | null;
}

/**
 * The journal can record nothing more, so nothing may be sold. Said over the whole screen, once; it can be put aside to read the ticket to the
 * technician, and stays in the state line's place until the terminal is started anew.
 */
export function StoppedNotice({ finding }: StoppedNoticeProps) {
  const { t } = useTranslation('status');
  const [isOpen, setIsOpen] = useState(true);
  return (
    <>
      <Button
        variant="danger"
        icon={OctagonX}
        onPress={() => {
          setIsOpen(true);
        }}
      >
        {t('stopped.short')}
      </Button>
      <Dialog
        title={t('stopped.title')}
        isOpen={isOpen}
        isQuestion
        size="wide"
        onClose={() => {
          setIsOpen(false);
        }}
      >
        <div className={styles.stopped}>
          <span className={styles.sign}>
            <Icon drawing={OctagonX} size="large" />
          </span>
          <p className={styles.lead}>{t('stopped.safe')}</p>
          <ol className={styles.steps}>
            <li>{t('stopped.step1')}</li>
            <li>{t('stopped.step2')}</li>
            <li>{t('stopped.step3')}</li>
          </ol>
          {finding !== null && (
            <p className={styles.finding}>
              {t('stopped.finding')} <bdi>{finding}</bdi>
            </p>
          )}
          <Button
            size="large"
            fill
            onPress={() => {
              setIsOpen(false);
            }}
          >
            {t('stopped.lookAtTicket')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
