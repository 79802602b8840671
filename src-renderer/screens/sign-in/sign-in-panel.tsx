import { ArrowLeft, ScanBarcode } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CredentialFacts } from '../../../src-shared/people/credential-facts.ts';
import type { Person } from '../../../src-shared/people/person.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import { useScanTaker } from '../../app/scanner.ts';
import { showLanguage } from '../../i18n/i18n.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { findPeople } from './find-people.ts';
import { PeopleTiles } from './people-tiles.tsx';
import { PinEntry } from './pin-entry.tsx';
import styles from './sign-in-panel.module.css';
import { useSignIn } from './use-sign-in.ts';

/** From here on a name is found sooner by its letters than by the eye. */
const MANY_PEOPLE = 12;
const NOBODY: readonly Person[] = [];
const NO_FACTS: readonly CredentialFacts[] = [];

interface SignInPanelProps {
  readonly onDone: () => void;
}

function BadgeHint() {
  const { t } = useTranslation('sign-in');
  return (
    <p className={styles.badge}>
      <Icon drawing={ScanBarcode} />
      {t('badgeHint')}
    </p>
  );
}

interface PinStepProps {
  readonly person: Person;
  readonly signing: ReturnType<typeof useSignIn>;
  readonly onBack: () => void;
}

/** Whoever has said who she is reads her own language from then on; where somebody else is still at the till, the page stays hers. */
function usePersonsLanguage({ language }: Person): void {
  const { i18n } = useTranslation();
  const before = i18n.language as Language; // One of ours: only `showLanguage` sets it.
  const isFree = useTerminal((view) => view.terminal?.person === null);
  const shown = useRef(before);
  useEffect(() => {
    if (!isFree) return undefined;
    const back = shown.current;
    showLanguage(language);
    return () => {
      showLanguage(back);
    };
  }, [language, isFree]);
}

function PinStep({ person, signing, onBack }: PinStepProps) {
  const { t } = useTranslation('sign-in');
  usePersonsLanguage(person);
  return (
    <section className={styles.pin} aria-label={t('pinOf', { name: person.name })}>
      <header className={styles.whose}>
        <Button icon={ArrowLeft} iconMirrored size="large" keyHint="Esc" onPress={onBack}>
          {t('someoneElse')}
        </Button>
        <p className={styles.name}>{t('pinOf', { name: person.name })}</p>
      </header>
      <PinEntry
        label={t('pinOf', { name: person.name })}
        enterLabel={t('enter')}
        refusal={signing.refusal}
        isBusy={signing.isBusy}
        onEnter={(pin) => void signing.signIn(person, pin)}
      />
    </section>
  );
}

/** Who comes to the till: one chooses oneself and, having a PIN, proves it; a badge does both. */
export function SignInPanel({ onDone }: SignInPanelProps) {
  const { t } = useTranslation('sign-in');
  const words = useRefusalWords();
  const everybody = useTerminal((view) => view.terminal?.settings?.people ?? NOBODY);
  const hereId = useTerminal((view) => view.terminal?.person?.personId ?? null);
  const facts = useTerminal((view) => view.terminal?.credentials ?? NO_FACTS);
  const [chosen, setChosen] = useState<Person | null>(null);
  const [query, setQuery] = useState('');
  const signing = useSignIn(onDone);
  const hasBadges = facts.some(({ hasBadge }) => hasBadge);
  useScanTaker(
    ({ text }) => {
      void signing.signInByBadge(text);
      return true;
    },
    { isEnabled: hasBadges },
  );
  const back = () => {
    setChosen(null);
    signing.forgetRefusal();
  };
  useShortcut('Escape', back, { isEnabled: chosen !== null, inFields: true });
  const choose = (person: Person) => {
    const needsPin = facts.some(({ personId, hasPin }) => personId === person.personId && hasPin);
    signing.forgetRefusal();
    if (needsPin && person.personId !== hereId) setChosen(person);
    else void signing.signIn(person, null);
  };
  if (chosen !== null) return <PinStep person={chosen} signing={signing} onBack={back} />;
  const people = everybody.filter(({ active }) => active);
  const found = findPeople(people, query);
  return (
    <div className={styles.panel}>
      {signing.refusal !== null && <Notice kind="danger">{words(signing.refusal)}</Notice>}
      {people.length > MANY_PEOPLE && (
        <div className={styles.find}>
          <TextField
            label={t('find')}
            value={query}
            onChange={setQuery}
            autoFocus
            onEnter={() => {
              const [only, another] = found;
              if (only !== undefined && another === undefined) choose(only);
            }}
          />
        </div>
      )}
      <PeopleTiles people={found} hereId={hereId} onChoose={choose} />
      {found.length === 0 && <p>{t('noneFound')}</p>}
      {hasBadges && <BadgeHint />}
    </div>
  );
}
