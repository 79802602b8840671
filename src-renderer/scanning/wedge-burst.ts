import { usCharacter } from './us-keyboard.ts';
import {
  allBySystem,
  type Gathered,
  isExpected,
  longestGapMs,
  readByPattern,
  startsLikePrefix,
  type WedgePattern,
} from './wedge-patterns.ts';

/**
 * Tells a keyboard-wedge scanner from a person by the rhythm of the keys, as a pure state machine over key strokes.
 *
 *   resting ── character ──► gathering ── Enter or Tab after 4 or more ──► (scan) ── its CR LF, Tab … ──► resting
 *      ▲                        │
 *      └── 50 ms without a key, or a key no scanner sends: what was held back goes to the page ──┘
 *
 * Outside text fields every character is held back until its burst has shown what it is. In a text field the first character of a burst goes
 * through at once, so that typing is never slowed, and is taken back when the burst turns out to be a scan; the second and later ones that
 * follow within the gap are held back. A scanner may also be programmed to announce itself with STX (typed as Ctrl+B) and to end with ETX
 * (Ctrl+C): such a scan is certain from its first key. So is one that begins with the prefix of a scanner the till has learnt
 * (`wedge-patterns.ts`): it is held back in a text field too, and may be as short and as slow as that scanner was.
 */
export const MAX_GAP_MS = 50;
/** Nobody types four characters at that pace: from there on it is a scanner, and a radio link or a busy machine may stumble. */
const MAX_SURE_GAP_MS = 200;
/** An announced scan needs no rhythm; this only ends one whose rest never came. */
const MAX_ANNOUNCED_GAP_MS = 500;
/** What may follow the ending of a scan: LF, or LF and Tab. More than that is a person pressing Tab or Enter. */
const MAX_TAIL_KEYS = 2;
const MIN_LENGTH = 4;
/** As long as the wire carries. What is longer is no product code, and is refused as unreadable rather than cut short. */
const MAX_LENGTH = 1_000;
/** FNC1 inside a GS1 code. Wedges type it as Ctrl+] (its ASCII control code) or as F8 (the habit of several makers). */
const GROUP_SEPARATOR = '\u001d';

/** One press of a key, as the browser tells it. `atMs` is the event's own time: a busy page must not stretch the rhythm. */
export interface Stroke {
  readonly code: string;
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly repeat: boolean;
  readonly inField: boolean;
  readonly atMs: number;
}

interface Burst {
  readonly announced: boolean;
  readonly strokes: readonly Gathered[];
  /** How many of the first strokes the page has seen. */
  readonly passed: number;
  readonly lastAtMs: number;
}

/** The ending of a scan that has just been read: when its last key came, and how many keys came after the first that ended it. */
interface Ending {
  readonly atMs: number;
  readonly tailKeys: number;
}

export interface WedgeState {
  readonly burst: Burst | null;
  readonly ending: Ending | null;
}

export const RESTING: WedgeState = { burst: null, ending: null };

/** `scannerId`: the learnt scanner whose prefix or suffix the keys had. */
export type Scan = { readonly kind: 'read'; readonly text: string; readonly scannerId?: string } | { readonly kind: 'unreadable' };

export interface Step {
  readonly state: WedgeState;
  /** Whether the page may see the key. */
  readonly passes: boolean;
  /** Characters held back before that turned out to be a person's: they go to the page now, before the key. */
  readonly released: string;
  /** A scan is complete. What the page saw of it is to be taken back. */
  readonly scan: Scan | null;
}

const MODIFIER_KEYS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock']);

/** The next state, and what becomes of the key. `patterns`: what the till has learnt of its scanners. */
export function step(state: WedgeState, stroke: Stroke, patterns: readonly WedgePattern[] = []): Step {
  if (MODIFIER_KEYS.has(stroke.key)) return { state, passes: true, released: '', scan: null };
  const burst = continuing(state.burst, stroke, patterns);
  const released = burst === null ? heldText(state.burst) : '';
  const tail = continuedEnding(state, stroke);
  if (tail !== null) return { state: { burst: null, ending: tail }, passes: false, released, scan: null };
  if (isAnnouncement(stroke)) {
    const announced = { announced: true, strokes: [], passed: 0, lastAtMs: stroke.atMs };
    return { state: { burst: announced, ending: null }, passes: false, released: released + heldText(burst), scan: null };
  }
  if (isTerminator(stroke, burst)) {
    if (burst !== null && isScan(burst, patterns)) {
      const ending = { atMs: stroke.atMs, tailKeys: 0 };
      return { state: { burst: null, ending }, passes: false, released, scan: readScan(burst, patterns) };
    }
    return { state: RESTING, passes: true, released: released + heldText(burst), scan: null };
  }
  const gathered = gather(stroke, burst);
  if (gathered === null) return { state: RESTING, passes: true, released: released + heldText(burst), scan: null };
  return { ...addStroke(state, burst, stroke, gathered, patterns), released, scan: null };
}

/**
 * No key has come for the length of the gap: what is held back goes to the page. A late key of the same burst is still known as such. Of a
 * scanner that is known to end its codes with nothing, the silence is the ending.
 */
export function expire(state: WedgeState, patterns: readonly WedgePattern[] = []): Pick<Step, 'state' | 'released' | 'scan'> {
  const { burst } = state;
  if (burst === null || burst.announced) return { state: RESTING, released: '', scan: null };
  const bySilence = burst.passed === 0 ? readByPattern(burst.strokes, patterns, 'silence') : null;
  if (bySilence !== null) return { state: RESTING, released: '', scan: bySilence };
  return { state: { ...state, burst: { ...burst, passed: burst.strokes.length } }, released: heldText(burst), scan: null };
}

/** How long to wait for the next key before `expire`; null when nothing is held back. */
export function waitMs({ burst }: WedgeState, patterns: readonly WedgePattern[] = []): number | null {
  if (burst === null) return null;
  return burst.announced || burst.passed < burst.strokes.length ? maxGapMs(burst, patterns) : null;
}

function maxGapMs({ announced, strokes }: Burst, patterns: readonly WedgePattern[]): number {
  if (announced) return MAX_ANNOUNCED_GAP_MS;
  return Math.max(strokes.length >= MIN_LENGTH ? MAX_SURE_GAP_MS : MAX_GAP_MS, longestGapMs(strokes, patterns));
}

function continuing(burst: Burst | null, { atMs, repeat }: Stroke, patterns: readonly WedgePattern[]): Burst | null {
  return burst !== null && !repeat && atMs - burst.lastAtMs <= maxGapMs(burst, patterns) ? burst : null;
}

function isBare({ ctrl, alt, meta }: Stroke): boolean {
  return !ctrl && !alt && !meta;
}

function isControl({ code, ctrl, alt, meta }: Stroke, key: string): boolean {
  return ctrl && !alt && !meta && code === key;
}

function isAnnouncement(stroke: Stroke): boolean {
  return isControl(stroke, 'KeyB');
}

function isTerminator(stroke: Stroke, burst: Burst | null): boolean {
  if (isBare(stroke) && !stroke.shift && (stroke.key === 'Enter' || stroke.key === 'Tab')) return true;
  return burst?.announced === true && isControl(stroke, 'KeyC');
}

/** Scanners end with CR LF, CR Tab and the like: after a scan the rest of its ending must reach nobody. LF comes as Ctrl+J. Null where the key is not of it. */
function continuedEnding({ ending, burst }: WedgeState, stroke: Stroke): Ending | null {
  if (ending === null || burst !== null || ending.tailKeys === MAX_TAIL_KEYS || stroke.atMs - ending.atMs > MAX_GAP_MS) return null;
  const ends = stroke.key === 'Enter' || stroke.key === 'Tab' || isControl(stroke, 'KeyJ') || isControl(stroke, 'KeyC');
  return ends ? { atMs: stroke.atMs, tailKeys: ending.tailKeys + 1 } : null;
}

/** The character a stroke adds to a burst; null for a key that belongs to a person. */
function gather(stroke: Stroke, burst: Burst | null): Gathered | null {
  const isSeparator = isControl(stroke, 'BracketRight') || (isBare(stroke) && stroke.key === 'F8');
  if (isSeparator) return burst === null ? null : { byPlace: GROUP_SEPARATOR, byLayout: GROUP_SEPARATOR };
  if (!isBare(stroke) || stroke.repeat) return null;
  const byLayout = stroke.key.length === 1 ? stroke.key : '';
  const byPlace = usCharacter(stroke.code, stroke.shift) ?? byLayout;
  if (byPlace === '') return null;
  // A first space is a person's finger on a button; no code begins with one.
  return burst === null && byPlace === ' ' ? null : { byPlace, byLayout };
}

function addStroke(
  { ending }: WedgeState,
  burst: Burst | null,
  stroke: Stroke,
  gathered: Gathered,
  patterns: readonly WedgePattern[],
): Pick<Step, 'state' | 'passes'> {
  const followsScan = ending !== null && stroke.atMs - ending.atMs <= MAX_GAP_MS;
  const isHeld = burst !== null || followsScan || startsLikePrefix(gathered, patterns);
  const passes = !isHeld && (stroke.inField || gathered.byLayout === '');
  const before = burst ?? { announced: false, strokes: [], passed: passes ? 1 : 0, lastAtMs: 0 };
  const strokes = before.strokes.length > MAX_LENGTH ? before.strokes : [...before.strokes, gathered];
  return { state: { burst: { ...before, strokes, lastAtMs: stroke.atMs }, ending: null }, passes };
}

function heldText(burst: Burst | null): string {
  if (burst === null || burst.announced) return '';
  return burst.strokes
    .slice(burst.passed)
    .map(({ byLayout }) => byLayout.replace(GROUP_SEPARATOR, ''))
    .join('');
}

function isScan({ announced, strokes }: Burst, patterns: readonly WedgePattern[]): boolean {
  return strokes.length >= (announced ? 1 : MIN_LENGTH) || isExpected(strokes, patterns);
}

function readScan({ strokes }: Burst, patterns: readonly WedgePattern[]): Scan {
  if (strokes.length > MAX_LENGTH) return { kind: 'unreadable' };
  const learnt = readByPattern(strokes, patterns, 'key');
  if (learnt !== null) return learnt;
  const byPlace = strokes.map((stroke) => stroke.byPlace).join('');
  const byLayout = strokes.map((stroke) => stroke.byLayout).join('');
  const moreByLayout = ordinaryCount(byLayout) - ordinaryCount(byPlace);
  return { kind: 'read', text: moreByLayout > 0 || (moreByLayout === 0 && allBySystem(patterns)) ? byLayout : byPlace };
}

/**
 * Codes are letters and digits nearly throughout. A scanner set to the layout of its country (an AZERTY one types 5 as Shift and that key)
 * makes sense by the layout and gibberish by the place; one left as it came, the other way round. The reading with more sense is the code.
 * Where both have as much, as of letters alone, what was learnt of the scanners decides, and where nothing was, the place.
 */
function ordinaryCount(text: string): number {
  return text.replace(/[^0-9A-Za-z]/g, '').length;
}
