import type { Symbology } from './symbology.ts';

/** An AIM identifier (`]cm`: code character, modifier; ISO/IEC 15424) taken off the front of what a scanner sent. */
export type AimReading = { readonly symbology: Symbology; readonly text: string };

const AIM_IDENTIFIER = /^\]([A-Za-z])([0-9A-Za-z])/;

/** Identifiers whose modifier changes what the data is. A GS1 symbology is told by the function character in the first place. */
const BY_IDENTIFIER: ReadonlyMap<string, Symbology> = new Map([
  ['C1', 'gs1-128'],
  ['E0', 'ean-upc'],
  ['E1', 'add-on'],
  ['E2', 'add-on'],
  ['E3', 'ean-upc-with-add-on'],
  ['E4', 'ean-8'],
  ['d2', 'gs1-data-matrix'],
  ['d5', 'gs1-data-matrix'],
  ['Q3', 'gs1-qr-code'],
  ['Q4', 'gs1-qr-code'],
  ['e0', 'gs1-databar'],
]);

const BY_CODE_CHARACTER: ReadonlyMap<string, Symbology> = new Map([
  ['A', 'code-39'],
  ['C', 'code-128'],
  ['F', 'codabar'],
  ['G', 'code-93'],
  ['I', 'itf'],
  ['Q', 'qr-code'],
  ['d', 'data-matrix'],
]);

/** Takes the AIM identifier off a text; null when the text does not begin with one. Never throws. */
export function readAim(text: string): AimReading | null {
  const match = AIM_IDENTIFIER.exec(text);
  if (match === null) return null;
  const [prefix, codeCharacter = '', modifier = ''] = match;
  const symbology = BY_IDENTIFIER.get(codeCharacter + modifier) ?? BY_CODE_CHARACTER.get(codeCharacter) ?? 'other';
  return { symbology, text: text.slice(prefix.length) };
}
