import { minorDigitsOf } from '../money/currency.ts';
import { holds, rolesOf } from '../people/roles.ts';
import { printingProblem } from './printing.ts';
import type { StoreSettings } from './store-settings.ts';
import type { StoreWideSettings } from './store-wide-settings.ts';

/**
 * What the shape alone cannot say: names that must point at something, and names that must be one of a kind. Returns the first field that
 * does not hold, as its path in the settings, or null when all is well.
 */
export function settingsProblem(settings: StoreSettings): string | null {
  const storeWide = storeWideProblem(settings);
  if (storeWide !== null) return storeWide;
  if (hasDoubles(settings.people.map((person) => person.personId))) return 'people';
  if (!settings.people.some((person) => person.active && holds(person, 'people.manage', settings))) return 'people';
  if (settings.people.some((person) => !rolesOf(settings).some(({ roleId }) => roleId === person.roleId))) return 'people';
  if (hasDoubles(settings.printers.map((printer) => printer.printerId))) return 'printers';
  const printer = settings.receiptPrinterId;
  if (printer !== null && !settings.printers.some((candidate) => candidate.printerId === printer)) return 'receiptPrinterId';
  const printing = printingProblem(settings);
  if (printing !== null) return printing;
  if (hasDoubles([...settings.serialScanners, ...settings.hidScanners].map((scanner) => scanner.scannerId))) return 'hidScanners';
  return null;
}

/** The same of the part a store decides for all its tills. */
export function storeWideProblem(
  settings: Pick<StoreWideSettings, 'taxGroups' | 'defaultTaxGroupId' | 'tenders' | 'currency' | 'timeZone'>,
): string | null {
  if (hasDoubles(settings.taxGroups.map((group) => group.taxGroupId))) return 'taxGroups';
  if (!settings.taxGroups.some((group) => group.taxGroupId === settings.defaultTaxGroupId)) return 'defaultTaxGroupId';
  if (hasDoubles(settings.tenders.map((tender) => tender.tenderId))) return 'tenders';
  if (minorDigitsOf(settings.currency) === null) return 'currency';
  return isTimeZone(settings.timeZone) ? null : 'timeZone';
}

function hasDoubles(ids: readonly string[]): boolean {
  return new Set(ids).size !== ids.length;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
