import { useTerminal } from '../state/terminal-store.ts';

/**
 * Two short sounds of our own, drawn rather than recorded: `taken` rises, `refused` falls, so that they are told apart in a noisy shop and
 * by an ear that hears no pitch well (one blip against two). Each has its visible twin on the screen.
 */
export type Sound = 'taken' | 'refused';

interface Tone {
  readonly frequencyHz: number;
  readonly startMs: number;
  readonly lengthMs: number;
  readonly shape: OscillatorType;
}

const TONES: Readonly<Record<Sound, readonly Tone[]>> = {
  taken: [
    { frequencyHz: 1_320, startMs: 0, lengthMs: 45, shape: 'sine' },
    { frequencyHz: 1_760, startMs: 35, lengthMs: 60, shape: 'sine' },
  ],
  refused: [
    { frequencyHz: 330, startMs: 0, lengthMs: 110, shape: 'triangle' },
    { frequencyHz: 233, startMs: 150, lengthMs: 170, shape: 'triangle' },
  ],
};
const ATTACK_MS = 5;

let context: AudioContext | null = null;

function play(audio: AudioContext, tone: Tone, volume: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  const start = audio.currentTime + tone.startMs / 1_000;
  const end = start + tone.lengthMs / 1_000;
  oscillator.type = tone.shape;
  oscillator.frequency.value = tone.frequencyHz;
  // A tone that starts or stops at once clicks.
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + ATTACK_MS / 1_000);
  gain.gain.linearRampToValueAtTime(0, end);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(end);
}

/** Sounds at once, at the volume of the settings. A machine without sound stays silent: the screen says the same. */
export function playSound(sound: Sound): void {
  const volumePercent = useTerminal.getState().terminal?.settings?.screen.soundVolume ?? 0;
  playAt(sound, volumePercent);
}

/** As `playSound`, at a volume that is being tried out. */
export function playAt(sound: Sound, volumePercent: number): void {
  if (volumePercent === 0 || typeof AudioContext === 'undefined') return;
  try {
    context ??= new AudioContext();
    // A browser holds sound back until the first touch or key; the sounds before it are not saved up.
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    for (const tone of TONES[sound]) play(context, tone, volumePercent / 100);
  } catch {
    context = null;
  }
}
