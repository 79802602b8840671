import { Save, UserMinus, UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../src-shared/people/person.ts';
import { rolesOf } from '../../../src-shared/people/roles.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import { LANGUAGES, type Language } from '../../../src-shared/text/localized-text.ts';
import { changeTerminal, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { TextField } from '../../ui/text-field.tsx';
import { ActResult } from './act-result.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import styles from './people-screen.module.css';
import { usePeopleAct } from './use-people-act.ts';
import { useRoleName } from './use-role-name.ts';

const MAX_NAME_LENGTH = 100;

interface PersonFormProps {
  /** Null: somebody new. */
  readonly person: Person | null;
  readonly settings: StoreSettings;
  readonly onAdded: (personId: string) => void;
}

interface ChoicesProps<T extends string> {
  readonly legend: string;
  readonly choices: readonly { readonly id: T; readonly words: string }[];
  readonly chosen: T;
  readonly onChoose: (id: T) => void;
}

function Choices<T extends string>({ legend, choices, chosen, onChoose }: ChoicesProps<T>) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{legend}</legend>
      <div className={styles.choices}>
        {choices.map(({ id, words }) => (
          <ChoiceButton key={id} size="regular" isChosen={id === chosen} onPress={() => onChoose(id)}>
            {words}
          </ChoiceButton>
        ))}
      </div>
    </fieldset>
  );
}

/** A person's name, language and role. */
export function PersonForm({ person, settings, onAdded }: PersonFormProps) {
  const { t } = useTranslation(['people', 'common']);
  const roleName = useRoleName();
  const here = useTerminal((view) => view.terminal?.person?.language ?? 'fr');
  const [name, setName] = useState(person?.name ?? '');
  const [language, setLanguage] = useState<Language>(person?.language ?? here);
  const [roleId, setRoleId] = useState(person?.roleId ?? 'cashier');
  const [isLeaving, setLeaving] = useState(false);
  const { refusal, isBusy, isDone, run } = usePeopleAct();
  const save = async (active: boolean) => {
    const before = new Set(settings.people.map(({ personId }) => personId));
    const asked = { personId: person?.personId ?? null, name, language, roleId, active };
    const done = await run(() => changeTerminal('people.save', { person: asked }));
    setLeaving(false);
    const added = useTerminal.getState().terminal?.settings?.people.find(({ personId }) => !before.has(personId));
    if (done && person === null && added !== undefined) onAdded(added.personId);
  };
  return (
    <section className={styles.card}>
      <TextField label={t('name')} value={name} onChange={setName} maxLength={MAX_NAME_LENGTH} isRequired />
      <Choices
        legend={t('role')}
        choices={rolesOf(settings).map((role) => ({ id: role.roleId, words: roleName(role) }))}
        chosen={roleId}
        onChoose={setRoleId}
      />
      <Choices
        legend={t('language')}
        choices={LANGUAGES.map((id) => ({ id, words: t(`languages.${id}`) }))}
        chosen={language}
        onChoose={setLanguage}
      />
      <ActResult refusal={refusal} isDone={isDone} />
      <div className={classNames(styles.actions, styles.ends)}>
        {person?.active === true && (
          <Button variant="danger" icon={UserMinus} onPress={() => setLeaving(true)}>
            {t('leave.button')}
          </Button>
        )}
        <Button
          variant="primary"
          size="large"
          icon={person?.active === false ? UserRoundCheck : Save}
          isDisabled={isBusy || name.trim() === ''}
          onPress={() => void save(true)}
        >
          {person === null ? t('add') : t(person.active ? 'save' : 'takeBack')}
        </Button>
      </div>
      {person !== null && (
        <LeaveDialog name={person.name} isOpen={isLeaving} onClose={() => setLeaving(false)} onConfirm={() => void save(false)} />
      )}
    </section>
  );
}
