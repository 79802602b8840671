import { hasValidCheckDigit } from '../../../src-shared/barcode/check-digit.ts';
import type { Symbology } from '../../../src-shared/barcode/symbology.ts';

/** What a picture says. `symbology` is one that src-shared/barcode knows; the text is without any identifier in front. */
export interface FrameRead {
  readonly text: string;
  readonly symbology: Symbology;
}

/**
 * Codes that noise or a neighbour can pass for: no check digit, or too few bars to tell. Read once they are nothing; two frames, or two
 * different passes over a still picture, have to agree.
 */
const WEAK: ReadonlySet<Symbology> = new Set(['ean-8', 'upc-e', 'itf', 'code-39']);

/** Shorter texts are more often part of something else than a code. */
const MIN_CODE_128_LENGTH = 3;
const MIN_CODE_39_LENGTH = 4;
/**
 * Only case numbers are read in ITF: fourteen digits with a check digit (GS1 General Specifications, section 5.3). Its start and stop occur
 * within it, so that a line which leaves the bars at their upper or lower end reads a shorter number, and line after line the same one.
 */
const ITF_14_LENGTH = 14;
const NOTHING_PRINTED = /^[\s\p{Cc}]*$/u;

/** Whether one reading is not enough. */
export function isWeak(symbology: Symbology): boolean {
  return WEAK.has(symbology);
}

/** Whether a text can be what its symbology holds: check digits where there are any, and no shorter than codes in a shop are. */
export function isPlausible({ text, symbology }: FrameRead): boolean {
  if (NOTHING_PRINTED.test(text)) return false;
  switch (symbology) {
    case 'itf':
      return text.length === ITF_14_LENGTH && hasValidCheckDigit(text);
    case 'code-39':
      return text.length >= MIN_CODE_39_LENGTH;
    case 'code-128':
    case 'gs1-128':
      return text.length >= MIN_CODE_128_LENGTH;
    default:
      return true;
  }
}
