import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { changePreferences, usePreferences } from '../../app/preferences.ts';
import { type CameraScanner, type CameraStatus, startCameraScanner } from './camera-scanner.ts';
import type { FrameRead } from './plausible.ts';

interface UsedCamera {
  /** For the element that shows the picture. */
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly status: CameraStatus;
  readonly isTorchOn: boolean;
  readonly switchTorch: () => void;
  readonly retry: () => void;
  /** The next of several cameras; this terminal remembers the choice. */
  readonly switchCamera: () => void;
}

function watchVisibility(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange);
  return () => {
    document.removeEventListener('visibilitychange', onChange);
  };
}

function isPageShown(): boolean {
  return document.visibilityState === 'visible';
}

/** A camera that scans for as long as the element is on the screen and the page is looked at. */
export function useCameraScanner(take: (read: FrameRead) => void): UsedCamera {
  const video = useRef<HTMLVideoElement>(null);
  const scanner = useRef<CameraScanner | null>(null);
  const latestTake = useRef(take);
  const [status, setStatus] = useState<CameraStatus>({ kind: 'opening' });
  const [isTorchOn, setTorchOn] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const cameraId = usePreferences((preferences) => preferences.cameraId);
  const isShown = useSyncExternalStore(watchVisibility, isPageShown);
  useEffect(() => {
    latestTake.current = take;
  });
  useEffect(() => {
    if (!isShown || video.current === null) return undefined;
    const started = startCameraScanner({
      video: video.current,
      cameraId,
      onStatus: (next) => {
        setStatus(next);
        // A camera that opens anew opens without its light.
        setTorchOn(false);
      },
      onTaken: (read) => {
        latestTake.current(read);
      },
    });
    scanner.current = started;
    return () => {
      started.stop();
      scanner.current = null;
    };
  }, [isShown, attempt, cameraId]);
  const switchTorch = useCallback(() => {
    void scanner.current?.setTorch(!isTorchOn).then((isDone) => {
      if (isDone) setTorchOn(!isTorchOn);
    });
  }, [isTorchOn]);
  const retry = useCallback(() => {
    setAttempt((count) => count + 1);
  }, []);
  const next = status.kind === 'watching' ? status.nextCameraId : null;
  const switchCamera = useCallback(() => {
    if (next !== null) changePreferences({ cameraId: next });
  }, [next]);
  return { video, status, isTorchOn, switchTorch, retry, switchCamera };
}
