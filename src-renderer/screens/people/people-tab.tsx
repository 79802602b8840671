import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CredentialFacts } from '../../../src-shared/people/credential-facts.ts';
import type { Person } from '../../../src-shared/people/person.ts';
import { roleOf } from '../../../src-shared/people/roles.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import styles from './people-screen.module.css';
import { PersonCredentials } from './person-credentials.tsx';
import { PersonForm } from './person-form.tsx';
import { useRoleName } from './use-role-name.ts';

const NOBODY: readonly Person[] = [];
const NO_FACTS: readonly CredentialFacts[] = [];

interface EntryProps {
  readonly person: Person;
  readonly facts: CredentialFacts | undefined;
  readonly settings: StoreSettings;
}

/** A person of the list: her role, and whether she proves who she is. */
function Entry({ person, facts, settings }: EntryProps) {
  const { t } = useTranslation('people');
  const roleName = useRoleName();
  const signs = [
    ...(person.active ? [] : [t('gone')]),
    ...(facts?.locked === true ? [t('locked')] : []),
    ...(facts?.hasPin === true ? [t('hasPin')] : []),
    ...(facts?.hasBadge === true ? [t('hasBadge')] : []),
  ];
  return (
    <span className={styles.entry}>
      <span className={styles.entryName}>
        <bdi>{person.name}</bdi>
      </span>
      <span className={styles.quiet}>{[roleName(roleOf(person, settings)), ...signs].join(' · ')}</span>
    </span>
  );
}

/** Everybody who works or worked here, and whoever was chosen. */
export function PeopleTab() {
  const { t } = useTranslation('people');
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const facts = useTerminal((view) => view.terminal?.credentials ?? NO_FACTS);
  const people = settings?.people ?? NOBODY;
  const [chosenId, setChosenId] = useState<string | null>(people[0]?.personId ?? null);
  if (settings === null) return null;
  const chosen = people.find(({ personId }) => personId === chosenId) ?? null;
  const sorted = [...people].sort((a, b) => Number(b.active) - Number(a.active));
  return (
    <div className={styles.both}>
      <div className={styles.side}>
        <Button icon={UserPlus} fill isPressed={chosen === null} onPress={() => setChosenId(null)}>
          {t('add')}
        </Button>
        <ListBox
          label={t('tabs.people')}
          selectedId={chosenId}
          entries={sorted.map((person) => ({
            id: person.personId,
            text: person.name,
            content: <Entry person={person} facts={facts.find(({ personId }) => personId === person.personId)} settings={settings} />,
          }))}
          onChoose={setChosenId}
        />
      </div>
      <div className={styles.detail}>
        <PersonForm key={chosenId ?? 'new'} person={chosen} settings={settings} onAdded={setChosenId} />
        {chosen?.active === true && <PersonCredentials key={`${chosen.personId}-credentials`} person={chosen} />}
      </div>
    </div>
  );
}
