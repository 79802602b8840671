/** How much of a fault is made, and from which seed on. */
export interface FaultRun {
  /** How many times: kills, worlds, damaged folders, whatever the case counts. A case that has fewer to make makes those. */
  readonly times: number;
  /** The first of them; the same seed makes the same faults. */
  readonly seed: number;
  /** Progress, for whoever waits. */
  readonly say: (line: string) => void;
  /** What was given on the command line besides, of the names in `options`. */
  readonly option: (name: string) => string | undefined;
}

export interface FaultOutcome {
  /** One sentence on what was done and seen, which is the same on any machine. */
  readonly did: string;
  /** How often the fault was made. */
  readonly times: number;
  /** What must never be; empty when all is well. Each says how to have it again. */
  readonly violations: readonly string[];
  /** What this machine could not do, and why. */
  readonly notRun?: readonly string[];
}

/** One way of making something go wrong on purpose, in a short form for `npm test` and a long one for `npm run test:faults`. */
export interface FaultCase {
  /** On the command line. */
  readonly name: string;
  /** What goes wrong, in the words of the specification’s table. */
  readonly fault: string;
  /** What has to hold then. */
  readonly passes: string;
  /** 0: its short form is a test of its own. */
  readonly shortTimes: number;
  readonly longTimes: number;
  /** More options it takes on the command line, each with a value. */
  readonly options?: readonly string[];
  readonly run: (run: FaultRun) => Promise<FaultOutcome>;
}
