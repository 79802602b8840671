import bidiFactory, { type Bidi } from 'bidi-js';

// The package is CommonJS whose module is the factory itself; its typings describe an ES module with a default export.
const bidi = (bidiFactory as unknown as () => Bidi)();

/** Marks, embeddings, overrides and isolates steer the order and show nothing: no font draws them, and some draw a box. */
const CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
const RIGHT_TO_LEFT_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Neighbouring characters of one direction, in the order in which they are written. */
export interface VisualRun {
  readonly text: string;
  readonly isRightToLeft: boolean;
}

/**
 * One line as runs from left to right (Unicode Standard Annex 9, rule L2), each in the order in which it is read: a shaper turns a
 * right-to-left run round by itself. Characters with a mirror image are replaced by it (L4), and the controls are gone.
 */
export function visualRuns(line: string, direction: 'ltr' | 'rtl'): readonly VisualRun[] {
  const { levels } = bidi.getEmbeddingLevels(line, direction);
  const runs: { text: string; level: number }[] = [];
  for (let at = 0; at < line.length; at++) {
    const level = levels[at] ?? 0;
    const last = runs.at(-1);
    // A control takes the level of what it stands beside: it must not part two runs that are one without it.
    const character = line.charAt(at).replace(CONTROLS, '');
    if (character === '') continue;
    const shown = level % 2 === 1 ? (bidi.getMirroredCharacter(character) ?? character) : character;
    if (last !== undefined && last.level === level) last.text += shown;
    else runs.push({ text: shown, level });
  }
  return reorder(runs).map(({ text, level }) => asShaped(text, level % 2 === 1));
}

/** A text without what steers its direction: what is copied, searched for and read aloud. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '');
}

/** Rule L2: from the highest level down to the lowest odd one, every unbroken row of runs at that level or above is turned round. */
function reorder<Run extends { readonly level: number }>(runs: readonly Run[]): readonly Run[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level >= 1; level--) {
    for (let from = 0; from < ordered.length; from++) {
      let to = from;
      while (to < ordered.length && (ordered[to]?.level ?? 0) >= level) to += 1;
      if (to > from) ordered.splice(from, to - from, ...ordered.slice(from, to).reverse());
      from = to;
    }
  }
  return ordered;
}

/** A shaper goes by the letters: signs and spaces alone it would leave from left to right, so they are turned round here. */
function asShaped(text: string, isRightToLeft: boolean): VisualRun {
  if (!isRightToLeft || RIGHT_TO_LEFT_LETTER.test(text)) return { text, isRightToLeft };
  const graphemes = Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
  return { text: graphemes.reverse().join(''), isRightToLeft: false };
}
