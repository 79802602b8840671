import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { loadPrinterProfile } from './load-profile.ts';
import type { PrinterProfile } from './printer-profile.ts';

const MAX_FILES = 200;

export interface ProfileList {
  /** By name. `folder` is the one of those given that the file lies in. */
  readonly profiles: readonly { readonly profile: PrinterProfile; readonly folder: string }[];
  /** Files that cannot be used, each with its line and what is wrong there. */
  readonly broken: readonly { readonly file: string; readonly findings: readonly string[] }[];
}

/** Every profile a printer of the settings could name: the shop's own first, as when one is loaded. A folder that is not there holds none. */
export function listPrinterProfiles(folders: readonly string[]): ProfileList {
  const profiles: { profile: PrinterProfile; folder: string }[] = [];
  const broken: { file: string; findings: readonly string[] }[] = [];
  const seen = new Set<string>();
  for (const folder of folders) {
    for (const file of filesIn(folder)) {
      const profileId = basename(file, '.json');
      if (seen.has(profileId)) continue;
      seen.add(profileId);
      const loaded = loadPrinterProfile([folder], profileId);
      if (loaded.ok) profiles.push({ profile: loaded.value, folder });
      else broken.push({ file: loaded.error.file, findings: loaded.error.findings });
    }
  }
  return { profiles: profiles.toSorted((a, b) => a.profile.name.localeCompare(b.profile.name, 'en')), broken };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .slice(0, MAX_FILES);
  } catch {
    return [];
  }
}
