const FSI = '\u2068';
const LRI = '\u2066';
const RLI = '\u2067';
const PDI = '\u2069';
const INDENT = /^\u00A0*/;
const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]|[\u{10800}-\u{10FFF}]|[\u{1E800}-\u{1EFFF}]/u;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Lines no wider than `width` by `measure`, broken at plain spaces only. A word wider than a line is cut between graphemes. Leading spaces
 * that do not break are an indent and begin every line. A direction isolate that runs over a break is closed before it and opened again
 * after it, so that each line can be drawn for itself.
 */
export function wrapMeasured(text: string, width: number, measure: (text: string) => number): readonly string[] {
  const indent = INDENT.exec(text)?.[0] ?? '';
  const fits = (piece: string): boolean => measure(indent + piece) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of resolveFirstStrong(text.slice(indent.length)).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = fits(word) ? [word] : cutWord(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return carryIsolates([...lines, line]).map((each) => indent + each);
}

/** The width of the widest word, which decides whether a text can be wrapped without cutting one. */
export function widestWord(text: string, measure: (text: string) => number): number {
  return Math.max(...text.split(' ').map(measure));
}

function cutWord(word: string, fits: (piece: string) => boolean): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of GRAPHEMES.segment(word)) {
    if (piece !== '' && !fits(piece + segment)) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}

/** FSI looks at what follows it; after a line break that would be other text. So it is settled before. */
function resolveFirstStrong(text: string): string {
  if (!text.includes(FSI)) return text;
  return text.replaceAll(FSI, (_, at: number) => (startsRightToLeft(text, at) ? RLI : LRI));
}

/** By the first letter of the isolate that begins at `at`, whatever stands in isolates within it (Unicode Standard Annex 9, P2). */
function startsRightToLeft(text: string, at: number): boolean {
  let depth = 0;
  for (const character of text.slice(at)) {
    if (character === FSI || character === LRI || character === RLI) depth += 1;
    else if (character === PDI) depth -= 1;
    if (depth === 0) return false;
    if (depth === 1 && LETTER.test(character)) return RIGHT_TO_LEFT.test(character);
  }
  return false;
}

function carryIsolates(lines: readonly string[]): readonly string[] {
  const open: string[] = [];
  return lines.map((line) => {
    const carried = open.join('') + line;
    for (const character of line) {
      if (character === LRI || character === RLI) open.push(character);
      else if (character === PDI) open.pop();
    }
    return carried + PDI.repeat(open.length);
  });
}
