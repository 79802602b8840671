import type { WedgeScannerSettings } from '../../src-shared/settings/wedge-scanners.ts';

/** What the till has learnt of one scanner. */
export type WedgePattern = Pick<WedgeScannerSettings, 'scannerId' | 'prefix' | 'suffix' | 'ending' | 'keyboard' | 'maxGapMs' | 'minLength'>;

/** What one key of a burst stands for. */
export interface Gathered {
  readonly byPlace: string;
  /** What the layout in force made of it; empty where it made nothing that is text. */
  readonly byLayout: string;
}

/** A person's two quick keys may be this close; a slower scanner is believed only behind its prefix. Milliseconds. */
export const MAX_BARE_GAP_MS = 80;

function textOf(strokes: readonly Gathered[], { keyboard }: WedgePattern): string {
  return strokes.map(({ byPlace, byLayout }) => (keyboard === 'us' ? byPlace : byLayout)).join('');
}

/** The first key of a burst could be that of a learnt prefix: it is held back wherever it was typed. */
export function startsLikePrefix(first: Gathered, patterns: readonly WedgePattern[]): boolean {
  return patterns.some((pattern) => pattern.prefix !== '' && pattern.prefix.startsWith(textOf([first], pattern)));
}

/** How long a pause the scanners that these keys may come from are known to make; 0 where it can be none of them. */
export function longestGapMs(strokes: readonly Gathered[], patterns: readonly WedgePattern[]): number {
  return patterns.reduce((longest, pattern) => Math.max(longest, gapMs(strokes, pattern)), 0);
}

function gapMs(strokes: readonly Gathered[], pattern: WedgePattern): number {
  if (pattern.prefix === '') return Math.min(pattern.maxGapMs, MAX_BARE_GAP_MS);
  const begun = textOf(strokes.slice(0, pattern.prefix.length), pattern);
  return pattern.prefix.startsWith(begun) ? pattern.maxGapMs : 0;
}

/** Behind a learnt prefix a code may be as short as that scanner's are. */
export function isExpected(strokes: readonly Gathered[], patterns: readonly WedgePattern[]): boolean {
  return patterns.some((pattern) => pattern.prefix !== '' && codeOf(strokes, pattern) !== null);
}

/** The code between a learnt scanner's prefix and suffix; null where the keys have neither. `by`: how the code has ended. */
export function readByPattern(
  strokes: readonly Gathered[],
  patterns: readonly WedgePattern[],
  by: 'key' | 'silence',
): { readonly kind: 'read'; readonly text: string; readonly scannerId: string } | null {
  const marked = patterns
    .filter(({ prefix, suffix, ending }) => prefix + suffix !== '' && (by === 'key' || ending === 'silence'))
    // The longest mark first: `~A` is not the scanner of `~`.
    .toSorted((a, b) => b.prefix.length + b.suffix.length - a.prefix.length - a.suffix.length);
  for (const pattern of marked) {
    const text = codeOf(strokes, pattern);
    if (text !== null) return { kind: 'read', text, scannerId: pattern.scannerId };
  }
  return null;
}

function codeOf(strokes: readonly Gathered[], pattern: WedgePattern): string | null {
  const { prefix, suffix, minLength } = pattern;
  const text = textOf(strokes, pattern);
  if (text.length < prefix.length + suffix.length + minLength || !text.startsWith(prefix) || !text.endsWith(suffix)) return null;
  return text.slice(prefix.length, text.length - suffix.length);
}

/** Every scanner that was learnt is programmed for the machine's own layout. */
export function allBySystem(patterns: readonly WedgePattern[]): boolean {
  return patterns.length > 0 && patterns.every(({ keyboard }) => keyboard === 'system');
}
