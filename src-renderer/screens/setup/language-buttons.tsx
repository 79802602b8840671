import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../../../src-shared/text/localized-text.ts';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import styles from './language-buttons.module.css';

interface LanguageButtonsProps {
  readonly onChoose: (language: Language) => void;
}

/** The languages, each by its own name and in its own writing. */
export function LanguageButtons({ onChoose }: LanguageButtonsProps) {
  const { t, i18n } = useTranslation('status');
  return (
    <Group className={styles.languages ?? ''} aria-label={t('language')}>
      {LANGUAGES.map((language) => (
        <span key={language} className={styles.language} lang={language}>
          <ChoiceButton
            isChosen={language === i18n.language}
            onPress={() => {
              onChoose(language);
            }}
          >
            {t('languageName', { lng: language })}
          </ChoiceButton>
        </span>
      ))}
    </Group>
  );
}
