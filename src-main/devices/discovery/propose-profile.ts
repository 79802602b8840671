import type { PrinterProfile } from '../profiles/printer-profile.ts';

/** What a printer is taken for when its name says nothing: the paper nearly every counter has. */
const GENERIC = 'generic-80mm';
const GENERIC_NARROW = 'generic-58mm';
/** A model's name that tells its paper: XP-58, POS-5890, RPP58. */
const NARROW = /(^|[^0-9])58([^0-9]|$|\d\d(?!\d))/;

/**
 * The profile for what a printer calls itself (`GS I`, its USB name, its queue): the one that knows the longest part of that name. A
 * proposal and no more: the technician sees it, and the self-test shows whether it is right.
 */
export function proposeProfile(name: string, profiles: readonly Pick<PrinterProfile, 'profileId' | 'answersTo'>[]): string {
  const plain = plainName(name);
  let best: { readonly profileId: string; readonly length: number } | null = null;
  for (const { profileId, answersTo } of profiles) {
    for (const known of answersTo.map(plainName)) {
      if (known !== '' && plain.includes(known) && known.length > (best?.length ?? 0)) best = { profileId, length: known.length };
    }
  }
  if (best !== null) return best.profileId;
  return NARROW.test(name) ? GENERIC_NARROW : GENERIC;
}

/** Makers write one model as TM-T20III, TM T20III and TMT20iii. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
