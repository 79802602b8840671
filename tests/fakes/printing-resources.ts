import { fileURLToPath } from 'node:url';
import { loadPrinterProfile } from '../../src-main/devices/profiles/load-profile.ts';
import type { PrinterProfile } from '../../src-main/devices/profiles/printer-profile.ts';
import { VirtualPrinter } from '../../src-main/devices/virtual-printer/virtual-printer.ts';
import { loadPaperLabels, loadReceiptLabels } from '../../src-main/printing/load-labels.ts';

const resource = (name: string): string => fileURLToPath(new URL(`../../resources/${name}`, import.meta.url));

export const FONTS_FOLDER = resource('fonts');
export const PROFILES_FOLDER = resource('printer-profiles');
export const LABELS = loadReceiptLabels(resource('locales'));
export const PAPER_LABELS = loadPaperLabels(resource('locales'));

export function shippedProfile(profileId: string, changes: Partial<PrinterProfile> = {}): PrinterProfile {
  const loaded = loadPrinterProfile([PROFILES_FOLDER], profileId);
  if (!loaded.ok) throw new Error(loaded.error.findings.join('; '));
  return { ...loaded.value, ...changes };
}

export function virtualPrinter(profile: PrinterProfile = shippedProfile('generic-80mm')): VirtualPrinter {
  return new VirtualPrinter({ profile, fontsFolder: FONTS_FOLDER, now: () => '2026-11-20T09:58:11.000Z' });
}
