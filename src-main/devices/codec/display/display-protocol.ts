import type { DisplayCodePage } from '../../../../src-shared/settings/serial-devices.ts';

/** Lines of DISPLAY_COLUMNS characters that the display's page carries. */
export interface TwoLines {
  readonly upper: string;
  readonly lower: string;
}

export interface DisplayProtocol {
  /** Once after the port was opened: a known state, and nothing shown. */
  begin(page: DisplayCodePage): Uint8Array;
  /** Both lines, whatever stood there. */
  show(lines: TwoLines, page: DisplayCodePage): Uint8Array;
}

/** What bytes make a display do. */
export type DisplayOperation =
  | { readonly kind: 'clear' }
  | { readonly kind: 'line'; readonly row: 0 | 1; readonly bytes: Uint8Array }
  | { readonly kind: 'move'; readonly column: number; readonly row: number }
  | { readonly kind: 'write'; readonly byte: number }
  /** Whether what follows is for the display, or for a printer behind it. */
  | { readonly kind: 'select'; readonly display: boolean };
