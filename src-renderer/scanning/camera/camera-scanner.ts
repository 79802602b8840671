import { type CameraFault, type OpenCamera, openCamera } from './camera-source.ts';
import { startFrameDecoder } from './frame-decoder.ts';
import type { FrameRead } from './plausible.ts';
import { watchPictures } from './watch-pictures.ts';

export type CameraStatus =
  | { readonly kind: 'opening' }
  | { readonly kind: 'watching'; readonly facesPerson: boolean; readonly hasTorch: boolean; readonly nextCameraId: string | null }
  | { readonly kind: 'fault'; readonly fault: CameraFault };

interface CameraScannerOptions {
  /** Where its picture is shown. */
  readonly video: HTMLVideoElement;
  /** Null: the one that suits best. */
  readonly cameraId: string | null;
  readonly onStatus: (status: CameraStatus) => void;
  readonly onTaken: (read: FrameRead) => void;
}

export interface CameraScanner {
  /** Resolves to whether the light does as asked. */
  readonly setTorch: (isOn: boolean) => Promise<boolean>;
  readonly stop: () => void;
}

/** The camera after this one, round and round; null where there is no other. */
export function nextCameraId({ cameraId, cameraIds }: Pick<OpenCamera, 'cameraId' | 'cameraIds'>): string | null {
  if (cameraIds.length < 2) return null;
  const at = cameraId === null ? -1 : cameraIds.indexOf(cameraId);
  return cameraIds[(at + 1) % cameraIds.length] ?? null;
}

/** Opens the camera and reads what it sees until it is stopped. */
export function startCameraScanner({ video, cameraId, onStatus, onTaken }: CameraScannerOptions): CameraScanner {
  let open: OpenCamera | null = null;
  let isStopped = false;
  let endWatch: () => void = () => undefined;

  const stop = () => {
    isStopped = true;
    endWatch();
    open?.close();
    open = null;
  };
  const giveUp = (fault: CameraFault) => {
    if (isStopped) return;
    stop();
    onStatus({ kind: 'fault', fault });
  };
  const watch = (camera: OpenCamera) => {
    const decoder = startFrameDecoder();
    const endReading = watchPictures({
      camera,
      decoder,
      nowMs: () => performance.now(),
      onTaken,
      onFailed: () => {
        giveUp('no-decoder');
      },
    });
    endWatch = () => {
      endReading();
      decoder.close();
    };
    camera.onLost(() => {
      giveUp('lost');
    });
    const { facesPerson, hasTorch } = camera;
    onStatus({ kind: 'watching', facesPerson, hasTorch, nextCameraId: nextCameraId(camera) });
  };

  onStatus({ kind: 'opening' });
  void openCamera(video, cameraId).then((opened) => {
    if (isStopped) {
      if (opened.ok) opened.value.close();
    } else if (opened.ok) {
      open = opened.value;
      watch(opened.value);
    } else giveUp(opened.error);
  });
  return { setTorch: (isOn) => open?.setTorch(isOn) ?? Promise.resolve(false), stop };
}
