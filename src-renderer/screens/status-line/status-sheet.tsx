import { Check, Printer } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../../../src-shared/contract/terminal-state.ts';
import { isolateByContent } from '../../../src-shared/text/bidi.ts';
import { openOverlay } from '../../app/navigation.ts';
import { changeTerminal, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Sheet } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice as NoticeBox } from '../../ui/notice.tsx';
import { type Aspect, type AspectId, useAspects } from './aspects.ts';
import styles from './status-sheet.module.css';

const NO_NOTICES: readonly Notice[] = [];

/** What the last start found, one by one: read is said, and then not shown again. */
function Notices() {
  const { t } = useTranslation(['notice', 'status']);
  const notices = useTerminal((view) => view.terminal?.notices ?? NO_NOTICES);
  return (
    <>
      {notices.map(({ code, params }) => {
        const words = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isolateByContent(String(value))]));
        return (
          <NoticeBox
            key={code}
            kind="warning"
            actions={
              <Button icon={Check} onPress={() => void changeTerminal('notice.dismiss', { code })}>
                {t('status:notices.dismiss')}
              </Button>
            }
          >
            {t(`notice:${code}`, words)}
          </NoticeBox>
        );
      })}
    </>
  );
}

interface SectionProps {
  readonly aspect: Aspect;
  /** The one that was tapped: it takes the focus, so that it is read first. */
  readonly isMeant: boolean;
  readonly onClose: () => void;
}

function Section({ aspect, isMeant, onClose }: SectionProps) {
  const { t } = useTranslation('status');
  const section = useRef<HTMLElement>(null);
  const { id, kind, icon, title, text, todo } = aspect;
  useEffect(() => {
    if (isMeant) section.current?.focus();
  }, [isMeant]);
  return (
    <section ref={section} className={classNames(styles.section, styles[kind])} aria-label={title} tabIndex={-1}>
      <Icon drawing={icon} size="large" />
      <div className={styles.words}>
        <h3 className={styles.title}>{title}</h3>
        <p>{text}</p>
        {todo !== null && <p className={styles.todo}>{todo}</p>}
        {id === 'notices' && <Notices />}
        {id === 'printer' && (
          <Button
            icon={Printer}
            onPress={() => {
              onClose();
              openOverlay('printing');
            }}
          >
            {t('printer.open')}
          </Button>
        )}
      </div>
    </section>
  );
}

interface StatusSheetProps {
  /** The thing that was tapped; null: closed. */
  readonly meant: AspectId | null;
  readonly onClose: () => void;
}

/** Everything of the state line in sentences, and what to do where something is not well. */
export function StatusSheet({ meant, onClose }: StatusSheetProps) {
  const { t } = useTranslation('status');
  const aspects = useAspects();
  const tillName = useTerminal((view) => view.terminal?.settings?.till.name ?? '');
  const programVersion = useTerminal((view) => view.terminal?.programVersion ?? '');
  return (
    <Sheet title={t('title')} isOpen={meant !== null} onClose={onClose}>
      <div className={styles.sections}>
        {aspects.map((aspect) => (
          <Section key={aspect.id} aspect={aspect} isMeant={aspect.id === meant} onClose={onClose} />
        ))}
        <p className={styles.about}>
          <bdi>{tillName}</bdi> · Contacto <bdi>{programVersion}</bdi>
        </p>
      </div>
    </Sheet>
  );
}
