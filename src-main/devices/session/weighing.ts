import type { ScaleView } from '../../../src-shared/contract/device-state.ts';
import type { ScaleReading } from '../codec/scale/scale-protocol.ts';

/**
 * The rules of a weight that is sold, apart from ports and clocks:
 *
 * 1. Only a weight the scale calls stable is offered, under an id of its own, and it is gone with the first other word of the scale.
 * 2. It is offered for as long as the scale keeps confirming it, and never longer than MAX_READING_AGE_MS after that.
 * 3. Once sold, its load is not offered again, until the pan has been empty or the load is plainly another one.
 * 4. A tare is taken off here, ends when the load it belongs to is gone, and never stands beside a tare of the scale's own.
 */

/** A reading not confirmed for this long is of no more use: what lies there may be another thing by now. */
export const MAX_READING_AGE_MS = 2_000;
/** The needle of a load that lies still wanders by a division or two, of five grams on most counter scales. */
const SAME_LOAD_MILLI_KG = 10;

interface Offer {
  readonly readingId: string;
  readonly grossMilliKg: number;
  readonly netMilliKg: number;
  readonly confirmedAtMs: number;
}

export interface Weighing {
  readonly state: Exclude<ScaleView['state'], 'none' | 'fault'>;
  readonly offer: Offer | null;
  /** Gross weight of the load that was sold and still lies there. */
  readonly soldMilliKg: number | null;
  readonly tareMilliKg: number;
  /** Something has lain there since the tare was set. */
  readonly wasLoaded: boolean;
  /** The last gross weight the scale called stable; null: none yet. */
  readonly lastGrossMilliKg: number | null;
}

export const NOTHING_WEIGHED: Weighing = {
  state: 'waiting',
  offer: null,
  soldMilliKg: null,
  tareMilliKg: 0,
  wasLoaded: false,
  lastGrossMilliKg: null,
};

export interface WeighingFacts {
  readonly nowMs: number;
  readonly newId: () => string;
}

/** The weighing after the scale's next word. Faults are the session's: to the load they are silence. */
export function weigh(before: Weighing, reading: Exclude<ScaleReading, { kind: 'fault' }>, facts: WeighingFacts): Weighing {
  switch (reading.kind) {
    case 'stable':
      return weighStable(reading.net ? { ...before, tareMilliKg: 0 } : before, reading.weightMilliKg, facts);
    case 'unchanged':
      // Weighed before this program began to listen: nobody here knows whether it was sold.
      return before.lastGrossMilliKg === null
        ? { ...before, state: 'used', offer: null }
        : weighStable(before, before.lastGrossMilliKg, facts);
    case 'below-minimum':
      return { ...unloaded(before), state: 'below-minimum' };
    case 'negative':
    case 'outside-zero':
      return { ...before, state: reading.kind, offer: null, soldMilliKg: null };
    case 'motion':
    case 'overload':
      return { ...before, state: reading.kind, offer: null };
  }
}

function weighStable(before: Weighing, grossMilliKg: number, facts: WeighingFacts): Weighing {
  if (grossMilliKg === 0) return { ...unloaded(before), state: 'empty' };
  const loaded = { ...before, wasLoaded: true, offer: null, lastGrossMilliKg: grossMilliKg };
  const netMilliKg = grossMilliKg - before.tareMilliKg;
  if (netMilliKg <= 0) return { ...loaded, state: netMilliKg === 0 ? 'empty' : 'negative' };
  if (isSold(before, grossMilliKg)) return { ...loaded, state: 'used' };
  const fresh = { ...loaded, soldMilliKg: null };
  const { offer } = before;
  const isSame = offer?.grossMilliKg === grossMilliKg && offer.netMilliKg === netMilliKg;
  const readingId = isSame ? offer.readingId : facts.newId();
  return { ...fresh, state: 'stable', offer: { readingId, grossMilliKg, netMilliKg, confirmedAtMs: facts.nowMs } };
}

/** Goods that were sold and then tared away stand no longer against what is put on top of them. */
function isSold({ soldMilliKg, tareMilliKg }: Weighing, grossMilliKg: number): boolean {
  return soldMilliKg !== null && soldMilliKg > tareMilliKg && Math.abs(grossMilliKg - soldMilliKg) <= SAME_LOAD_MILLI_KG;
}

/** The pan is free: the load that was sold is gone, and with a load its tare. */
function unloaded(before: Weighing): Weighing {
  return {
    ...before,
    offer: null,
    soldMilliKg: null,
    tareMilliKg: before.wasLoaded ? 0 : before.tareMilliKg,
    wasLoaded: false,
    lastGrossMilliKg: 0,
  };
}

/** The scale fell silent, or its line was lost: nothing is known of the load any more. What was sold and the tare are remembered. */
export function unseen(before: Weighing): Weighing {
  return { ...before, state: 'waiting', offer: null };
}

/** The net weight that may be sold under this id now; null: that reading is gone. */
export function offeredMilliKg(weighing: Weighing, readingId: string, nowMs: number): number | null {
  const { offer } = weighing;
  if (offer?.readingId !== readingId || nowMs - offer.confirmedAtMs > MAX_READING_AGE_MS) return null;
  return offer.netMilliKg;
}

/** The weight of the reading on offer has been sold. */
export function sold(before: Weighing): Weighing {
  return before.offer === null ? before : { ...before, state: 'used', offer: null, soldMilliKg: before.offer.grossMilliKg };
}

/** What lies there now and may be tared away; null while the scale has no stable word on it, or nothing lies there. */
export function tareableMilliKg({ state, lastGrossMilliKg }: Weighing): number | null {
  const isKnown = state === 'stable' || state === 'used' || state === 'empty';
  return isKnown && lastGrossMilliKg !== null && lastGrossMilliKg > 0 ? lastGrossMilliKg : null;
}

/** The same load under another tare: the next word of the scale gives its net weight. */
export function withTare(before: Weighing, tareMilliKg: number): Weighing {
  const isLoaded = (before.lastGrossMilliKg ?? 0) > 0;
  return { ...unseen(before), tareMilliKg, wasLoaded: isLoaded };
}

export function viewOf(weighing: Weighing): ScaleView {
  const { state, offer, tareMilliKg } = weighing;
  switch (state) {
    case 'stable':
      return offer === null ? { state: 'waiting' } : { state, readingId: offer.readingId, weightMilliKg: offer.netMilliKg, tareMilliKg };
    case 'empty':
    case 'negative':
      return { state, tareMilliKg };
    default:
      return { state };
  }
}
