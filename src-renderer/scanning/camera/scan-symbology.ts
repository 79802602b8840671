import type { Symbology } from '../../../src-shared/barcode/symbology.ts';

/** AIM identifiers (ISO/IEC 15424) for what decoders have no name for. */
const AIM_IDENTIFIERS: Partial<Record<Symbology, string>> = {
  'gs1-128': ']C1',
  'gs1-data-matrix': ']d2',
  'gs1-qr-code': ']Q3',
};

/** How a scan names its symbology on the wire: by the decoder's name, or by an AIM identifier. */
export function symbologyOnWire(symbology: Symbology): string {
  return AIM_IDENTIFIERS[symbology] ?? symbology;
}
