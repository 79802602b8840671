import { decodeLiveFrame, decodeStill, LIVE_BUDGET_MS, THOROUGH_BUDGET_MS } from './decode-frame.ts';
import type { DecodeAnswer, DecodeRequest } from './decode-message.ts';
import { frameOfRgba } from './frame.ts';

/** Decoding has a thread of its own: a scan, a key and the total never wait for a picture. */

const nowMs = () => performance.now();

self.addEventListener('message', ({ data }: MessageEvent<DecodeRequest>) => {
  const frame = frameOfRgba(data.rgba, data.width, data.height);
  const read = data.isThorough
    ? decodeStill(frame, { nowMs, budgetMs: THOROUGH_BUDGET_MS })
    : decodeLiveFrame(frame, data.frameNumber, { nowMs, budgetMs: LIVE_BUDGET_MS });
  self.postMessage({ read } satisfies DecodeAnswer);
});
