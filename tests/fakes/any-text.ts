import fc from 'fast-check';

/** Any code point, halves of surrogate pairs too, with the planes that matter to a till as likely as all the others together. */
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x6ff }), fc.integer({ min: 0, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

export function anyText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(anyCharacter, { minLength, maxLength }).map((characters) => characters.join(''));
}
