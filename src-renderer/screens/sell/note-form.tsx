import { Check, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './note-form.module.css';

/** As the contract has it. */
const MAX_NOTE_LENGTH = 500;

interface NoteFormProps {
  readonly label: string;
  readonly description: string;
  readonly note: string | null;
  /** Null takes the note away. */
  readonly onSave: (note: string | null) => void;
  readonly last?: ReactNode;
}

export function NoteForm({ label, description, note, onSave, last }: NoteFormProps) {
  const { t } = useTranslation('sell');
  const [text, setText] = useState(note ?? '');
  const written = text.trim();
  return (
    <div className={styles.form}>
      <TextField
        label={label}
        description={description}
        value={text}
        onChange={setText}
        maxLength={MAX_NOTE_LENGTH}
        isMultiline
        autoFocus
      />
      <div className={styles.actions}>
        {last}
        <span className={styles.gap} />
        {note !== null && (
          <Button
            icon={X}
            onPress={() => {
              onSave(null);
            }}
          >
            {t('note.remove')}
          </Button>
        )}
        <Button
          variant="primary"
          icon={Check}
          isDisabled={written === ''}
          onPress={() => {
            onSave(written);
          }}
        >
          {t('note.save')}
        </Button>
      </div>
    </div>
  );
}
