import { DISPLAY_COLUMNS } from '../../../../src-shared/settings/serial-devices.ts';
import { type FrameMatch, FrameScanner, SKIP, WAIT } from '../frame-scanner.ts';
import type { DisplayOperation, DisplayProtocol } from './display-protocol.ts';
import { encodeLine } from './display-text.ts';

/**
 * CD5220 command set (Partner Tech CD-5220 user manual, 6.1), which nearly every two-line display can be set to: `ESC Q A text CR` writes the
 * upper line, `ESC Q B text CR` the lower one. Its character table is chosen on the display itself.
 */

const ESC = 0x1b;
const CR = 0x0d;
const CLEAR = 0x0c;
const INITIALISE = [ESC, 0x40] as const;
const LINE = [ESC, 0x51] as const;
const UPPER = 0x41;
const LOWER = 0x42;

export const cd5220: DisplayProtocol = {
  begin: () => Uint8Array.of(...INITIALISE, CLEAR),
  show: ({ upper, lower }, page) =>
    Uint8Array.of(...LINE, UPPER, ...encodeLine(upper, page), CR, ...LINE, LOWER, ...encodeLine(lower, page), CR),
};

/** The display's side. */
export function cd5220Reader(): FrameScanner<DisplayOperation> {
  return new FrameScanner(matchCommand);
}

function matchCommand(pending: Uint8Array): FrameMatch<DisplayOperation> {
  const [head, command, row] = pending;
  if (head === CLEAR) return { kind: 'frame', length: 1, items: [{ kind: 'clear' }] };
  if (head !== ESC) return SKIP;
  if (command === undefined) return WAIT;
  if (command === INITIALISE[1]) return { kind: 'frame', length: 2, items: [{ kind: 'clear' }] };
  if (command !== LINE[1]) return SKIP;
  if (row === undefined) return WAIT;
  if (row !== UPPER && row !== LOWER) return SKIP;
  const end = pending.indexOf(CR, 3);
  const textEnd = end === -1 ? pending.length : end;
  if (textEnd > 3 + DISPLAY_COLUMNS) return SKIP;
  if (end === -1) return WAIT;
  const operation = { kind: 'line', row: row === UPPER ? 0 : 1, bytes: pending.slice(3, end) } as const;
  return { kind: 'frame', length: end + 1, items: [operation] };
}
