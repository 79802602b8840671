import { KeyRound, LockOpen, ScanBarcode, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../src-shared/people/person.ts';
import { changeTerminal, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ActResult } from './act-result.tsx';
import { BadgeDialog } from './badge-dialog.tsx';
import styles from './people-screen.module.css';
import { PinDialog } from './pin-dialog.tsx';
import { usePeopleAct } from './use-people-act.ts';

interface PersonCredentialsProps {
  readonly person: Person;
}

/** A person's PIN and badge. What they are nobody sees; that there are any, and whether she is locked, everybody who manages people. */
export function PersonCredentials({ person }: PersonCredentialsProps) {
  const { t } = useTranslation('people');
  const { personId, name } = person;
  const facts = useTerminal((view) => view.terminal?.credentials.find((one) => one.personId === personId) ?? null);
  const isOwn = useTerminal((view) => view.terminal?.person?.personId === personId);
  const [open, setOpen] = useState<'pin' | 'clear-pin' | 'badge' | null>(null);
  const { refusal, isBusy, isDone, run } = usePeopleAct();
  const close = () => {
    setOpen(null);
  };
  if (facts === null) return null;
  const { hasPin, hasBadge, locked } = facts;
  const removePin = () => {
    // One's own goes with the PIN of now, so that nobody takes it off a till that was left open.
    if (isOwn) setOpen('clear-pin');
    else void run(() => changeTerminal('people.pin', { personId, pin: null, currentPin: null }));
  };
  return (
    <section className={styles.card} aria-label={t('credentials')}>
      <h2 className={styles.legend}>{t('credentials')}</h2>
      {locked && (
        <Notice
          kind="warning"
          actions={
            <Button icon={LockOpen} isDisabled={isBusy} onPress={() => void run(() => changeTerminal('people.unlock', { personId }))}>
              {t('unlock')}
            </Button>
          }
        >
          {t('lockedWords', { name })}
        </Notice>
      )}
      <p className={styles.quiet}>{t(hasPin || hasBadge ? 'proves' : 'provesNot', { name })}</p>
      <div className={styles.actions}>
        <Button icon={KeyRound} isDisabled={isBusy} onPress={() => setOpen('pin')}>
          {t(hasPin ? 'pin.change' : 'pin.set')}
        </Button>
        {hasPin && (
          <Button icon={Trash2} isDisabled={isBusy} onPress={removePin}>
            {t('pin.remove')}
          </Button>
        )}
        <Button icon={ScanBarcode} isDisabled={isBusy} onPress={() => setOpen('badge')}>
          {t(hasBadge ? 'badge.change' : 'badge.set')}
        </Button>
        {hasBadge && (
          <Button
            icon={Trash2}
            isDisabled={isBusy}
            onPress={() => void run(() => changeTerminal('people.badge', { personId, code: null }))}
          >
            {t('badge.remove')}
          </Button>
        )}
      </div>
      <ActResult refusal={refusal} isDone={isDone} />
      <PinDialog
        person={person}
        needsCurrent={isOwn && hasPin}
        isRemoving={open === 'clear-pin'}
        isOpen={open === 'pin' || open === 'clear-pin'}
        onClose={close}
      />
      <BadgeDialog person={person} isOpen={open === 'badge'} onClose={close} />
    </section>
  );
}
