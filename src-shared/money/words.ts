import type { Language } from '../text/localized-text.ts';
import { minorDigitsOf } from './currency.ts';
import { arabicCounted } from './words-arabic.ts';
import { type CurrencyWords, currencyWords } from './words-currency.ts';
import { englishNumber } from './words-english.ts';
import { frenchNumber } from './words-french.ts';

/** The most that is put into words: more is no invoice. */
export const MAX_IN_WORDS = 999_999_999_999;
/** From here on French counts with nouns, which take "de". */
const FRENCH_NOUNS_FROM = 1_000_000;

/**
 * An amount as an invoice says it, such as "quinze mille cent cinq dinars algériens et vingt centimes". A currency without words of its own
 * is named by its code, its minor units as a fraction. Null beyond `MAX_IN_WORDS` of the major unit. Throws on a code ISO 4217 does not list.
 */
export function amountInWords(amountMinor: number, currency: string, language: Language): string | null {
  const minorDigits = minorDigitsOf(currency);
  if (minorDigits === null) throw new RangeError(`Not an ISO 4217 currency: ${currency}`);
  const perMajor = 10 ** minorDigits;
  const absolute = Math.abs(amountMinor);
  const major = Math.floor(absolute / perMajor);
  const minor = absolute % perMajor;
  if (!Number.isSafeInteger(amountMinor) || major > MAX_IN_WORDS) return null;
  const words = currencyWords(currency);
  const amount = words === null ? withCode(major, minor, perMajor, currency, language) : named(major, minor, words, language);
  return amountMinor < 0 ? `${MINUS[language]} ${amount}` : amount;
}

const MINUS: Readonly<Record<Language, string>> = { fr: 'moins', en: 'minus', ar: 'ناقص' };

function named(major: number, minor: number, words: CurrencyWords, language: Language): string {
  switch (language) {
    case 'fr':
      return french(major, words.fr.major) + (minor === 0 ? '' : ` et ${french(minor, words.fr.minor)}`);
    case 'en':
      return english(major, words.en.major) + (minor === 0 ? '' : ` and ${english(minor, words.en.minor)}`);
    case 'ar':
      return arabicCounted(major, words.ar.major) + (minor === 0 ? '' : ` و${arabicCounted(minor, words.ar.minor)}`);
  }
}

/** Up to two exclusive French counts in the singular; after a whole number of millions comes "de". */
function french(count: number, [one, many]: readonly [string, string]): string {
  const isNoun = count >= FRENCH_NOUNS_FROM && count % FRENCH_NOUNS_FROM === 0;
  const noun = count < 2 ? one : many;
  if (!isNoun) return `${frenchNumber(count)} ${noun}`;
  return `${frenchNumber(count)} ${/^[aeiouhéè]/i.test(noun) ? 'd’' : 'de '}${noun}`;
}

function english(count: number, [one, many]: readonly [string, string]): string {
  return `${englishNumber(count)} ${count === 1 ? one : many}`;
}

function withCode(major: number, minor: number, perMajor: number, currency: string, language: Language): string {
  const fraction = minor === 0 ? '' : `${String(minor).padStart(String(perMajor).length - 1, '0')}/${perMajor}`;
  const code = { one: currency, two: currency, few: currency, many: currency, hundred: currency };
  switch (language) {
    case 'fr':
      return french(major, [currency, currency]) + (fraction === '' ? '' : ` et ${fraction}`);
    case 'en':
      return english(major, [currency, currency]) + (fraction === '' ? '' : ` and ${fraction}`);
    case 'ar':
      return (
        (major === 1 || major === 2 ? `${ARABIC_ALONE[major - 1] ?? ''} ${currency}` : arabicCounted(major, code)) +
        (fraction === '' ? '' : ` و${fraction}`)
      );
  }
}

/** A code has no dual: the number is said. */
const ARABIC_ALONE = ['واحد', 'اثنان'] as const;
