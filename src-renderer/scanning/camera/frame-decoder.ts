import type { DecodeAnswer, DecodeRequest } from './decode-message.ts';
import type { FrameRead } from './plausible.ts';

/** Reads frames one at a time: the next is given when the one before has been answered. */
export interface FrameDecoder {
  /** Rejects when the worker does not run, and then for good. */
  readonly decode: (request: DecodeRequest) => Promise<FrameRead | null>;
  readonly close: () => void;
}

/** A worker that lives as long as the camera is open. */
export function startFrameDecoder(): FrameDecoder {
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' });
  let waiting: PromiseWithResolvers<FrameRead | null> | null = null;
  let failure: Error | null = null;
  worker.addEventListener('message', ({ data }: MessageEvent<DecodeAnswer>) => {
    waiting?.resolve(data.read);
    waiting = null;
  });
  worker.addEventListener('error', ({ message }) => {
    failure = new Error(`The decoder stopped: ${message}`);
    waiting?.reject(failure);
    waiting = null;
  });
  return {
    decode: (request) => {
      if (waiting !== null) throw new Error('A frame is given before the one in front of it is read');
      if (failure !== null) return Promise.reject(failure);
      waiting = Promise.withResolvers();
      worker.postMessage(request, [request.rgba.buffer]);
      return waiting.promise;
    },
    close: () => {
      worker.terminate();
    },
  };
}
