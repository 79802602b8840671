import type { ScannedCode } from '../scanning/scan-takers.ts';
import { useScanEntry } from '../scanning/use-scan-entry.ts';

interface ScanTakerOptions {
  readonly isEnabled?: boolean;
  /** A scan came of which nothing could be made. Without it the person hears that it was refused. */
  readonly onUnreadable?: () => void;
}

/**
 * For a part of a screen that takes codes: a badge at sign-in, a receipt at returns, a gift card at pay. While it is on the screen each scan,
 * of whichever scanner, is given to it before it is rung up. It answers at once whether the code is its own (true), whatever it then does
 * with it; a code it does not want (false) goes on to what lies below, and at last to the ticket.
 */
export function useScanTaker(take: (scanned: ScannedCode) => boolean, { isEnabled = true, onUnreadable }: ScanTakerOptions = {}): void {
  useScanEntry(
    'taker',
    (scanned) => {
      if (scanned.kind === 'read') return take(scanned) ? 'mine' : 'pass';
      if (onUnreadable === undefined) return 'refused';
      onUnreadable();
      return 'mine';
    },
    isEnabled,
  );
}
