import type { Frame } from './frame.ts';
import { readLinear } from './linear-pass.ts';
import { readMatrix } from './matrix-pass.ts';
import { livePasses, type Pass, STILL_PASSES } from './pass-plan.ts';
import { type FrameRead, isWeak } from './plausible.ts';

/** What the camera's frames are given: a pass that has begun is finished, so that some take a few milliseconds more. */
export const LIVE_BUDGET_MS = 10;
/** And the frame that is looked at with every means there is. */
export const THOROUGH_BUDGET_MS = 250;

/** A clock in milliseconds, and how long a picture may take by it. */
export interface TimeBudget {
  readonly nowMs: () => number;
  readonly budgetMs: number;
}

function isOver(budget: TimeBudget | null, startMs: number): boolean {
  return budget !== null && budget.nowMs() - startMs >= budget.budgetMs;
}

/**
 * Reads one frame of a live picture: the cheap passes on every frame, the dear ones in turn.
 *
 * @param frameNumber counts the frames, so that each pass has its turn.
 * @returns the first code found from the middle outwards, or null. A weak symbology is for the caller to hold back until a second frame
 *   says the same (`read-gate.ts`).
 */
export function decodeLiveFrame(frame: Frame, frameNumber: number, budget: TimeBudget | null): FrameRead | null {
  const startMs = budget?.nowMs() ?? 0;
  for (const pass of livePasses(frameNumber)) {
    const read = runPass(frame, pass, () => true);
    if (read !== null) return read;
    if (isOver(budget, startMs)) return null;
  }
  return null;
}

/** Reads a still picture with every means there is. A weak symbology counts once two different passes have read the same. */
export function decodeStill(frame: Frame, budget: TimeBudget | null = null, passes: readonly Pass[] = STILL_PASSES): FrameRead | null {
  const startMs = budget?.nowMs() ?? 0;
  const seenOnce = new Set<string>();
  for (const pass of passes) {
    const seenNow: string[] = [];
    const read = runPass(frame, pass, ({ text, symbology }) => {
      const key = `${symbology} ${text}`;
      if (!isWeak(symbology) || seenOnce.has(key)) return true;
      seenNow.push(key);
      return false;
    });
    if (read !== null) return read;
    for (const key of seenNow) seenOnce.add(key);
    if (isOver(budget, startMs)) return null;
  }
  return null;
}

function runPass(frame: Frame, pass: Pass, accept: (read: FrameRead) => boolean): FrameRead | null {
  return pass.kind === 'linear' ? readLinear(frame, pass, accept) : readMatrix(frame, pass);
}
