/** One thing a bench found, beside the bar the project sets itself for it. A figure without a bar is for information and always holds. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `ms`, `MB`, `×` for a ratio taken in one run … */
  readonly unit: string;
  /** The most, or for a figure that has to be large the least, it may be; null where there is none. */
  readonly bar: number | null;
  readonly holds: boolean;
}

/** What a bench file exports. `args` are its own options; sizes are settable for a quick look. */
export type Bench = (args: readonly string[]) => Promise<readonly Figure[]>;

/** A figure that may be at most `most`. */
export function atMost(name: string, value: number, unit: string, most: number): Figure {
  return { name, value: rounded(value), unit, bar: most, holds: value <= most };
}

/** A figure that must be `least` or more. */
export function atLeast(name: string, value: number, unit: string, least: number): Figure {
  return { name, value: rounded(value), unit, bar: least, holds: value >= least };
}

/** A figure that must be under `limit`. */
export function under(name: string, value: number, unit: string, limit: number): Figure {
  return { name, value: rounded(value), unit, bar: limit, holds: value < limit };
}

/** A figure that explains another. */
export function shown(name: string, value: number, unit: string): Figure {
  return { name, value: rounded(value), unit, bar: null, holds: true };
}

/** The value below which `share` (0 to 1) of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
