import type { Frame } from './frame.ts';
import { readIndustrialSymbols } from './industrial-symbols.ts';
import type { LineRead } from './line-read.ts';
import { type FrameRead, isPlausible } from './plausible.ts';
import { readRetailSymbols } from './retail-symbols.ts';
import { type CutOptions, cutIntoRuns, type Runs } from './runs.ts';
import { lineAt, offsetsOf, sampleLine } from './scan-line.ts';

/** One way of looking for linear codes: parallel lines at an angle, each sampled and cut in the same way. */
export interface LinearPass {
  readonly kind: 'linear';
  /** 0 is along the rows, 90 along the columns. */
  readonly angleDegrees: number;
  /** Distance between two lines, as a share of the shorter side of the picture. */
  readonly spacing: number;
  /** How far from the middle the first line is, in spacings. */
  readonly start: number;
  /** Lines averaged into one, each a pixel apart. */
  readonly thickness: number;
  readonly cuts: readonly CutOptions[];
}

/** Lines beside one that read something have to say the same: how far beside, in thirds of their thickness, so that they see other pixels. */
const WITNESS_OFFSETS = [-1, 1, -2, 2, -4, 4, -6, 6, -9, 9];
/** How many lines have to agree, the first among them. */
const MIN_AGREEING = 3;
/** And how many of them for each line that says something else. */
const AGREEING_TO_OTHERS = 3;
/** Two reads are of the same place where their middles are nearer than this share of the longer one. */
const SAME_PLACE = 0.5;

/** A read, and where on its line it stands, from and to in pixels. */
interface PlacedRead extends FrameRead {
  readonly from: number;
  readonly to: number;
}

function backwards(runs: Runs): Runs {
  return runs.slice().reverse();
}

function placed(runs: Runs, read: LineRead, length: number, isBackwards: boolean): PlacedRead {
  let from = 0;
  for (let at = 0; at < read.firstRun; at += 1) from += runs[at] ?? 0;
  let to = from;
  for (let at = read.firstRun; at <= read.lastRun; at += 1) to += runs[at] ?? 0;
  const { text, symbology } = read;
  return isBackwards ? { text, symbology, from: length - to, to: length - from } : { text, symbology, from, to };
}

/** All a line says, cut in one way. */
function readRuns(runs: Runs, length: number): readonly PlacedRead[] {
  const reversed = backwards(runs);
  const forwards = [...readRetailSymbols(runs), ...readIndustrialSymbols(runs)];
  const upsideDown = [...readRetailSymbols(reversed), ...readIndustrialSymbols(reversed)];
  const reads = [
    ...forwards.map((read) => placed(runs, read, length, false)),
    ...upsideDown.map((read) => placed(reversed, read, length, true)),
  ];
  return reads.filter(isPlausible);
}

function readLine(frame: Frame, pass: LinearPass, offsetPx: number): readonly PlacedRead[] {
  const line = lineAt(frame, pass.angleDegrees, offsetPx);
  if (line === null) return [];
  const samples = sampleLine(frame, line, pass.thickness);
  for (const cut of pass.cuts) {
    const reads = readRuns(cutIntoRuns(samples, cut), samples.length);
    if (reads.length > 0) return reads;
  }
  return [];
}

function isSamePlace(one: PlacedRead, other: PlacedRead): boolean {
  const longer = Math.max(one.to - one.from, other.to - other.from);
  return Math.abs(one.from + one.to - other.from - other.to) / 2 < longer * SAME_PLACE;
}

/** Looks at the lines beside: whether enough of them say the same at the same place, and few enough anything else. */
function isConfirmed(frame: Frame, pass: LinearPass, offsetPx: number, read: PlacedRead): boolean {
  let agreeing = 1;
  let others = 0;
  const stepPx = Math.ceil(pass.thickness / 3);
  for (const aside of WITNESS_OFFSETS) {
    const there = readLine(frame, pass, offsetPx + aside * stepPx).filter((witness) => isSamePlace(witness, read));
    if (there.some(({ text, symbology }) => text === read.text && symbology === read.symbology)) agreeing += 1;
    else others += there.length;
  }
  return agreeing >= MIN_AGREEING && agreeing >= others * AGREEING_TO_OTHERS;
}

/** What a pass over a picture finds first, from the middle outwards, that the lines beside confirm. `accept` may turn a read down. */
export function readLinear(frame: Frame, pass: LinearPass, accept: (read: FrameRead) => boolean): FrameRead | null {
  const spacingPx = Math.max(1, Math.min(frame.width, frame.height) * pass.spacing);
  const turnedDown = new Set<string>();
  for (const offsetPx of offsetsOf(frame, spacingPx, pass.start * spacingPx)) {
    for (const read of readLine(frame, pass, offsetPx)) {
      const key = `${read.symbology} ${read.text}`;
      if (turnedDown.has(key) || !isConfirmed(frame, pass, offsetPx, read)) continue;
      const { text, symbology } = read;
      if (accept({ text, symbology })) return { text, symbology };
      turnedDown.add(key);
    }
  }
  return null;
}
