/** Leading spaces that do not break are an indent: it holds for every line of the text. */
const INDENT = /^\u00A0*/;

/**
 * Lines of a fixed number of columns. One character is one column, which holds for every code page we send text in; U+00A0 is a space at
 * which no line breaks. A word longer than a line is cut, never left out.
 */
export function wrapColumns(text: string, columns: number): readonly string[] {
  const indent = (INDENT.exec(text)?.[0] ?? '').slice(0, Math.floor(columns / 2));
  const room = columns - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .slice(indent.length)
    .split(' ')
    .flatMap((whole) => cutLongWord(whole, room))) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= room) line += ` ${word}`;
    else {
      lines.push(indent + line);
      line = word;
    }
  }
  return [...lines, indent + line];
}

function cutLongWord(word: string, columns: number): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < word.length; at += columns) pieces.push(word.slice(at, at + columns));
  return pieces;
}

/** A label narrower than this beside its value is hard to read: it gets lines of its own. */
const MIN_LABEL_COLUMNS = 10;

/**
 * A label at the left edge and a value at the right edge, the value whole and on the last line. A label that is too long wraps beside it,
 * or above it where a word would have to be cut. Null when the value alone is wider than the line.
 */
export function pairLines(label: string, value: string, columns: number): readonly string[] | null {
  if (value.length > columns) return null;
  if (label.length + 1 + value.length <= columns) return [label + value.padStart(columns - label.length)];
  const beside = columns - value.length - 1;
  const longestWord = Math.max(...label.split(' ').map((word) => word.length));
  const lines = wrapColumns(label, beside < MIN_LABEL_COLUMNS || longestWord > beside ? columns : beside);
  const last = lines.at(-1) ?? '';
  if (last.length + 1 + value.length > columns) return [...lines, value.padStart(columns)];
  return [...lines.slice(0, -1), last + value.padStart(columns - last.length)];
}
