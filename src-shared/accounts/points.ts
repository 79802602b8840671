import type { PointsRule } from './account-settings.ts';

/** Points for a sum bought, tax in: whole ones only. What was paid with points earns none. */
export function earnedPoints(totalMinor: number, paidWithPointsMinor: number, rule: PointsRule): number {
  return Math.max(0, Math.floor((totalMinor - paidWithPointsMinor) / rule.minorPerPoint));
}

/** A ticket of which goods have come back, with the points it gave and those already taken back for it. */
export interface PointsOfSale {
  readonly earned: number;
  readonly takenBack: number;
  readonly totalMinor: number;
  /** What of the total has come back, this time included. */
  readonly returnedMinor: number;
}

/**
 * Points to take back when goods of a ticket return: she keeps the share of what she keeps, rounded down. Told from the whole of what came
 * back and not from this part alone, so that a ticket returned in any parts takes back exactly what it gave.
 */
export function pointsToTakeBack({ earned, takenBack, totalMinor, returnedMinor }: PointsOfSale): number {
  const keptMinor = Math.max(0, totalMinor - Math.max(0, returnedMinor));
  // Beyond the exact integers for a large ticket with many points: the product is of big integers.
  const kept = totalMinor <= 0 ? 0 : Number((BigInt(earned) * BigInt(keptMinor)) / BigInt(totalMinor));
  return Math.max(0, earned - kept - takenBack);
}

/** What points pay, as the tender they are: 0 below the least that pays. */
export function worthOfPoints(points: number, rule: PointsRule): number {
  return points < Math.max(1, rule.minimumPoints) ? 0 : points * rule.pointValueMinor;
}
