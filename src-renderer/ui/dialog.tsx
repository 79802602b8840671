import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslation } from 'react-i18next';
import { useScanEntry } from '../scanning/use-scan-entry.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import { Notice } from './notice.tsx';
import { ShortcutLayer, useShortcut } from './shortcut.tsx';

interface OverlayProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** For what cannot be undone: a touch beside it does not close it. Esc and the close button do. */
  readonly isQuestion?: boolean;
  readonly size?: 'regular' | 'wide';
  /**
   * What a scan does that nothing in here takes: closes the overlay and goes on to the ticket, or is refused, for a question and for a form
   * whose figures would be lost. A question refuses unless told otherwise.
   */
  readonly onScan?: 'close' | 'refuse';
  /** At the foot, the primary one last. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

interface ScanGuardProps {
  readonly onScan: 'close' | 'refuse';
  readonly onClose: () => void;
}

/** The edge of an overlay, for scans. A refused one is said where the person looks, beside its sound. */
function ScanGuard({ onScan, onClose }: ScanGuardProps) {
  const { t } = useTranslation('scanning');
  const [hasRefused, setHasRefused] = useState(false);
  useScanEntry('guard', () => {
    if (onScan === 'close') {
      onClose();
      return 'pass';
    }
    setHasRefused(true);
    return 'refused';
  });
  return hasRefused ? <Notice kind="warning">{t('answerFirst')}</Notice> : null;
}

/** Esc, also where what had the focus is gone: a button that has done its work and made room for another. */
function EscapeKey({ onClose }: { readonly onClose: () => void }) {
  useShortcut('Escape', onClose);
  return null;
}

function Overlay({
  placement,
  title,
  isOpen,
  onClose,
  isQuestion = false,
  size = 'regular',
  onScan = isQuestion ? 'refuse' : 'close',
  actions,
  children,
}: OverlayProps & { readonly placement: 'centre' | 'side' }) {
  const { t } = useTranslation('common');
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isOpen={isOpen}
      isDismissable={!isQuestion}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={classNames(styles.modal, styles[placement], styles[size])}>
        <AriaDialog className={styles.dialog ?? ''} {...(isQuestion ? { role: 'alertdialog' as const } : {})}>
          <ShortcutLayer>
            <header className={styles.head}>
              <Heading slot="title" className={styles.title ?? ''}>
                {title}
              </Heading>
              <Button variant="quiet" icon={X} label={t('close')} keyHint="Esc" onPress={onClose} />
            </header>
            <EscapeKey onClose={onClose} />
            <ScanGuard onScan={onScan} onClose={onClose} />
            <div className={styles.body}>{children}</div>
            {actions !== undefined && <footer className={styles.foot}>{actions}</footer>}
          </ShortcutLayer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A question or a small form in the middle of the screen. */
export function Dialog(props: OverlayProps) {
  return <Overlay {...props} placement="centre" />;
}

/** A list or a page beside the sale, from the trailing edge, over the full height. */
export function Sheet(props: OverlayProps) {
  return <Overlay {...props} placement="side" />;
}
