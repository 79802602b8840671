import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type TFunction } from 'i18next';
import { z } from 'zod';
import { type OfficeLanguage, officeLanguageSchema } from '../../src-shared/contract/identity-fields.ts';

const LOCALES = join(import.meta.dirname, '..', '..', 'resources', 'locales');

/** Every language the cloud speaks to people in. */
export const OFFICE_LANGUAGES = officeLanguageSchema.options;

/** The words of `resources/locales/<language>/<name>.json`. What they are filled with is not escaped: whoever makes HTML of it does that. */
export async function loadWords(name: string): Promise<(language: OfficeLanguage) => TFunction> {
  const words = i18next.createInstance();
  await words.init({
    lng: 'fr',
    fallbackLng: false,
    ns: [name],
    defaultNS: name,
    resources: Object.fromEntries(OFFICE_LANGUAGES.map((language) => [language, { [name]: readTexts(language, name) }])),
    interpolation: { escapeValue: false },
  });
  return (language) => words.getFixedT(language);
}

/** The side that a language is written from. */
export function directionOf(language: OfficeLanguage): 'rtl' | 'ltr' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

function readTexts(language: OfficeLanguage, name: string): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(LOCALES, language, `${name}.json`), 'utf8')));
}
