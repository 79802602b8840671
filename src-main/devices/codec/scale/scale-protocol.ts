import type { ScaleFault } from '../../../../src-shared/contract/device-state.ts';
import type { Result } from '../../../../src-shared/result.ts';

/** What a scale says of what lies on it, in whatever protocol. */
export type ScaleReading =
  /** `net`: a tare is in force on the scale itself, and is off the weight already. */
  | { readonly kind: 'stable'; readonly weightMilliKg: number; readonly net: boolean }
  | { readonly kind: 'motion' | 'negative' | 'overload' | 'outside-zero' | 'below-minimum' }
  /** The load is the one of the last answer and was not touched since. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'fault'; readonly fault: ScaleFault };

export type ScaleItem =
  | { readonly kind: 'reading'; readonly reading: ScaleReading }
  /** To be sent at once: the protocol's next word in this exchange. */
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | Garbage;

/** Bytes that mean nothing here: noise, another speed, another protocol. Told, never thrown. */
export interface Garbage {
  readonly kind: 'garbage';
  readonly bytes: Uint8Array;
}

/** One side of a conversation with a scale: no port, no clock, only what was asked and what has arrived. */
export interface ScaleProtocol {
  /** It weighs only against a price per kilogram, which it shows the customer: so it is asked when a weight is wanted, and not otherwise. */
  readonly weighsAgainstPrice: boolean;
  /** The bytes that ask for the weight. Whatever was half said before is forgotten. */
  ask(unitPriceMinor: number | null): Result<Uint8Array, ScaleFault>;
  /** The same stream gives the same readings however it is cut into pieces. */
  push(bytes: Uint8Array): readonly ScaleItem[];
}

export function reading(kind: Exclude<ScaleReading['kind'], 'stable' | 'fault'>): ScaleItem {
  return { kind: 'reading', reading: { kind } };
}

export function stable(weightMilliKg: number, net = false): ScaleItem {
  return { kind: 'reading', reading: { kind: 'stable', weightMilliKg, net } };
}

export function faulty(fault: ScaleFault): ScaleItem {
  return { kind: 'reading', reading: { kind: 'fault', fault } };
}
