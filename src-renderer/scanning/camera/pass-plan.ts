import type { LinearPass } from './linear-pass.ts';
import type { MatrixPass } from './matrix-pass.ts';
import type { CutOptions } from './runs.ts';

/** One way of looking at a picture. */
export type Pass = LinearPass | MatrixPass;

const PLAIN: CutOptions = { sharpenAtPx: 1, sharpenBy: 0, leastStep: 0.25, towardsLevel: 0.6 };
const SHARPENED: CutOptions = { sharpenAtPx: 1, sharpenBy: 0.8, leastStep: 0.15, towardsLevel: 0.8 };
const FAINT: CutOptions = { sharpenAtPx: 1, sharpenBy: 0.5, leastStep: 0.07, towardsLevel: 0 };
const BLURRED: CutOptions = { sharpenAtPx: 2, sharpenBy: 1, leastStep: 0.1, towardsLevel: 0.7 };
const ALL_CUTS = [PLAIN, SHARPENED, FAINT, BLURRED];

function linear(angleDegrees: number, spacing: number, thickness: number, cuts: readonly CutOptions[], start = 0): LinearPass {
  return { kind: 'linear', angleDegrees, spacing, start, thickness, cuts };
}

function matrix(symbology: MatrixPass['symbology'], rest: Partial<MatrixPass> = {}): MatrixPass {
  return { kind: 'matrix', symbology, binarizer: 'hybrid', scale: 'full', middle: 1, isInverted: false, isStretched: false, ...rest };
}

const LIVE_SPACING = 1 / 24;
const SLANT_SPACING = 1 / 16;
/** Along the rows and the columns, by turns cut for one kind of poor picture and for another, each time on other lines. */
const STRAIGHT: readonly (readonly LinearPass[])[] = [
  { cuts: [PLAIN, SHARPENED], start: 0 },
  { cuts: [PLAIN, BLURRED], start: 1 / 2 },
  { cuts: [PLAIN, SHARPENED], start: 1 / 4 },
  { cuts: [PLAIN, FAINT], start: 3 / 4 },
].map(({ cuts, start }) => [0, 90].map((angle) => linear(angle, LIVE_SPACING, 1, cuts, start)));
const SLANTS: readonly LinearPass[] = [12, -12, 30, -30, 60, -60, 45, -45, 78, -78].map((angle) =>
  linear(angle, SLANT_SPACING, 1, [PLAIN, SHARPENED]),
);
const SLANTS_A_FRAME = 2;
/** One of these a frame: what costs several milliseconds, or is seldom of use. */
const IN_TURN: readonly Pass[] = [
  matrix('qr-code'),
  matrix('data-matrix', { middle: 0.6 }),
  linear(0, LIVE_SPACING, 5, [FAINT, BLURRED]),
  matrix('qr-code', { scale: 'half' }),
  matrix('data-matrix', { middle: 0.6, binarizer: 'global' }),
  linear(90, LIVE_SPACING, 5, [FAINT, BLURRED]),
  matrix('qr-code', { isInverted: true, scale: 'half' }),
];

function inTurn<T>(list: readonly T[], turn: number): readonly T[] {
  const item = list[turn % list.length];
  return item === undefined ? [] : [item];
}

/**
 * What is done with one frame of a live picture. On a machine too slow for all of it within its time the end is left out, so that what
 * stands last in one frame stands second in the next.
 */
export function livePasses(frameNumber: number): readonly Pass[] {
  const straight = inTurn(STRAIGHT, frameNumber).flat();
  const slants = Array.from({ length: SLANTS_A_FRAME }, (_, at) => frameNumber * SLANTS_A_FRAME + at).flatMap((turn) =>
    inTurn(SLANTS, turn),
  );
  const pair = frameNumber >> 1;
  if (frameNumber % 2 === 0) return [...straight, ...slants, ...inTurn(IN_TURN, pair)];
  return [...straight.slice(0, 1), ...inTurn(IN_TURN, pair + 3), ...slants, ...straight.slice(1)];
}

const STILL_ANGLES = [0, 90, 6, -6, 12, -12, 84, -84, 20, -20, 30, -30, 45, -45, 60, -60, 70, -70, 78, -78];

/** Everything, cheap first. */
export const STILL_PASSES: readonly Pass[] = [
  linear(0, 1 / 60, 1, ALL_CUTS),
  linear(90, 1 / 60, 1, ALL_CUTS),
  matrix('qr-code'),
  matrix('qr-code', { binarizer: 'global' }),
  matrix('data-matrix'),
  matrix('data-matrix', { middle: 0.5 }),
  ...STILL_ANGLES.map((angle) => linear(angle, 1 / 60, 3, ALL_CUTS)),
  ...STILL_ANGLES.map((angle) => linear(angle, 1 / 30, 7, ALL_CUTS)),
  matrix('qr-code', { scale: 'double' }),
  matrix('qr-code', { scale: 'half' }),
  matrix('qr-code', { isInverted: true }),
  matrix('data-matrix', { binarizer: 'global' }),
  matrix('data-matrix', { scale: 'half' }),
  matrix('data-matrix', { isInverted: true }),
];
