import { Moon, Sun, SunMoon, Volume1, Volume2, VolumeX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../src-shared/contract/refusal.ts';
import { useRefusalWords } from '../i18n/use-refusal-words.ts';
import { changeTerminal, useTerminal } from '../state/terminal-store.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { changePreferences, usePreferences } from './preferences.ts';
import styles from './preferences-sheet.module.css';
import { playAt } from './sounds.ts';

const THEMES = [
  { theme: 'system', icon: SunMoon },
  { theme: 'light', icon: Sun },
  { theme: 'dark', icon: Moon },
] as const;

const VOLUMES = [
  { name: 'off', percent: 0, icon: VolumeX },
  { name: 'low', percent: 25, icon: Volume1 },
  { name: 'middle', percent: 60, icon: Volume2 },
  { name: 'high', percent: 100, icon: Volume2 },
] as const;

interface PreferencesSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** How the screen looks, which is kept with the screen, and how it sounds, which is a setting of the till. */
export function PreferencesSheet({ isOpen, onClose }: PreferencesSheetProps) {
  const { t } = useTranslation('common');
  const chosenTheme = usePreferences((preferences) => preferences.theme);
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const refusalWords = useRefusalWords();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const setVolume = async (soundVolume: number) => {
    if (settings === null) return;
    const reason = t('preferences.soundReason');
    const answer = await changeTerminal('settings.save', {
      settings: { ...settings, screen: { ...settings.screen, soundVolume } },
      reason,
    });
    setRefusal(answer.ok ? null : answer.error);
    if (answer.ok) playAt('taken', soundVolume);
  };
  return (
    <Sheet title={t('preferences.title')} isOpen={isOpen} onClose={onClose}>
      <div className={styles.groups}>
        <section aria-labelledby="preferences-theme">
          <h3 id="preferences-theme" className={styles.heading}>
            {t('preferences.theme')}
          </h3>
          <div className={styles.choices}>
            {THEMES.map(({ theme, icon }) => (
              <Button
                key={theme}
                icon={icon}
                layout="stacked"
                size="large"
                isPressed={theme === chosenTheme}
                onPress={() => {
                  changePreferences({ theme });
                }}
              >
                {t(`preferences.themes.${theme}`)}
              </Button>
            ))}
          </div>
        </section>
        <section aria-labelledby="preferences-sound">
          <h3 id="preferences-sound" className={styles.heading}>
            {t('preferences.sound')}
          </h3>
          <div className={styles.choices}>
            {VOLUMES.map(({ name, percent, icon }) => (
              <Button
                key={name}
                icon={icon}
                layout="stacked"
                size="large"
                isPressed={percent === settings?.screen.soundVolume}
                onPress={() => void setVolume(percent)}
              >
                {t(`preferences.volumes.${name}`)}
              </Button>
            ))}
          </div>
          {refusal !== null && <Notice kind="danger">{refusalWords(refusal)}</Notice>}
        </section>
      </div>
    </Sheet>
  );
}
