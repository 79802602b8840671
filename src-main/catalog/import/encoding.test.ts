import { describe, expect, test } from 'vitest';
import { decodeText, detectEncoding } from './encoding.ts';

const FRENCH = 'code;désignation\n1;Crème fraîche épaisse\n2;Pâtes à la farine complète\n3;Œufs frais\n';
const ARABIC = 'code;الاسم\n1;حليب كامل الدسم\n2;قهوة عربية\n3;خبز\n';

/** Encodes into a code page of one byte a letter, by asking the decoder what each byte means. */
function inCodePage(text: string, encoding: string): Buffer {
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder(encoding).decode(Uint8Array.of(byte)), byte] as const));
  return Buffer.from(Array.from(text, (letter) => bytes.get(letter) ?? 0x3f));
}

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

describe('detectEncoding', () => {
  test.each([
    ['UTF-8', Buffer.from(FRENCH), 'utf-8', false],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${ARABIC}`), 'utf-8', false],
    ['plain ASCII', Buffer.from('code;name\n1;Milk\n'), 'utf-8', false],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${ARABIC}`, 'utf16le'), 'utf-16le', false],
    ['UTF-16, big end first, with a mark', bigEndian(`\uFEFF${FRENCH}`), 'utf-16be', false],
    ['UTF-16 without a mark', Buffer.from(FRENCH, 'utf16le'), 'utf-16le', true],
    ['Arabic UTF-16, big end first, without a mark', bigEndian(ARABIC), 'utf-16be', true],
    ['French of Windows', inCodePage(FRENCH, 'windows-1252'), 'windows-1252', true],
    ['Arabic of Windows', inCodePage(ARABIC, 'windows-1256'), 'windows-1256', true],
    ['French and Arabic of Windows', inCodePage('1;Lait demi-écrémé حليب منزوع الدسم\n', 'windows-1256'), 'windows-1256', true],
    ['nothing at all', Buffer.alloc(0), 'utf-8', false],
  ])('%s', (_case, bytes, encoding, guessed) => {
    expect(detectEncoding(bytes, 'auto')).toMatchObject({ encoding, guessed });
  });

  test('UTF-8 with a few damaged rows stays UTF-8, so that only those are refused', () => {
    const bytes = Buffer.concat([Buffer.from(FRENCH.repeat(10)), Buffer.from([0x31, 0x3b, 0xe9, 0x0a])]);
    expect(detectEncoding(bytes, 'auto').encoding).toBe('utf-8');
  });

  test('a character cut in two by the end of the sample is no damage', () => {
    expect(detectEncoding(Buffer.from('1;é').subarray(0, 3), 'auto')).toMatchObject({ encoding: 'utf-8', guessed: false });
  });

  test('what the caller says stands', () => {
    expect(detectEncoding(Buffer.from(FRENCH), 'windows-1252')).toEqual({ encoding: 'windows-1252', skipBytes: 0, guessed: false });
  });
});

test.each(['utf-8', 'utf-16le'] as const)('text in %s is whole, without its mark, whatever pieces it comes in', async (encoding) => {
  const bytes = encoding === 'utf-8' ? Buffer.from(`\uFEFF${ARABIC}`) : Buffer.from(`\uFEFF${ARABIC}`, 'utf16le');
  for (const size of [1, 2, 3, 7, 1_000]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
    let text = '';
    for await (const part of decodeText(iterate(pieces), detectEncoding(bytes, 'auto'))) text += part;
    expect(text).toBe(ARABIC);
  }
});

async function* iterate(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield* pieces;
}
