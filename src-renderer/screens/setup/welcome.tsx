import { Sparkles, Store } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import { showLanguage } from '../../i18n/i18n.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { changeTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { LanguageButtons } from './language-buttons.tsx';
import { PRESETS } from './presets.ts';
import { changeDraft, newDraft, openDraft } from './shop-draft.ts';
import styles from './welcome.module.css';

/** Lays out the demo shop. While that lasts, how long it has been at it cannot be known, and is not pretended. */
function useDemo(language: Language) {
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const start = async () => {
    if (isBusy) return;
    setIsBusy(true);
    setRefusal(null);
    const answer = await changeTerminal('setup.demo', { language });
    // On success this screen is gone: the terminal is set up.
    if (answer.ok) return;
    setIsBusy(false);
    setRefusal(answer.error);
  };
  return { isBusy, refusal, start };
}

interface WelcomeProps {
  /** A shop has been begun and left. */
  readonly hasDraft: boolean;
}

export function Welcome({ hasDraft }: WelcomeProps) {
  const { t, i18n } = useTranslation('setup');
  const words = useRefusalWords();
  const language = i18n.language as Language; // i18next is started with LANGUAGES and shows no other.
  const { isBusy, refusal, start } = useDemo(language);
  useShortcut('Enter', () => void start());
  const ownShop = () => openDraft(() => newDraft(PRESETS[0]?.presetId ?? '', { till: t('defaultTill') }, language));
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>{t('welcome')}</h1>
      <LanguageButtons
        onChoose={(chosen) => {
          showLanguage(chosen);
          changeDraft({ language: chosen });
        }}
      />
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      {isBusy ? (
        <div className={styles.busy}>
          <ProgressBar label={t('demo.busy')} percent={null} />
          <p className={styles.hint}>{t('demo.busyHint')}</p>
        </div>
      ) : (
        <div className={styles.choices}>
          <div className={styles.choice}>
            <Button variant="primary" size="large" fill icon={Sparkles} keyHint="↵" autoFocus onPress={() => void start()}>
              {t('demo.start')}
            </Button>
            <p className={styles.hint}>{t('demo.hint')}</p>
          </div>
          <div className={styles.choice}>
            <Button size="large" fill icon={Store} onPress={ownShop}>
              {t(hasDraft ? 'own.resume' : 'own.start')}
            </Button>
            <p className={styles.hint}>{t('own.hint')}</p>
          </div>
        </div>
      )}
    </div>
  );
}
