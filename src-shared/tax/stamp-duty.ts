import { multiplyDivideRounded } from '../money/rounding.ts';

/** Rates in thousandths of the currency's unit for each 100 units begun. */
interface StampBand {
  /** Inclusive; null: no upper end. */
  readonly upToMajor: number | null;
  readonly perHundredMilli: number;
}

interface StampRegime {
  /** First day on which the regime applies; the empty text is before every day. */
  readonly from: string;
  readonly freeUpToMajor: number;
  readonly bands: readonly StampBand[];
  readonly leastMajor: number;
  readonly mostMajor: number | null;
}

/**
 * Algeria, droit de timbre de quittance on payments in cash (Code du timbre, art. 100), latest regime first. The rate of the band the amount
 * falls in applies to the whole amount, by hundreds of dinars begun.
 *
 * - From 2025: Loi de finances pour 2025, art. 46: nothing up to 300 DA, then 1 DA, above 30,000 DA 1.5 DA, above 100,000 DA 2 DA for each
 *   100 DA; at least 5 DA, and no upper limit any more.
 * - Before: 1 DA for each 100 DA above 20 DA, at least 5 DA and at most 10,000 DA.
 *
 * Secondary sources disagree on details, so the rule is off until the store turns it on.
 */
const DZ_REGIMES: readonly StampRegime[] = [
  {
    from: '2025-01-01',
    freeUpToMajor: 300,
    bands: [
      { upToMajor: 30_000, perHundredMilli: 1_000 },
      { upToMajor: 100_000, perHundredMilli: 1_500 },
      { upToMajor: null, perHundredMilli: 2_000 },
    ],
    leastMajor: 5,
    mostMajor: null,
  },
  { from: '', freeUpToMajor: 20, bands: [{ upToMajor: null, perHundredMilli: 1_000 }], leastMajor: 5, mostMajor: 10_000 },
];

export interface StampDutyRule {
  readonly rule: 'off' | 'dz';
  /** Day of business, `YYYY-MM-DD`. */
  readonly day: string;
  readonly minorDigits: number;
}

/**
 * Duty on the part of a ticket paid in cash (tax in), in minor units; never falls as the part grows. Money given back bears none, nor do
 * electronic payments, cheques and transfers, which are not part of the cash.
 */
export function stampDutyMinor(cashPartMinor: number, { rule, day, minorDigits }: StampDutyRule): number {
  if (rule === 'off') return 0;
  const unit = 10 ** minorDigits;
  const regime = DZ_REGIMES.find((candidate) => candidate.from <= day);
  if (regime === undefined || cashPartMinor <= regime.freeUpToMajor * unit) return 0;
  const band = regime.bands.find(({ upToMajor }) => upToMajor === null || cashPartMinor <= upToMajor * unit);
  if (band === undefined) return 0;
  const rest = cashPartMinor % (100 * unit);
  const hundredsBegun = (cashPartMinor - rest) / (100 * unit) + (rest > 0 ? 1 : 0);
  const dutyMinor = multiplyDivideRounded(hundredsBegun * band.perHundredMilli, unit, 1_000);
  const atLeastMinor = Math.max(dutyMinor, regime.leastMajor * unit);
  return regime.mostMajor === null ? atLeastMinor : Math.min(atLeastMinor, regime.mostMajor * unit);
}
