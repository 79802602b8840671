/**
 * Light and dark stretches along a scan line, as widths in pixels with their fractions. The first and the last are light, if need be with
 * no width, so that the even ones are light and the odd ones dark, and the whole is the same read backwards.
 */
export type Runs = Float32Array;

/** How a line of samples is cut into runs. */
export interface CutOptions {
  /** Samples are drawn away from the mean of those at this distance, which undoes some of a lens out of focus. 0 leaves them as they are. */
  readonly sharpenAtPx: number;
  /** How far to draw them. */
  readonly sharpenBy: number;
  /** The least rise or fall that is an edge, as a share of the contrast round about. */
  readonly leastStep: number;
  /**
   * Where between two turns the edge is: at 0 half way up, which follows shadows and reflections, and makes narrow bars out of focus too
   * wide; at 1 half way between the darkest and the lightest round about, which keeps their width, and follows nothing.
   */
  readonly towardsLevel: number;
}

/** Less than this is the noise of the camera's sensor, of 255. */
const MIN_STEP = 7;
/** An edge is never nearer to a turn than this share of the step. */
const MIN_EDGE_SHARE = 0.15;
/** Contrast is measured over blocks of this many samples, two to each side. */
const MIN_BLOCK = 16;
const BLOCKS_A_LINE = 40;
const BLOCKS_ASIDE = 2;

function sharpen(samples: Float32Array, distance: number, by: number): Float32Array {
  const last = samples.length - 1;
  const sharp = new Float32Array(samples.length);
  for (let at = 0; at <= last; at += 1) {
    const value = samples[at] ?? 0;
    const before = samples[at < distance ? 0 : at - distance] ?? 0;
    const after = samples[at + distance > last ? last : at + distance] ?? 0;
    sharp[at] = value + by * (2 * value - before - after);
  }
  return sharp;
}

/** What is dark and light along a line, block by block. */
interface Contrast {
  readonly block: number;
  /** The least step that is an edge. */
  readonly steps: Float32Array;
  /** Half way between the darkest and the lightest. */
  readonly levels: Float32Array;
}

function contrastOf(samples: Float32Array, leastStep: number): Contrast {
  const block = Math.max(MIN_BLOCK, Math.trunc(samples.length / BLOCKS_A_LINE));
  const blocks = Math.ceil(samples.length / block);
  const darkest = new Float32Array(blocks);
  const lightest = new Float32Array(blocks);
  for (let index = 0; index < blocks; index += 1) {
    const end = Math.min(samples.length, (index + 1) * block);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = index * block; at < end; at += 1) {
      const value = samples[at] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    darkest[index] = low;
    lightest[index] = high;
  }
  const steps = new Float32Array(blocks);
  const levels = new Float32Array(blocks);
  for (let index = 0; index < blocks; index += 1) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let near = Math.max(0, index - BLOCKS_ASIDE); near <= Math.min(blocks - 1, index + BLOCKS_ASIDE); near += 1) {
      low = Math.min(low, darkest[near] ?? low);
      high = Math.max(high, lightest[near] ?? high);
    }
    steps[index] = Math.max(MIN_STEP, (high - low) * leastStep);
    levels[index] = (low + high) / 2;
  }
  return { block, steps, levels };
}

/** The level at a sample, linear between the middles of the blocks. */
function levelAt({ block, levels }: Contrast, at: number): number {
  const place = at / block - 0.5;
  const before = Math.max(0, Math.min(levels.length - 1, Math.floor(place)));
  const after = Math.min(levels.length - 1, before + 1);
  const share = Math.max(0, Math.min(1, place - before));
  return (levels[before] ?? 0) * (1 - share) + (levels[after] ?? 0) * share;
}

/** Where the line turns from falling to rising and back, leaving out turns smaller than the least step. Dark and light turns alternate. */
function turnsOf(samples: Float32Array, { block, steps }: Contrast): readonly number[] {
  const turns: number[] = [];
  let direction = 0; // 1 rising, -1 falling, 0 not known yet.
  let furthest = 0;
  let extreme = samples[0] ?? 0;
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index] ?? MIN_STEP;
    const end = Math.min(samples.length, (index + 1) * block);
    for (let at = index * block; at < end; at += 1) {
      const value = samples[at] ?? 0;
      const change = value - extreme;
      const isTurn = direction === 0 ? Math.abs(change) > step : change * direction < -step;
      if (isTurn) {
        turns.push(furthest);
        direction = Math.sign(change);
      } else if (direction === 0 || change * direction < 0) continue;
      furthest = at;
      extreme = value;
    }
  }
  turns.push(furthest);
  return turns;
}

/** Where the line crosses a height between two turns, nearest to the dark one, with its fraction of a pixel. */
function crossing(samples: Float32Array, from: number, to: number, height: number): number {
  if ((samples[to] ?? 0) > (samples[from] ?? 0)) {
    for (let at = from; at < to; at += 1) {
      const next = samples[at + 1] ?? 0;
      if (next >= height) return at + (height - (samples[at] ?? 0)) / (next - (samples[at] ?? 0) || 1);
    }
    return to;
  }
  for (let at = to; at > from; at -= 1) {
    const before = samples[at - 1] ?? 0;
    if (before >= height) return at - (height - (samples[at] ?? 0)) / (before - (samples[at] ?? 0) || 1);
  }
  return from;
}

function edgeBetween(samples: Float32Array, from: number, to: number, contrast: Contrast, towardsLevel: number): number {
  const start = samples[from] ?? 0;
  const end = samples[to] ?? 0;
  const half = (start + end) / 2;
  const margin = Math.abs(end - start) * MIN_EDGE_SHARE;
  const wanted = towardsLevel === 0 ? half : half + (levelAt(contrast, (from + to) / 2) - half) * towardsLevel;
  return crossing(samples, from, to, Math.max(Math.min(start, end) + margin, Math.min(Math.max(start, end) - margin, wanted)));
}

/** Cuts a line into runs between each dark and each light turn, at an edge that lies between two pixels where it has to. */
export function cutIntoRuns(samples: Float32Array, { sharpenAtPx, sharpenBy, leastStep, towardsLevel }: CutOptions): Runs {
  const line = sharpenBy === 0 ? samples : sharpen(samples, sharpenAtPx, sharpenBy);
  const contrast = contrastOf(line, leastStep);
  const turns = turnsOf(line, contrast);
  const edges: number[] = [0];
  for (let at = 0; at + 1 < turns.length; at += 1) {
    const from = turns[at] ?? 0;
    const to = turns[at + 1] ?? 0;
    const isRising = (line[to] ?? 0) > (line[from] ?? 0);
    if (edges.length === 1 && isRising) edges.push(0);
    edges.push(edgeBetween(line, from, to, contrast, towardsLevel));
  }
  if (edges.length % 2 === 0) edges.push(line.length);
  edges.push(line.length);
  const runs = new Float32Array(edges.length - 1);
  for (let at = 0; at < runs.length; at += 1) runs[at] = (edges[at + 1] ?? 0) - (edges[at] ?? 0);
  return runs;
}
