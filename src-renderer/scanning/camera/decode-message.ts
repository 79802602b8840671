import type { FrameRead } from './plausible.ts';

/** One frame for the worker. The bytes are handed over, not copied: the sender has them no more. */
export interface DecodeRequest {
  /** Red, green, blue and alpha. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** Counts the frames, so that each way of looking has its turn. */
  readonly frameNumber: number;
  /** Whether to look with every means there is, at ten times the time. */
  readonly isThorough: boolean;
}

export interface DecodeAnswer {
  readonly read: FrameRead | null;
}
