import { fail, ok, type Result } from '../../../src-shared/result.ts';

/** Why there is no picture, by stable code; the screen says it in the person's language. */
export type CameraFault =
  /** None is plugged in, or none that gives a picture. */
  | 'no-camera'
  /** The person, the browser or the system does not allow it. */
  | 'refused'
  /** Another program or page has it. */
  | 'in-use'
  /** It was open and went away: unplugged, or taken by another program. */
  | 'lost'
  /** This browser gives no camera to this page: too old, or the page came over a line that is not secure. */
  | 'unavailable'
  /** There is a picture, and the part of the program that reads it does not run. */
  | 'no-decoder';

/** A frame is drawn no larger than this: more pixels cost time and add nothing a code needs. */
const MAX_SIDE_PX = 1_280;
const WANTED: MediaTrackConstraints = {
  // The camera on the back of a tablet, where there is one.
  facingMode: { ideal: 'environment' },
  width: { ideal: 1_280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};

/** What the types of the DOM library do not know yet (W3C MediaStream Image Capture, sections 5 and 9). */
type TrackExtras = { readonly torch?: boolean; readonly focusMode?: readonly string[] };
type ExtraConstraints = { readonly torch?: boolean; readonly focusMode?: string };

export interface CameraPicture {
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export interface OpenCamera {
  /** Whether it looks at the person, who then expects to move as in a mirror. */
  readonly facesPerson: boolean;
  readonly hasTorch: boolean;
  readonly cameraId: string | null;
  /** Of all the cameras of this machine, in an order that stays. */
  readonly cameraIds: readonly string[];
  /** The present picture; null while there is none yet. */
  readonly grab: () => CameraPicture | null;
  /** Calls back once, at the next new picture. Returns what calls it off. */
  readonly nextPicture: (act: () => void) => () => void;
  /** Resolves to whether the light does as asked. */
  readonly setTorch: (isOn: boolean) => Promise<boolean>;
  /** Calls back once, when the camera goes away by itself. */
  readonly onLost: (act: () => void) => void;
  readonly close: () => void;
}

/** What getUserMedia rejects with (W3C Media Capture and Streams, section 10.2). */
export function faultOf(error: unknown): CameraFault {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no-camera';
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use';
    default:
      return 'unavailable';
  }
}

/** Outside of a secure context there is no `mediaDevices`, whatever the types say. */
export function mediaDevices(): MediaDevices | null {
  return (navigator as { readonly mediaDevices?: MediaDevices }).mediaDevices ?? null;
}

function extrasOf(track: MediaStreamTrack): TrackExtras {
  // Not in every browser either.
  return typeof track.getCapabilities === 'function' ? (track.getCapabilities() as TrackExtras) : {};
}

async function setExtra(track: MediaStreamTrack, constraint: ExtraConstraints): Promise<boolean> {
  try {
    await track.applyConstraints({ advanced: [constraint as MediaTrackConstraintSet] });
    return true;
  } catch {
    return false;
  }
}

function grabber(video: HTMLVideoElement): () => CameraPicture | null {
  const canvas = document.createElement('canvas');
  // Read back on every frame: kept where reading is cheap.
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  return () => {
    const { videoWidth, videoHeight } = video;
    if (context === null || videoWidth === 0 || videoHeight === 0) return null;
    const scale = Math.min(1, MAX_SIDE_PX / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(video, 0, 0, width, height);
    return { rgba: context.getImageData(0, 0, width, height).data, width, height };
  };
}

function nextPictureOf(video: HTMLVideoElement): OpenCamera['nextPicture'] {
  if (typeof video.requestVideoFrameCallback !== 'function') {
    return (act) => {
      const handle = requestAnimationFrame(act);
      return () => {
        cancelAnimationFrame(handle);
      };
    };
  }
  return (act) => {
    const handle = video.requestVideoFrameCallback(act);
    return () => {
      video.cancelVideoFrameCallback(handle);
    };
  };
}

/** The camera that was asked for; any other where that one is gone. */
async function streamOf(devices: MediaDevices, cameraId: string | null): Promise<MediaStream> {
  if (cameraId !== null) {
    try {
      return await devices.getUserMedia({ video: { ...WANTED, facingMode: {}, deviceId: { exact: cameraId } }, audio: false });
    } catch (error) {
      if (faultOf(error) !== 'no-camera') throw error;
    }
  }
  return devices.getUserMedia({ video: WANTED, audio: false });
}

/** None where the browser does not tell them. */
async function cameraIdsOf(devices: MediaDevices): Promise<readonly string[]> {
  try {
    const found = await devices.enumerateDevices();
    return found.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '').map(({ deviceId }) => deviceId);
  } catch {
    return [];
  }
}

/** Opens a camera (null: the one on the back of a tablet, or the only one) and shows its picture in `video`. Asks the person for leave where the browser wants that. */
export async function openCamera(video: HTMLVideoElement, cameraId: string | null): Promise<Result<OpenCamera, CameraFault>> {
  const devices = mediaDevices();
  if (devices === null) return fail('unavailable');
  let stream: MediaStream;
  try {
    stream = await streamOf(devices, cameraId);
  } catch (error) {
    return fail(faultOf(error));
  }
  const close = () => {
    for (const each of stream.getTracks()) each.stop();
    if (video.srcObject === stream) video.srcObject = null;
  };
  const [track] = stream.getVideoTracks();
  if (track === undefined) {
    close();
    return fail('no-camera');
  }
  video.srcObject = stream;
  try {
    await video.play();
  } catch {
    // The panel went away while the camera opened.
    close();
    return fail('lost');
  }
  const extras = extrasOf(track);
  if (extras.focusMode?.includes('continuous') === true) void setExtra(track, { focusMode: 'continuous' });
  return ok({
    facesPerson: track.getSettings().facingMode === 'user',
    hasTorch: extras.torch === true,
    cameraId: track.getSettings().deviceId ?? null,
    cameraIds: await cameraIdsOf(devices),
    grab: grabber(video),
    nextPicture: nextPictureOf(video),
    setTorch: (isOn) => setExtra(track, { torch: isOn }),
    onLost: (act) => {
      track.addEventListener('ended', act, { once: true });
    },
    close,
  });
}
