import { useTranslation } from 'react-i18next';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import { changeTerminal } from '../../state/terminal-store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { LanguageButtons } from '../setup/language-buttons.tsx';
import styles from './dialogs.module.css';

interface LanguageDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The language of the person at the till: at once, and wherever she signs in next. */
export function LanguageDialog({ isOpen, onClose }: LanguageDialogProps) {
  const { t } = useTranslation('status');
  const choose = async (language: Language) => {
    const answer = await changeTerminal('person.language', { language });
    if (answer.ok) onClose();
  };
  return (
    <Dialog title={t('language')} isOpen={isOpen} onClose={onClose}>
      <div className={styles.stack}>
        <LanguageButtons onChoose={(language) => void choose(language)} />
      </div>
    </Dialog>
  );
}
