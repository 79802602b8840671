import type { ArabicNoun } from './words-arabic.ts';

interface UnitWords {
  /** Singular and plural. */
  readonly fr: readonly [string, string];
  readonly en: readonly [string, string];
  readonly ar: ArabicNoun;
}

interface InLanguage<Words> {
  readonly major: Words;
  readonly minor: Words;
}

/** The names of a currency's two units in each language. */
export interface CurrencyWords {
  readonly fr: InLanguage<UnitWords['fr']>;
  readonly en: InLanguage<UnitWords['en']>;
  readonly ar: InLanguage<UnitWords['ar']>;
}

const CENTIME: UnitWords = {
  fr: ['centime', 'centimes'],
  en: ['centime', 'centimes'],
  ar: { one: 'سنتيم واحد', two: 'سنتيمان', few: 'سنتيمات', many: 'سنتيما', hundred: 'سنتيم' },
};
const MILLIME: UnitWords = {
  fr: ['millime', 'millimes'],
  en: ['millime', 'millimes'],
  ar: { one: 'مليم واحد', two: 'مليمان', few: 'مليمات', many: 'مليما', hundred: 'مليم' },
};

const WORDS: Readonly<Record<string, { readonly major: UnitWords; readonly minor: UnitWords }>> = {
  DZD: {
    major: {
      fr: ['dinar algérien', 'dinars algériens'],
      en: ['Algerian dinar', 'Algerian dinars'],
      ar: {
        one: 'دينار جزائري واحد',
        two: 'ديناران جزائريان',
        few: 'دنانير جزائرية',
        many: 'دينارا جزائريا',
        hundred: 'دينار جزائري',
      },
    },
    minor: CENTIME,
  },
  TND: {
    major: {
      fr: ['dinar tunisien', 'dinars tunisiens'],
      en: ['Tunisian dinar', 'Tunisian dinars'],
      ar: {
        one: 'دينار تونسي واحد',
        two: 'ديناران تونسيان',
        few: 'دنانير تونسية',
        many: 'دينارا تونسيا',
        hundred: 'دينار تونسي',
      },
    },
    minor: MILLIME,
  },
  MAD: {
    major: {
      fr: ['dirham marocain', 'dirhams marocains'],
      en: ['Moroccan dirham', 'Moroccan dirhams'],
      ar: {
        one: 'درهم مغربي واحد',
        two: 'درهمان مغربيان',
        few: 'دراهم مغربية',
        many: 'درهما مغربيا',
        hundred: 'درهم مغربي',
      },
    },
    minor: CENTIME,
  },
};

/** Null for a currency whose words are not here: it is named by its code. */
export function currencyWords(currency: string): CurrencyWords | null {
  const words = WORDS[currency];
  if (words === undefined) return null;
  const { major, minor } = words;
  return {
    fr: { major: major.fr, minor: minor.fr },
    en: { major: major.en, minor: minor.en },
    ar: { major: major.ar, minor: minor.ar },
  };
}
