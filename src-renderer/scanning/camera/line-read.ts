import type { Symbology } from '../../../src-shared/barcode/symbology.ts';

/** What one line over a picture says, and which of its runs say it. */
export interface LineRead {
  readonly text: string;
  readonly symbology: Symbology;
  readonly firstRun: number;
  readonly lastRun: number;
}
