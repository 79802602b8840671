import type { Frame } from './frame.ts';

/** A straight line over a picture, from one point to another, in pixels. */
export interface ScanLine {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** Shorter than this no linear code fits on a line: EAN-8 has 67 modules. */
const MIN_LINE_LENGTH_PX = 60;
/** Whatever spacing is asked for. */
const MAX_LINES = 400;

/** Where a line through a point leaves the picture, as the least and the greatest distance along its direction. Null outside of it. */
function clip(frame: Frame, x: number, y: number, directionX: number, directionY: number): readonly [number, number] | null {
  let least = Number.NEGATIVE_INFINITY;
  let greatest = Number.POSITIVE_INFINITY;
  const axes = [
    [x, directionX, frame.width - 1],
    [y, directionY, frame.height - 1],
  ] as const;
  for (const [at, direction, last] of axes) {
    if (Math.abs(direction) < 1e-9) {
      if (at < 0 || at > last) return null;
      continue;
    }
    const one = -at / direction;
    const other = (last - at) / direction;
    least = Math.max(least, Math.min(one, other));
    greatest = Math.min(greatest, Math.max(one, other));
  }
  return greatest - least < MIN_LINE_LENGTH_PX ? null : [least, greatest];
}

/** The line at an angle whose distance from the middle of the picture is `offsetPx`; null where it misses the picture. */
export function lineAt(frame: Frame, angleDegrees: number, offsetPx: number): ScanLine | null {
  const radians = (angleDegrees * Math.PI) / 180;
  // An exact 0 or 1 lets rows and columns be read without interpolation.
  const directionX = angleDegrees === 90 ? 0 : Math.cos(radians);
  const directionY = angleDegrees === 0 ? 0 : Math.sin(radians);
  const x = (frame.width - 1) / 2 - directionY * offsetPx;
  const y = (frame.height - 1) / 2 + directionX * offsetPx;
  const span = clip(frame, x, y, directionX, directionY);
  if (span === null) return null;
  const [least, greatest] = span;
  return {
    fromX: x + directionX * least,
    fromY: y + directionY * least,
    toX: x + directionX * greatest,
    toY: y + directionY * greatest,
  };
}

/** Distances from the middle at which to draw parallel lines, the middle first, where a code is held. */
export function offsetsOf(frame: Frame, spacingPx: number, startPx: number): readonly number[] {
  const reach = Math.hypot(frame.width, frame.height) / 2;
  const offsets = [startPx];
  for (let step = spacingPx; step <= reach && offsets.length < MAX_LINES; step += spacingPx) offsets.push(startPx + step, startPx - step);
  return offsets;
}

/**
 * Brightness along a line, one sample a pixel.
 *
 * @param thickness how many parallel lines, one pixel apart, are averaged: noise goes, and so do codes that stand aslant.
 */
export function sampleLine(frame: Frame, line: ScanLine, thickness: number): Float32Array {
  const length = Math.hypot(line.toX - line.fromX, line.toY - line.fromY);
  const count = Math.max(2, Math.floor(length) + 1);
  const stepX = (line.toX - line.fromX) / (count - 1);
  const stepY = (line.toY - line.fromY) / (count - 1);
  const samples = new Float32Array(count);
  for (let strand = 0; strand < thickness; strand += 1) {
    const aside = strand - (thickness - 1) / 2;
    const x = line.fromX - stepY * aside;
    const y = line.fromY + stepX * aside;
    if (stepY === 0 || stepX === 0) addStraight(frame, samples, x, y, stepX, stepY);
    else addSlanted(frame, samples, x, y, stepX, stepY);
  }
  if (thickness > 1) for (let at = 0; at < count; at += 1) samples[at] = (samples[at] ?? 0) / thickness;
  return samples;
}

function within(value: number, last: number): number {
  return value < 0 ? 0 : value > last ? last : value;
}

/** Rows and columns fall on whole pixels. */
function addStraight(frame: Frame, samples: Float32Array, fromX: number, fromY: number, stepX: number, stepY: number): void {
  const x = within(Math.round(fromX), frame.width - 1);
  const y = within(Math.round(fromY), frame.height - 1);
  const stride = Math.round(stepX) + Math.round(stepY) * frame.width;
  for (let at = 0, from = y * frame.width + x; at < samples.length; at += 1, from += stride) {
    samples[at] = (samples[at] ?? 0) + (frame.luminance[from] ?? 0);
  }
}

function addSlanted(frame: Frame, samples: Float32Array, fromX: number, fromY: number, stepX: number, stepY: number): void {
  const { luminance, width } = frame;
  const lastX = width - 1.001;
  const lastY = frame.height - 1.001;
  for (let at = 0; at < samples.length; at += 1) {
    const x = within(fromX + stepX * at, lastX);
    const y = within(fromY + stepY * at, lastY);
    const left = Math.trunc(x);
    const top = Math.trunc(y);
    const from = top * width + left;
    const upper = (luminance[from] ?? 0) + ((luminance[from + 1] ?? 0) - (luminance[from] ?? 0)) * (x - left);
    const lower = (luminance[from + width] ?? 0) + ((luminance[from + width + 1] ?? 0) - (luminance[from + width] ?? 0)) * (x - left);
    samples[at] = (samples[at] ?? 0) + upper + (lower - upper) * (y - top);
  }
}
