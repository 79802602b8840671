import type { CameraPicture, OpenCamera } from './camera-source.ts';
import type { FrameDecoder } from './frame-decoder.ts';
import type { FrameRead } from './plausible.ts';
import { EMPTY_GATE, passGate } from './read-gate.ts';

/** More frames a second read no code sooner, and empty the battery. */
const MIN_INTERVAL_MS = 45;
/** After this many frames without a code one is looked at with every means there is. */
const THOROUGH_AFTER_FRAMES = 30;

export interface PictureWatch {
  readonly camera: Pick<OpenCamera, 'grab' | 'nextPicture'>;
  readonly decoder: Pick<FrameDecoder, 'decode'>;
  readonly nowMs: () => number;
  /** A code that counts as a scan. */
  readonly onTaken: (read: FrameRead) => void;
  /** The decoder does not run. Nothing follows. */
  readonly onFailed: () => void;
}

/** Reads picture after picture, the next one when the one before has been read. Returns what ends it. */
export function watchPictures({ camera, decoder, nowMs, onTaken, onFailed }: PictureWatch): () => void {
  let isEnded = false;
  let callOff: () => void = () => undefined;
  let gate = EMPTY_GATE;
  let frameNumber = 0;
  let framesWithout = 0;
  let startedAtMs = Number.NEGATIVE_INFINITY;

  const read = async (picture: CameraPicture): Promise<void> => {
    const isThorough = framesWithout >= THOROUGH_AFTER_FRAMES;
    const found = await decoder.decode({ ...picture, frameNumber, isThorough });
    frameNumber += 1;
    framesWithout = found !== null || isThorough ? 0 : framesWithout + 1;
    if (isEnded) return;
    const { state, taken } = passGate(gate, found, nowMs());
    gate = state;
    if (taken !== null) onTaken(taken);
  };
  const wait = () => {
    if (!isEnded) callOff = camera.nextPicture(look);
  };
  const look = () => {
    const picture = nowMs() - startedAtMs < MIN_INTERVAL_MS ? null : camera.grab();
    if (picture === null) {
      wait();
      return;
    }
    startedAtMs = nowMs();
    read(picture).then(wait, () => {
      if (!isEnded) onFailed();
    });
  };

  wait();
  return () => {
    isEnded = true;
    callOff();
  };
}
