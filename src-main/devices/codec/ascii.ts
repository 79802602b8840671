/** Bytes as the characters of the same numbers, one for each, whatever they mean. */
export function asciiOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** A text of characters below U+0100 as the bytes of the same numbers. */
export function bytesOf(words: string): Uint8Array {
  return Uint8Array.from(words, (character) => character.charCodeAt(0));
}
