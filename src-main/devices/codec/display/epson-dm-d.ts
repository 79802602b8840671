import type { DisplayCodePage } from '../../../../src-shared/settings/serial-devices.ts';
import { type FrameMatch, FrameScanner, SKIP, WAIT } from '../frame-scanner.ts';
import type { DisplayOperation, DisplayProtocol } from './display-protocol.ts';
import { encodeLine } from './display-text.ts';

/**
 * Epson DM-D (DM-D110 Specification): `ESC = 2` speaks to the display and not to a printer behind it, `US $ column row` moves the cursor,
 * `ESC t n` chooses the character table.
 */

const ESC = 0x1b;
const US = 0x1f;
const CLEAR = 0x0c;
const SELECT_DISPLAY = [ESC, 0x3d, 2] as const;
const INITIALISE = [ESC, 0x40] as const;
const NO_CURSOR = [US, 0x43, 0] as const;
const MOVE = [US, 0x24] as const;

/** Numbers of `ESC t`: 0 is PC437, 19 PC858, 16 WPC1252. ASCII is the lower half of all of them. */
const TABLES: Readonly<Record<DisplayCodePage, number>> = { ascii: 0, cp437: 0, cp858: 19, 'windows-1252': 16 };

export const epsonDmD: DisplayProtocol = {
  begin: (page) => Uint8Array.of(...SELECT_DISPLAY, ...INITIALISE, ESC, 0x74, TABLES[page], ...NO_CURSOR, CLEAR),
  show: ({ upper, lower }, page) =>
    Uint8Array.of(...SELECT_DISPLAY, ...MOVE, 1, 1, ...encodeLine(upper, page), ...MOVE, 1, 2, ...encodeLine(lower, page)),
};

/** The display's side. */
export function epsonDmDReader(): FrameScanner<DisplayOperation> {
  return new FrameScanner(matchCommand);
}

function matchCommand(pending: Uint8Array): FrameMatch<DisplayOperation> {
  const [head = 0, command, first, second] = pending;
  if (head === CLEAR) return frame(1, { kind: 'clear' });
  if (head === US && command === MOVE[1]) {
    if (first === undefined || second === undefined) return WAIT;
    return frame(4, { kind: 'move', column: first, row: second });
  }
  if (head === ESC || head === US) {
    if (command === undefined) return WAIT;
    if (head === ESC && command === INITIALISE[1]) return frame(2, { kind: 'clear' });
    if (!isSetting(head, command)) return SKIP;
    if (first === undefined) return WAIT;
    const isSelect = head === ESC && command === SELECT_DISPLAY[1];
    return isSelect ? frame(3, { kind: 'select', display: (first & 2) !== 0 }) : { kind: 'frame', length: 3, items: [] };
  }
  return head < 0x20 ? SKIP : frame(1, { kind: 'write', byte: head });
}

function isSetting(head: number, command: number): boolean {
  return head === ESC ? command === SELECT_DISPLAY[1] || command === 0x74 : command === NO_CURSOR[1];
}

function frame(length: number, operation: DisplayOperation): FrameMatch<DisplayOperation> {
  return { kind: 'frame', length, items: [operation] };
}
