import { BitArray, Code39Reader, Code128Reader, DecodeHintType, ITFReader, type OneDReader } from '@zxing/library';
import { GS } from '../../../src-shared/barcode/gs1.ts';
import type { Symbology } from '../../../src-shared/barcode/symbology.ts';
import type { LineRead } from './line-read.ts';
import type { Runs } from './runs.ts';
import { type Modules, snapCode39, snapCode128, snapItf } from './snap-runs.ts';

/**
 * Reads Code 128, Code 39 and ITF off one scan line with the row readers of @zxing/library. A reader is only asked about a stretch between
 * two quiet zones whose runs have been recognised as modules of its symbology: nearly every line is done without asking, and no text on a
 * box is taken for a code.
 */

/** A stretch is over where a light run is wider than this many times the mean of the twelve runs beside it; a wide bar is at most 2.5 times. */
const QUIET_TO_MEAN = 2.9;
const NEAR_RUNS = 12;
/** A dark run inside a symbol is never as wide. */
const MAX_BAR_TO_MEAN = 3.2;
const MIN_RUNS = 24;
const MAX_RUNS = 600;
const MAX_STRETCHES = 12;

interface Stretch {
  readonly firstRun: number;
  readonly lastRun: number;
  /** Whether the edge of the picture takes the place of a quiet zone. */
  readonly isCut: boolean;
}

/** Where each run begins, and where the last one ends. */
function edgesOf(runs: Runs): Float64Array {
  const edges = new Float64Array(runs.length + 1);
  for (let at = 0; at < runs.length; at += 1) edges[at + 1] = (edges[at] ?? 0) + (runs[at] ?? 0);
  return edges;
}

function meanOf(edges: Float64Array, from: number, to: number): number {
  return ((edges[to] ?? 0) - (edges[from] ?? 0)) / (to - from);
}

/** Where the stretch that begins with a dark run ends; null when it runs into something that is no symbol. */
function endOfStretch(runs: Runs, edges: Float64Array, firstRun: number): number | null {
  const last = Math.min(runs.length - 1, firstRun + MAX_RUNS);
  for (let at = firstRun + NEAR_RUNS; at <= last; at += 1) {
    const width = runs[at] ?? 0;
    const mean = meanOf(edges, at - NEAR_RUNS, at);
    if (at % 2 === 0 && (width > mean * QUIET_TO_MEAN || at === runs.length - 1)) return at - 1;
    if (at % 2 === 1 && width > mean * MAX_BAR_TO_MEAN) return null;
  }
  return null;
}

function stretchesOf(runs: Runs): readonly Stretch[] {
  const edges = edgesOf(runs);
  const stretches: Stretch[] = [];
  for (let at = 1; at + MIN_RUNS <= runs.length && stretches.length < MAX_STRETCHES; at += 2) {
    const isQuietBefore = (runs[at - 1] ?? 0) > meanOf(edges, at, at + NEAR_RUNS) * QUIET_TO_MEAN;
    if (!isQuietBefore && at > 1) continue;
    const lastRun = endOfStretch(runs, edges, at);
    if (lastRun === null || lastRun - at + 1 < MIN_RUNS) continue;
    const isQuietAfter = (runs[lastRun + 1] ?? 0) > meanOf(edges, lastRun + 1 - NEAR_RUNS, lastRun + 1) * QUIET_TO_MEAN;
    stretches.push({ firstRun: at, lastRun, isCut: !isQuietBefore || !isQuietAfter });
  }
  return stretches;
}

/** Bits a module is drawn with, and light modules to each side: what the readers need at the least. */
const BITS_A_MODULE = 2;
const QUIET_MODULES = 12;

function bitsOf(modules: readonly number[]): BitArray {
  const count = modules.reduce((sum, width) => sum + width, 2 * QUIET_MODULES);
  const bits = new BitArray(count * BITS_A_MODULE);
  let at = QUIET_MODULES * BITS_A_MODULE;
  for (const [index, width] of modules.entries()) {
    const end = at + width * BITS_A_MODULE;
    if (index % 2 === 0) bits.setRange(at, end);
    at = end;
  }
  return bits;
}

interface RowReader {
  readonly symbology: Symbology;
  /** Whether its start, stop and check character vouch for a symbol without a quiet zone. */
  readonly mayBeCut: boolean;
  readonly snap: (runs: Runs, from: number, count: number) => Modules;
  readonly reader: OneDReader;
}

const READERS: readonly RowReader[] = [
  { symbology: 'code-128', mayBeCut: true, snap: snapCode128, reader: new Code128Reader() },
  { symbology: 'code-39', mayBeCut: false, snap: snapCode39, reader: new Code39Reader() },
  { symbology: 'itf', mayBeCut: false, snap: snapItf, reader: new ITFReader() },
];

/**
 * With ASSUME_GS1 the Code 128 reader of this release hands over FNC1: in the first place as `]C1`, further on as GS. Without it FNC1 is
 * lost, and with it where a field of varying length ends.
 */
const HINTS: Map<DecodeHintType, unknown> = new Map<DecodeHintType, unknown>([[DecodeHintType.ASSUME_GS1, true]]);
const GS1_128_PREFIX = ']C1';

/** The readers say by an exception that a row holds nothing for them. */
function textOf(reader: OneDReader, modules: readonly number[]): string {
  try {
    return reader.decodeRow(0, bitsOf(modules), HINTS).getText();
  } catch {
    return '';
  }
}

function withoutTrailingSeparators(text: string): string {
  let end = text.length;
  // The reader takes a check character that has the number of FNC1 for one more separator.
  while (end > 0 && text[end - 1] === GS) end -= 1;
  return text.slice(0, end);
}

function lineRead(text: string, symbology: Symbology, firstRun: number, lastRun: number): LineRead {
  if (symbology !== 'code-128') return { text, symbology, firstRun, lastRun };
  const whole = withoutTrailingSeparators(text);
  return whole.startsWith(GS1_128_PREFIX)
    ? { text: whole.slice(GS1_128_PREFIX.length), symbology: 'gs1-128', firstRun, lastRun }
    : { text: whole, symbology, firstRun, lastRun };
}

/** Every Code 128, Code 39 and ITF symbol on a line that is read in this direction. */
export function readIndustrialSymbols(runs: Runs): readonly LineRead[] {
  const reads: LineRead[] = [];
  for (const { firstRun, lastRun, isCut } of stretchesOf(runs)) {
    for (const { symbology, mayBeCut, snap, reader } of READERS) {
      if (isCut && !mayBeCut) continue;
      const modules = snap(runs, firstRun, lastRun - firstRun + 1);
      const text = modules === null ? '' : textOf(reader, modules);
      if (text !== '') reads.push(lineRead(text, symbology, firstRun, lastRun));
    }
  }
  return reads;
}
