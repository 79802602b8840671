import { type FrameRead, isWeak } from './plausible.ts';

/**
 * Decides which of the codes that successive frames show is a scan: a weak symbology when a second frame agrees, and each code once for each
 * time it is shown. Pure: time comes with each frame.
 *
 * A code stays in view as long as it is read now and then. How long it may be away before it counts as gone follows how steadily it was
 * read: half a second for one that every frame shows, so that two of the same goods are soon scanned one after the other, and
 * one and a half for one that comes and goes, so that a code that lies in poor light is not counted twice.
 */

/** Two frames that agree on a weak symbology are no further apart. */
const AGREE_WITHIN_MS = 1_000;
const GONE_AFTER_LEAST_MS = 500;
const GONE_AFTER_MOST_MS = 1_500;
/** A code is gone after this many times the longest it was away so far. */
const GONE_AFTER_GAPS = 4;
/** While a code is in view no other is taken: goods often bear a second code, which says the same in another way. */
const OTHERS_AFTER_MS = 500;
/** Codes remembered at once; the one not seen for the longest goes first. */
const MAX_IN_VIEW = 8;

interface InView {
  readonly text: string;
  readonly seenAtMs: number;
  /** The longest it was away between two sightings; null while it was seen once. */
  readonly longestGapMs: number | null;
}

export interface GateState {
  /** Taken and not gone yet, the one seen last at the end. */
  readonly inView: readonly InView[];
  /** A weak read that waits for a second frame. */
  readonly pending: { readonly text: string; readonly seenAtMs: number } | null;
}

export const EMPTY_GATE: GateState = { inView: [], pending: null };

function goneAfterMs({ longestGapMs }: InView): number {
  if (longestGapMs === null) return GONE_AFTER_MOST_MS;
  return Math.min(GONE_AFTER_MOST_MS, Math.max(GONE_AFTER_LEAST_MS, longestGapMs * GONE_AFTER_GAPS));
}

function sightedAgain(code: InView, atMs: number): InView {
  return { ...code, seenAtMs: atMs, longestGapMs: Math.max(code.longestGapMs ?? 0, atMs - code.seenAtMs) };
}

/** @returns the state after a frame, and the read to be taken as a scan, if it is one. */
export function passGate(state: GateState, read: FrameRead | null, atMs: number): { state: GateState; taken: FrameRead | null } {
  const inView = state.inView.filter((code) => atMs - code.seenAtMs <= goneAfterMs(code));
  if (read === null) return { state: { ...state, inView }, taken: null };
  const { text } = read;
  const known = inView.find((code) => code.text === text);
  const others = inView.filter((code) => code !== known);
  if (known !== undefined) return { state: { ...state, inView: [...others, sightedAgain(known, atMs)] }, taken: null };
  if (others.some(({ seenAtMs }) => atMs - seenAtMs < OTHERS_AFTER_MS)) return { state: { ...state, inView }, taken: null };
  const isAgreed = state.pending?.text === text && atMs - state.pending.seenAtMs <= AGREE_WITHIN_MS;
  if (isWeak(read.symbology) && !isAgreed) return { state: { inView, pending: { text, seenAtMs: atMs } }, taken: null };
  const entered = [...others, { text, seenAtMs: atMs, longestGapMs: null }].slice(-MAX_IN_VIEW);
  return { state: { inView: entered, pending: null }, taken: read };
}
