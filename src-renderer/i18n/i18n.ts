import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGES, type Language } from '../../src-shared/text/localized-text.ts';

/** Every text of every language is in the bundle: a switch of language waits for nothing. `locales/fr/sell.json` is namespace `sell`. */
const files = import.meta.glob<Record<string, unknown>>('../../resources/locales/*/*.json', { eager: true, import: 'default' });

function resources(): Record<string, Record<string, Record<string, unknown>>> {
  const byLanguage: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [path, texts] of Object.entries(files)) {
    const [language = '', file = ''] = path.split('/').slice(-2);
    byLanguage[language] = { ...byLanguage[language], [file.replace('.json', '')]: texts };
  }
  return byLanguage;
}

export function startI18n(): void {
  void i18next.use(initReactI18next).init({
    resources: resources(),
    lng: 'fr',
    fallbackLng: false,
    supportedLngs: LANGUAGES,
    defaultNS: 'common',
    interpolation: { escapeValue: false },
  });
}

/** Turns the whole page to a language: its words and its direction. */
export function showLanguage(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  if (i18next.language !== language) void i18next.changeLanguage(language);
}
