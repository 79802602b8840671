import { ScanBarcode, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { Person } from '../../../src-shared/people/person.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PinEntry } from '../sign-in/pin-entry.tsx';
import styles from './override-sheet.module.css';

interface OverrideProofProps {
  /** Who was chosen to allow it. */
  readonly person: Person | null;
  readonly refusal: Refusal | null;
  readonly isBusy: boolean;
  readonly onProve: (personId: string, pin: string | null) => void;
}

/** How the colleague shows who she is: her PIN, her badge, or, having neither, her own touch here and now. */
export function OverrideProof({ person, refusal, isBusy, onProve }: OverrideProofProps) {
  const { t } = useTranslation('override');
  const words = useRefusalWords();
  const facts = useTerminal((view) => view.terminal?.credentials.find(({ personId }) => personId === person?.personId) ?? null);
  if (person === null || facts === null) {
    return (
      <>
        {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
        <BadgeHint words={t('badgeHint')} />
      </>
    );
  }
  if (facts.hasPin) {
    return (
      <>
        <PinEntry
          key={person.personId}
          label={t('sign-in:pinOf', { name: person.name })}
          enterLabel={t('allow')}
          refusal={refusal}
          isBusy={isBusy}
          onEnter={(pin) => {
            onProve(person.personId, pin);
          }}
        />
        {facts.hasBadge && <BadgeHint words={t('badgeHint')} />}
      </>
    );
  }
  return (
    <>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      {facts.hasBadge ? (
        <BadgeHint words={t('badgeOf', { name: person.name })} />
      ) : (
        <>
          <p className={styles.quiet}>{t('noPin', { name: person.name })}</p>
          <Button
            variant="primary"
            size="large"
            fill
            icon={ShieldCheck}
            isDisabled={isBusy}
            onPress={() => {
              onProve(person.personId, null);
            }}
          >
            {t('allowAs', { name: person.name })}
          </Button>
        </>
      )}
    </>
  );
}

function BadgeHint({ words }: { readonly words: string }) {
  return (
    <p className={styles.badge}>
      <Icon drawing={ScanBarcode} />
      {words}
    </p>
  );
}
