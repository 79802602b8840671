import { GS } from './commands.ts';
import type { BarcodeSymbology } from './reader.ts';

/** What `GS k` (its form with a length) calls the symbologies we print. */
const KINDS = { 'ean-13': 67, 'ean-8': 68, 'code-128': 73 } as const satisfies Partial<Record<BarcodeSymbology, number>>;
export type PrintedSymbology = keyof typeof KINDS;

const BELOW = 2;
/** `{C` packs two digits into one byte; it pays from four of them on. */
const DIGIT_PAIRS = /^(?:\d\d){2,}/;

/**
 * `GS w`, `GS h`, `GS H`, then `GS k` with its length: a symbol with its figures below, at the alignment that is set. The data are checked
 * by whoever makes the document; a printer that cannot draw a symbol draws nothing and says nothing.
 */
export function nativeBarcode(symbology: PrintedSymbology, data: string, moduleDots: number, heightDots: number): readonly number[] {
  const bytes = symbology === 'code-128' ? code128Data(data) : Array.from(data, byteOf);
  return [
    ...[GS, 0x77, moduleDots],
    ...[GS, 0x68, heightDots],
    ...[GS, 0x48, BELOW],
    ...[GS, 0x6b, KINDS[symbology], bytes.length, ...bytes],
  ];
}

/** Set B, and set C where digits stand in pairs. A brace begins a change of set, so that one that is meant is doubled. */
function code128Data(data: string): readonly number[] {
  const bytes: number[] = [];
  let set: 'B' | 'C' | null = null;
  for (let at = 0; at < data.length; ) {
    const pairs = DIGIT_PAIRS.exec(data.slice(at))?.[0] ?? '';
    const wanted = pairs === '' ? 'B' : 'C';
    if (set !== wanted) bytes.push(byteOf('{'), byteOf(wanted));
    set = wanted;
    if (wanted === 'C') {
      for (let pair = 0; pair < pairs.length; pair += 2) bytes.push(Number(pairs.slice(pair, pair + 2)));
      at += pairs.length;
      continue;
    }
    const character = data[at] ?? '';
    bytes.push(byteOf(character));
    if (character === '{') bytes.push(byteOf('{'));
    at += 1;
  }
  return bytes;
}

function byteOf(character: string): number {
  return character.charCodeAt(0);
}
