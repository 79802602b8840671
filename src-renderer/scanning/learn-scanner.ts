import type { WedgeScannerSettings } from '../../src-shared/settings/wedge-scanners.ts';
import { usCharacter } from './us-keyboard.ts';
import type { Stroke } from './wedge-burst.ts';
import { MAX_BARE_GAP_MS } from './wedge-patterns.ts';

/** Slower than this nothing types but a person, one finger at a time. */
const MAX_SCANNER_GAP_MS = 300;
/** Twice the longest pause that was seen: a busy machine and a weak radio link are slower than three scans on a quiet day. */
const GAP_RESERVE = 2;
const LEAST_GAP_MS = 30;
/** A code of a bare scanner is not shorter, or two quick keys and Enter would be one. */
const BARE_MIN_LENGTH = 4;
const AIM_IDENTIFIER = /\][A-Za-z][0-9A-Za-z]$/;
const CONTROL_KEYS_OF_ENDINGS = new Set(['KeyJ', 'KeyM', 'KeyC']);

/** One scan of a code that was shown, as the keys came. Modifier keys are not in it. */
export interface Sample {
  readonly expected: string;
  readonly strokes: readonly Stroke[];
}

/** Why nothing could be learnt of a scan, in the order a technician would look for it. */
export type LearnProblem =
  /** Fewer keys than the code has characters: half a scan, or a person. */
  | 'too-short'
  /** Typed as a person types. */
  | 'by-hand'
  /** The letters are right and their case is turned round. */
  | 'caps-lock'
  /** It types the keys of another country's layout than the machine's, and of another than the United States'. */
  | 'layout'
  /** The code is there without its last figure: the scanner is programmed not to send check digits. */
  | 'no-check-digit'
  /** A good code, and not the one that was shown. */
  | 'other-code'
  /** Nothing ends its codes, and nothing begins them: a pause could be anybody's. */
  | 'no-ending'
  /** Before or after the code stood something else than at the scan before: a code identifier of the maker's own. */
  | 'marks-vary'
  /** Too slow to be told from a person without a prefix. */
  | 'slow-without-prefix';

export type Heard = Pick<WedgeScannerSettings, 'prefix' | 'suffix' | 'ending' | 'sendsAim'> & {
  /** The layouts under which the scan makes the code that was shown. */
  readonly keyboards: readonly WedgeScannerSettings['keyboard'][];
  readonly longestGapMs: number;
};

export type SampleReading =
  | { readonly kind: 'heard'; readonly heard: Heard }
  | { readonly kind: 'garbled'; readonly problem: LearnProblem; readonly text: string };

export type Learnt = Omit<WedgeScannerSettings, 'scannerId' | 'name'>;
export type LearnResult =
  | { readonly kind: 'learnt'; readonly learnt: Learnt }
  | { readonly kind: 'not-learnt'; readonly problem: LearnProblem };

/** What one scan tells of its scanner. Pure. */
export function readSample({ expected, strokes }: Sample): SampleReading {
  const { body, tail } = splitEnding(strokes);
  const byPlace = body.map(placeCharacter).join('');
  const byLayout = body.map(({ key }) => (key.length === 1 ? key : '')).join('');
  const garbled = (problem: LearnProblem): SampleReading => ({ kind: 'garbled', problem, text: byLayout === '' ? byPlace : byLayout });
  const found = [locate(byPlace, expected, 'us'), locate(byLayout, expected, 'system')].filter((each) => each !== null);
  const [first] = found;
  if (first === undefined) return garbled(problemOf(expected, byPlace, byLayout));
  const gaps = strokes.slice(1).map(({ atMs }, at) => atMs - (strokes[at]?.atMs ?? atMs));
  const longestGapMs = Math.max(0, ...gaps);
  if (median(gaps) > MAX_SCANNER_GAP_MS / 2 || longestGapMs > MAX_SCANNER_GAP_MS) return garbled('by-hand');
  const { prefix, suffix, sendsAim } = first;
  const ending = tail[0] === undefined ? 'silence' : tail[0].key === 'Tab' ? 'tab' : 'enter';
  return { kind: 'heard', heard: { prefix, suffix, sendsAim, ending, keyboards: found.map(({ keyboard }) => keyboard), longestGapMs } };
}

/** What all the scans together make of a scanner. `heards` has at least one. */
export function learnScanner(heards: readonly Heard[]): LearnResult {
  const [first, ...others] = heards;
  if (first === undefined) return { kind: 'not-learnt', problem: 'too-short' };
  const sameMarks = others.every(({ prefix, suffix }) => prefix === first.prefix && suffix === first.suffix);
  if (!sameMarks) return { kind: 'not-learnt', problem: 'marks-vary' };
  const keyboard = (['us', 'system'] as const).find((each) => heards.every(({ keyboards }) => keyboards.includes(each)));
  if (keyboard === undefined) return { kind: 'not-learnt', problem: 'layout' };
  const { prefix, suffix } = first;
  const endings = new Set(heards.map(({ ending }) => ending));
  const ending = endings.has('silence') ? 'silence' : first.ending;
  if (ending === 'silence' && prefix === '') return { kind: 'not-learnt', problem: 'no-ending' };
  const longestGapMs = Math.max(...heards.map((heard) => heard.longestGapMs));
  if (prefix === '' && longestGapMs > MAX_BARE_GAP_MS) return { kind: 'not-learnt', problem: 'slow-without-prefix' };
  const most = prefix === '' ? MAX_BARE_GAP_MS : MAX_SCANNER_GAP_MS;
  return {
    kind: 'learnt',
    learnt: {
      ...{ prefix, suffix, ending, keyboard },
      maxGapMs: Math.min(most, Math.max(LEAST_GAP_MS, Math.ceil(longestGapMs * GAP_RESERVE))),
      minLength: prefix === '' ? BARE_MIN_LENGTH : 1,
      sendsAim: heards.some(({ sendsAim }) => sendsAim),
    },
  };
}

function splitEnding(strokes: readonly Stroke[]): { readonly body: readonly Stroke[]; readonly tail: readonly Stroke[] } {
  let end = strokes.length;
  while (end > 0 && isEnding(strokes[end - 1])) end -= 1;
  return { body: strokes.slice(0, end).filter(({ ctrl }) => !ctrl), tail: strokes.slice(end) };
}

function isEnding(stroke: Stroke | undefined): boolean {
  if (stroke === undefined) return false;
  return stroke.key === 'Enter' || stroke.key === 'Tab' || (stroke.ctrl && CONTROL_KEYS_OF_ENDINGS.has(stroke.code));
}

function placeCharacter({ code, key, shift }: Stroke): string {
  return usCharacter(code, shift) ?? (key.length === 1 ? key : '');
}

function locate(
  text: string,
  expected: string,
  keyboard: WedgeScannerSettings['keyboard'],
): (Pick<Heard, 'prefix' | 'suffix' | 'sendsAim'> & { readonly keyboard: WedgeScannerSettings['keyboard'] }) | null {
  const at = text.indexOf(expected);
  if (at === -1) return null;
  const before = text.slice(0, at);
  const sendsAim = AIM_IDENTIFIER.test(before);
  return { keyboard, sendsAim, prefix: sendsAim ? before.slice(0, -3) : before, suffix: text.slice(at + expected.length) };
}

function problemOf(expected: string, byPlace: string, byLayout: string): LearnProblem {
  const readings = [byPlace, byLayout];
  if (readings.some((text) => swappedCase(text).includes(expected))) return 'caps-lock';
  if (/^\d{13}$/.test(expected) && readings.some((text) => text.endsWith(expected.slice(0, -1)))) return 'no-check-digit';
  if (Math.max(byPlace.length, byLayout.length) < expected.length - 1) return 'too-short';
  return readings.some((text) => /^[\x20-\x7e]*[0-9A-Za-z]{6,}[\x20-\x7e]*$/.test(text) && text.length !== expected.length)
    ? 'other-code'
    : 'layout';
}

function swappedCase(text: string): string {
  return Array.from(text, (character) => {
    const lower = character.toLowerCase();
    return character === lower ? character.toUpperCase() : lower;
  }).join('');
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
