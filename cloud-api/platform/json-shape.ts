/** No request of ours is nested anywhere near as deep; what is deeper is meant for the stack of whoever walks it. */
const MAX_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

export type JsonFault = 'too-deep' | 'duplicate-name';

/**
 * What is wrong with the shape of a JSON text that a parser would let through: nesting beyond 64, or an object with one name twice, of which
 * parsers take the last, the first or both (RFC 8259, 4), so that two of them read two different requests. Null for a text in good shape, and
 * for one that is no JSON: the parser says so itself.
 */
export function jsonFault(bytes: Uint8Array): JsonFault | null {
  // Of each object that is open the names it has; null for a list.
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (open.length === MAX_DEPTH) return 'too-deep';
      open.push(byte === OPEN_BRACE ? new Set() : null);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      open.pop();
    } else if (byte === QUOTE) {
      const end = endOfString(bytes, at + 1);
      const names = open.at(-1) ?? null;
      if (names !== null && isName(bytes, end + 1)) {
        const name = nameOf(bytes.subarray(at, end + 1));
        if (names.has(name)) return 'duplicate-name';
        names.add(name);
      }
      at = end;
    }
  }
  return null;
}

/** Where the string's closing quote is; beyond the text for one that has none. */
function endOfString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function isName(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d) at += 1;
  return bytes[at] === COLON;
}

/** Escapes resolved: `"\u0061"` is `"a"`. */
function nameOf(quoted: Uint8Array): string {
  const text = Buffer.from(quoted).toString('utf8');
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
