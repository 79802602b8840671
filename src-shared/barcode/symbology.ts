/**
 * What a barcode is printed in, as far as it changes how its digits are read. `ean-upc` is a retail code of which the
 * scanner does not say more (AIM gives EAN-13, UPC-A and UPC-E one identifier). `databar-14` is GS1 DataBar as ZXing gives
 * it, the fourteen digits without the 01 in front that makes them an element string.
 */
export type Symbology =
  | 'ean-13'
  | 'ean-8'
  | 'upc-a'
  | 'upc-e'
  | 'ean-upc'
  | 'ean-upc-with-add-on'
  | 'add-on'
  | 'itf'
  | 'code-39'
  | 'code-93'
  | 'code-128'
  | 'codabar'
  | 'gs1-128'
  | 'databar-14'
  | 'gs1-databar'
  | 'data-matrix'
  | 'gs1-data-matrix'
  | 'qr-code'
  | 'gs1-qr-code'
  | 'other';

/** Names that decoders give: those of ZXing, and those of the browsers' BarcodeDetector, once in lower case with hyphens. */
const DECODER_NAMES: ReadonlyMap<string, Symbology> = new Map([
  ['ean-13', 'ean-13'],
  ['ean-8', 'ean-8'],
  ['upc-a', 'upc-a'],
  ['upc-e', 'upc-e'],
  ['upc-ean-extension', 'add-on'],
  ['itf', 'itf'],
  ['code-39', 'code-39'],
  ['code-93', 'code-93'],
  ['code-128', 'code-128'],
  ['codabar', 'codabar'],
  ['rss-14', 'databar-14'],
  ['rss-expanded', 'gs1-databar'],
  ['data-matrix', 'data-matrix'],
  ['qr-code', 'qr-code'],
  ['aztec', 'other'],
  ['pdf-417', 'other'],
  ['pdf417', 'other'],
  ['maxicode', 'other'],
]);

const GS1_SYMBOLOGIES: ReadonlySet<Symbology> = new Set(['gs1-128', 'gs1-databar', 'gs1-data-matrix', 'gs1-qr-code']);
const RETAIL_SYMBOLOGIES: ReadonlySet<Symbology> = new Set(['ean-13', 'ean-8', 'upc-a', 'upc-e', 'ean-upc', 'ean-upc-with-add-on']);

/** The symbology a decoder names, or null for a name that is not known: a code of unknown print is read by its digits alone. */
export function symbologyOfDecoder(name: string): Symbology | null {
  return DECODER_NAMES.get(name.toLowerCase().replaceAll('_', '-')) ?? null;
}

/** Whether a symbology carries GS1 element strings by its nature. */
export function carriesGs1(symbology: Symbology | null): boolean {
  return symbology !== null && GS1_SYMBOLOGIES.has(symbology);
}

/** Whether a symbology is one of the codes on retail goods, which hold a GTIN and nothing else. */
export function isRetail(symbology: Symbology | null): boolean {
  return symbology !== null && RETAIL_SYMBOLOGIES.has(symbology);
}
