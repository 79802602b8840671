/** "cmap" as a big-endian number, the tag of the table that says which characters a font has. */
const CMAP_TAG = 0x636d6170;
const TABLE_RECORDS_AT = 12;
const TABLE_RECORD_BYTES = 16;
const WINDOWS_PLATFORM = 3;
const BASIC_PLANE_ENCODING = 1;

/**
 * The characters of the basic plane that a TrueType font has a glyph for, from its cmap in format 4 (OpenType specification, "cmap").
 * Throws on a file that is no such font: fonts are part of the program.
 */
export function fontCoverage(font: Uint8Array): ReadonlySet<number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const segments = segmentTable(view);
  const segmentBytes = view.getUint16(segments + 6);
  const ends = segments + 14;
  const starts = ends + segmentBytes + 2;
  const deltas = starts + segmentBytes;
  const rangeOffsets = deltas + segmentBytes;
  const covered = new Set<number>();
  for (let at = 0; at < segmentBytes; at += 2) {
    const start = view.getUint16(starts + at);
    const rangeOffset = view.getUint16(rangeOffsets + at);
    for (let code = start; code <= view.getUint16(ends + at) && code < 0xffff; code++) {
      const base = rangeOffset === 0 ? code : view.getUint16(rangeOffsets + at + rangeOffset + 2 * (code - start));
      if (base !== 0 && ((base + view.getUint16(deltas + at)) & 0xffff) !== 0) covered.add(code);
    }
  }
  return covered;
}

/** Where the format 4 subtable for the basic plane begins. */
function segmentTable(view: DataView): number {
  const cmap = cmapTable(view);
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const record = cmap + 4 + index * 8;
    const subtable = cmap + view.getUint32(record + 4);
    const isWindows = view.getUint16(record) === WINDOWS_PLATFORM && view.getUint16(record + 2) === BASIC_PLANE_ENCODING;
    if (isWindows && view.getUint16(subtable) === 4) return subtable;
  }
  throw new Error('the font has no character map of format 4');
}

function cmapTable(view: DataView): number {
  for (let index = 0; index < view.getUint16(4); index++) {
    const record = TABLE_RECORDS_AT + index * TABLE_RECORD_BYTES;
    if (view.getUint32(record) === CMAP_TAG) return view.getUint32(record + 8);
  }
  throw new Error('the font has no character map');
}
