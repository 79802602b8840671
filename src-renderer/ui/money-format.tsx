import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { minorDigitsOf } from '../../src-shared/money/currency.ts';
import { formatAmount } from '../../src-shared/money/format.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import type { TypedShape } from './typed-number.ts';

/** How this shop and this person read figures. */
export interface MoneyFormat extends Pick<StoreSettings, 'currency' | 'digits' | 'shownDecimals'> {
  readonly language: Language;
}

const MoneyFormatContext = createContext<MoneyFormat>({ currency: 'XXX', digits: 'western', shownDecimals: 2, language: 'en' });

interface MoneyFormatProviderProps extends MoneyFormat {
  readonly children: ReactNode;
}

export function MoneyFormatProvider({ currency, digits, shownDecimals, language, children }: MoneyFormatProviderProps) {
  const format = useMemo(() => ({ currency, digits, shownDecimals, language }), [currency, digits, shownDecimals, language]);
  return <MoneyFormatContext value={format}>{children}</MoneyFormatContext>;
}

export function useMoneyFormat(): MoneyFormat {
  return useContext(MoneyFormatContext);
}

/** The sign the person reads for the shop's currency: `DA`, `د.ج`, `€`. */
export function useCurrencySign(): string {
  const format = useMoneyFormat();
  const zero = formatAmount(0, { ...format, shownDecimals: 0, withCurrency: true });
  // What is left of "0 DA" without its figure, spaces and direction marks.
  return zero.replace(/[\p{Nd}\s\u200e\u200f\u061c]/gu, '');
}

/** How an amount of the shop's currency is typed: with the decimals the shop shows, kept in the currency's minor unit. */
export function useAmountShape(): TypedShape {
  const { currency, shownDecimals } = useMoneyFormat();
  const scale = minorDigitsOf(currency) ?? shownDecimals;
  return { decimals: Math.min(shownDecimals, scale), scale };
}
