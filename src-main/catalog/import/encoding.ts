import type { ImportEncoding } from './import-options.ts';

export type DetectedEncoding = {
  readonly encoding: ImportEncoding;
  /** Bytes of the byte order mark to leave out. */
  readonly skipBytes: number;
  /** Neither the file said so nor are its bytes valid in only this encoding. */
  readonly guessed: boolean;
};

/** Looked at to tell the encoding: letters with accents come early in any list of names. */
export const SAMPLE_BYTES = 1_048_576;

const BYTE_ORDER_MARKS: readonly { readonly encoding: ImportEncoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** In text without a mark, this share of zero bytes at one parity and hardly any at the other is UTF-16: separators, digits, line ends. */
const UTF16_ZERO_SHARE = 0.03;
const UTF16_OTHER_SHARE = 0.001;
/** A UTF-8 file with damaged rows has many times more whole characters than broken ones; another encoding has nearly none whole. */
const WHOLE_PER_BROKEN = 10;
/** Arabic words are runs of bytes above 127; French accents stand alone among plain letters. */
const ARABIC_RUN_SHARE = 0.6;

/** A character takes up to four bytes. */
const MAX_UTF8_BYTES = 4;
const REPLACEMENT = 0xfffd;

/**
 * Tells the encoding of a text from its first bytes: a byte order mark, else the zero bytes of UTF-16, else UTF-8 where the bytes are nearly
 * all valid, else the code page of Windows for Arabic or for Western Europe, whichever the bytes look like.
 *
 * @param wanted the encoding the caller was told, or `auto`. A mark of this very encoding is left out all the same.
 */
export function detectEncoding(sample: Uint8Array, wanted: 'auto' | ImportEncoding): DetectedEncoding {
  const mark = BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, index) => sample[index] === byte));
  if (wanted !== 'auto') return { encoding: wanted, skipBytes: mark?.encoding === wanted ? mark.bytes.length : 0, guessed: false };
  if (mark !== undefined) return { encoding: mark.encoding, skipBytes: mark.bytes.length, guessed: false };
  const utf16 = utf16Without(sample);
  if (utf16 !== null) return { encoding: utf16, skipBytes: 0, guessed: true };
  if (looksLikeUtf8(sample)) return { encoding: 'utf-8', skipBytes: 0, guessed: false };
  return { encoding: shareOfRuns(sample) >= ARABIC_RUN_SHARE ? 'windows-1256' : 'windows-1252', skipBytes: 0, guessed: true };
}

function utf16Without(sample: Uint8Array): ImportEncoding | null {
  const zeros: [number, number] = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
  });
  const half = sample.length / 2;
  if (zeros[1] > half * UTF16_ZERO_SHARE && zeros[0] <= half * UTF16_OTHER_SHARE) return 'utf-16le';
  if (zeros[0] > half * UTF16_ZERO_SHARE && zeros[1] <= half * UTF16_OTHER_SHARE) return 'utf-16be';
  return null;
}

function looksLikeUtf8(sample: Uint8Array): boolean {
  // Streaming, so that a character cut in two by the end of the sample is not counted as broken.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(sample, { stream: true });
  // A file may hold U+FFFD itself, from damage done before: it is valid all the same.
  if (sample.length - Buffer.byteLength(text) < MAX_UTF8_BYTES && Buffer.from(text).equals(sample.subarray(0, Buffer.byteLength(text))))
    return true;
  let broken = 0;
  let whole = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === REPLACEMENT) broken += 1;
    else if (unit > 0x7f) whole += 1;
  }
  return broken * WHOLE_PER_BROKEN <= whole;
}

/** The share of bytes above 127 that have another such byte beside them. */
function shareOfRuns(sample: Uint8Array): number {
  let high = 0;
  let inRuns = 0;
  sample.forEach((byte, index) => {
    if (byte < 0x80) return;
    high += 1;
    if ((sample[index - 1] ?? 0) >= 0x80 || (sample[index + 1] ?? 0) >= 0x80) inRuns += 1;
  });
  return high === 0 ? 0 : inRuns / high;
}

/** The text of a file piece by piece. Bytes that are not valid become U+FFFD, which no row with it gets past. */
export async function* decodeText(pieces: AsyncIterable<Uint8Array>, detected: DetectedEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(detected.encoding, { ignoreBOM: true });
  let skip = detected.skipBytes;
  for await (const piece of pieces) {
    const rest = piece.subarray(Math.min(skip, piece.length));
    skip -= piece.length - rest.length;
    yield decoder.decode(rest, { stream: true });
  }
  yield decoder.decode();
}
