/**
 * ISO 4217 list one (SIX Financial Information, maintenance agency): every currency code with the number of decimals of its minor unit.
 * The standard decides what we store; what a screen shows is the store's setting, since `Intl` and shops differ from the standard (the
 * Iraqi dinar has three decimals here and none in `Intl`). A code once listed stays, so that old journals remain readable. Codes that have
 * no minor unit by nature (gold, special drawing rights, "no currency") count as 0.
 */
const CODES_BY_MINOR_DIGITS: ReadonlyMap<number, string> = new Map([
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XAG XAU XBA XBB XBC XBD XDR XOF XPD XPF XPT XSU XTS XUA XXX'],
  [
    2,
    `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
    COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR
    IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN
    NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB
    TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
]);

const MINOR_DIGITS: ReadonlyMap<string, number> = new Map(
  [...CODES_BY_MINOR_DIGITS].flatMap(([digits, codes]) => codes.split(/\s+/).map((code): [string, number] => [code, digits])),
);

/** Decimals of the currency's minor unit (DZD 2, JPY 0, TND 3, CLF 4); null when ISO 4217 does not list the code. */
export function minorDigitsOf(code: string): number | null {
  return MINOR_DIGITS.get(code) ?? null;
}
