/**
 * Every word of every name, sorted by UTF-16 code unit, in two flat arrays: a hundred thousand words take two megabytes, where as many
 * JavaScript strings would take ten. A word's number is its place in the order, so the words that begin alike are one range of numbers.
 */
export type Vocabulary = {
  /** The words' code units, end to end. */
  readonly units: Uint16Array;
  /** Where each word begins in `units`, and after the last of them the length of all. */
  readonly starts: Uint32Array;
};

/** The words from `from` to before `to`, all of which agree in their first `depth` units. */
export type WordRange = { readonly from: number; readonly to: number; readonly depth: number };

/** What stands where a word has ended: sorts before every unit. */
const END = -1;

/** @param words sorted by code unit (the default order of `Array.prototype.sort`), each once. */
export function packVocabulary(words: readonly string[]): Vocabulary {
  const starts = new Uint32Array(words.length + 1);
  let length = 0;
  words.forEach((word, index) => {
    length += word.length;
    starts[index + 1] = length;
  });
  const units = new Uint16Array(length);
  let position = 0;
  for (const word of words) {
    for (let index = 0; index < word.length; index += 1) units[position + index] = word.charCodeAt(index);
    position += word.length;
  }
  return { units, starts };
}

export function allWords(vocabulary: Vocabulary): WordRange {
  return { from: 0, to: vocabulary.starts.length - 1, depth: 0 };
}

export function wordAt(vocabulary: Vocabulary, word: number): string {
  return String.fromCharCode(...vocabulary.units.subarray(vocabulary.starts[word], vocabulary.starts[word + 1]));
}

/** The first `range.depth` units, which all words of the range share. The range holds at least one word. */
export function sharedPrefix(vocabulary: Vocabulary, range: WordRange): string {
  const start = vocabulary.starts[range.from] ?? 0;
  return String.fromCharCode(...vocabulary.units.subarray(start, start + range.depth));
}

/** The word that ends where the range's common part ends, or null: being the shortest of its range, it is the first. */
export function wholeWord(vocabulary: Vocabulary, range: WordRange): number | null {
  return range.from < range.to && unitAt(vocabulary, range.from, range.depth) === END ? range.from : null;
}

export function isEmpty(range: WordRange): boolean {
  return range.from >= range.to;
}

/** The words of the range that go on with `unit`. */
export function narrow(vocabulary: Vocabulary, range: WordRange, unit: number): WordRange {
  const from = firstNotBefore(vocabulary, range, range.from, unit);
  const to = firstNotBefore(vocabulary, range, from, unit + 1);
  return { from, to, depth: range.depth + 1 };
}

/** The words of the range that go on with `text` from its unit `start` on. */
export function narrowBy(vocabulary: Vocabulary, range: WordRange, text: string, start: number): WordRange {
  let narrowed = range;
  for (let index = start; index < text.length && !isEmpty(narrowed); index += 1) {
    narrowed = narrow(vocabulary, narrowed, text.charCodeAt(index));
  }
  return narrowed;
}

/** The ranges of the words that go on with one and the same unit, for each unit that occurs. */
export function branches(vocabulary: Vocabulary, range: WordRange): readonly WordRange[] {
  const found: WordRange[] = [];
  let from = wholeWord(vocabulary, range) === null ? range.from : range.from + 1;
  while (from < range.to) {
    const to = firstNotBefore(vocabulary, range, from, unitAt(vocabulary, from, range.depth) + 1);
    found.push({ from, to, depth: range.depth + 1 });
    from = to;
  }
  return found;
}

function unitAt(vocabulary: Vocabulary, word: number, depth: number): number {
  const position = (vocabulary.starts[word] ?? 0) + depth;
  return position < (vocabulary.starts[word + 1] ?? 0) ? (vocabulary.units[position] ?? END) : END;
}

/** Binary search for the first word from `from` on whose unit at the range's depth is not before `unit`. */
function firstNotBefore(vocabulary: Vocabulary, range: WordRange, from: number, unit: number): number {
  let low = from;
  let high = range.to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (unitAt(vocabulary, middle, range.depth) < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}
