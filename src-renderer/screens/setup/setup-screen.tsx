import { useEffect } from 'react';
import { openOverlay } from '../../app/navigation.ts';
import { showLanguage } from '../../i18n/i18n.ts';
import { useShortcut } from '../../ui/shortcut.tsx';
import { useSetupView } from './shop-draft.ts';
import { ShopWizard } from './shop-wizard.tsx';
import { Welcome } from './welcome.tsx';

/** The first start: a language, then the demo shop at one touch, or a shop of one's own. */
export function SetupScreen() {
  const draft = useSetupView((view) => view.draft);
  const isOpen = useSetupView((view) => view.isOpen);
  const language = draft?.language ?? null;
  useEffect(() => {
    if (language !== null) showLanguage(language);
  }, [language]);
  useShortcut('F1', () => openOverlay('help'), { inFields: true });
  return isOpen && draft !== null ? <ShopWizard draft={draft} /> : <Welcome hasDraft={draft !== null} />;
}
