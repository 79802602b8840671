import { Trash2, UserRoundPlus } from 'lucide-react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../../../src-shared/text/localized-text.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceButton } from '../../../ui/choice-button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { changeDraft, MAX_PEOPLE, type ShopDraft } from '../shop-draft.ts';
import type { StepProps } from './step-props.ts';
import styles from './steps.module.css';

const MAX_NAME_LENGTH = 100;

interface PersonRowProps {
  readonly people: ShopDraft['people'];
  readonly index: number;
  readonly error: string | null;
  readonly onEnter: () => void;
}

function PersonRow({ people, index, error, onEnter }: PersonRowProps) {
  const { t } = useTranslation(['setup', 'status']);
  const person = people[index];
  if (person === undefined) return null;
  const change = (part: Partial<typeof person>) => {
    changeDraft({ people: people.map((other, at) => (at === index ? { ...other, ...part } : other)) });
  };
  return (
    <div className={styles.person}>
      <TextField
        label={t('people.name')}
        value={person.name}
        onChange={(name) => {
          change({ name });
        }}
        error={error}
        maxLength={MAX_NAME_LENGTH}
        autoFocus={index === people.length - 1}
        onEnter={onEnter}
      />
      <Group className={styles.personLanguage ?? ''} aria-label={t('status:language')}>
        {LANGUAGES.map((language: Language) => (
          <ChoiceButton
            key={language}
            size="regular"
            isChosen={language === person.language}
            onPress={() => {
              change({ language });
            }}
          >
            {t('status:languageName', { lng: language })}
          </ChoiceButton>
        ))}
        {people.length > 1 && (
          <Button
            variant="quiet"
            icon={Trash2}
            label={t('people.remove', { name: person.name })}
            onPress={() => {
              changeDraft({ people: people.filter((_, at) => at !== index) });
            }}
          />
        )}
      </Group>
    </div>
  );
}

/** Who works here, each in the language she reads. */
export function PeopleStep({ draft, wrong, onEnter }: StepProps) {
  const { t } = useTranslation('setup');
  const { people } = draft;
  return (
    <>
      {people.map((_, index) => (
        <PersonRow
          // Rows are added at the end and hold nothing of their own.
          key={index}
          people={people}
          index={index}
          error={index === 0 && wrong.includes('people') ? t('people.nameWrong') : null}
          onEnter={onEnter}
        />
      ))}
      {people.length < MAX_PEOPLE && (
        <Button
          size="large"
          icon={UserRoundPlus}
          onPress={() => {
            changeDraft({ people: [...people, { name: '', language: draft.language }] });
          }}
        >
          {t('people.add')}
        </Button>
      )}
    </>
  );
}
