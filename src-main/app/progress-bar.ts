const BAR_CELLS = 30;
const REDRAW_EVERY_MS = 100;

/** One line that is drawn over itself: for a person at the terminal; a file or a pipe gets none of it. */
export interface ProgressBar {
  /** `done` of `total` (null where the total is not known yet). */
  show(done: number, total: number | null): void;
  end(): void;
}

export function createProgressBar(label: string, stream: NodeJS.WriteStream, now: () => number = Date.now): ProgressBar {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    show(done, total) {
      const isLast = done === total;
      if (!stream.isTTY || (now() - drawnAt < REDRAW_EVERY_MS && !isLast)) return;
      drawnAt = now();
      stream.write(`\r\u001B[K${label} ${total === null ? String(done) : `${bar(done / Math.max(1, total))} ${done}/${total}`}`);
    },
    end() {
      if (stream.isTTY && drawnAt !== Number.NEGATIVE_INFINITY) stream.write('\r\u001B[K');
    },
  };
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR_CELLS);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_CELLS - full)}]`;
}
