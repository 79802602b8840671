import type { PrintFault } from '../../../../src-shared/receipt/print-fault.ts';

/**
 * What a printer says of itself, told apart by the fixed bits of each byte (Epson, "Real-time transmission of status", "GS r", "GS a"):
 *
 *     0xx1xx10  an answer to DLE EOT n      (b & 0x93) == 0x12
 *     0xx1xx00  first of four bytes sent unasked, after GS a   (b & 0x93) == 0x10
 *     0xx0xxxx  an answer to GS r, or one of the three bytes that follow such a first one   (b & 0x90) == 0
 */
export type StatusReport =
  | { readonly kind: 'real-time'; readonly byte: number }
  | { readonly kind: 'confirmation'; readonly paper: PaperState }
  | { readonly kind: 'automatic'; readonly condition: PrinterCondition }
  /** Nothing of ESC/POS: line noise, flow control, another protocol. */
  | { readonly kind: 'noise'; readonly byte: number };

export type PaperState = 'present' | 'near-end' | 'out';

export interface PrinterCondition {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly paper: PaperState;
  readonly cutterError: boolean;
  readonly unrecoverableError: boolean;
  readonly recoverableError: boolean;
  /** Level of the drawer connector's sensor pin; null: not told yet. Which level means "open" is the drawer's, so the shop's, matter. */
  readonly drawerPinHigh: boolean | null;
}

export const GOOD_CONDITION: PrinterCondition = {
  offline: false,
  coverOpen: false,
  paper: 'present',
  cutterError: false,
  unrecoverableError: false,
  recoverableError: false,
  drawerPinHigh: null,
};

const AUTOMATIC_FOLLOWERS = 3;

/** Takes a printer's answers as they arrive, in any pieces. */
export class StatusDecoder {
  /** Bytes of an automatic status whose end has not come; empty between two. */
  private automatic: number[] = [];

  push(chunk: Uint8Array): readonly StatusReport[] {
    const reports: StatusReport[] = [];
    for (const byte of chunk) {
      const report = this.byte(byte);
      if (report !== null) reports.push(report);
    }
    return reports;
  }

  private byte(byte: number): StatusReport | null {
    // Real-time answers may come between the bytes of another one.
    if ((byte & 0x93) === 0x12) return { kind: 'real-time', byte };
    if ((byte & 0x93) === 0x10) {
      this.automatic = [byte];
      return null;
    }
    if ((byte & 0x90) !== 0) return { kind: 'noise', byte };
    if (this.automatic.length === 0) return { kind: 'confirmation', paper: confirmedPaper(byte) };
    this.automatic.push(byte);
    if (this.automatic.length <= AUTOMATIC_FOLLOWERS) return null;
    const [first = 0, second = 0, third = 0] = this.automatic;
    this.automatic = [];
    return { kind: 'automatic', condition: automaticCondition(first, second, third) };
  }
}

/** `GS r 1`: bits 03 near the end, 0C at the end. */
function confirmedPaper(byte: number): PaperState {
  if ((byte & 0x0c) !== 0) return 'out';
  return (byte & 0x03) !== 0 ? 'near-end' : 'present';
}

function automaticCondition(first: number, second: number, third: number): PrinterCondition {
  return {
    drawerPinHigh: (first & 0x04) !== 0,
    offline: (first & 0x08) !== 0,
    coverOpen: (first & 0x20) !== 0,
    cutterError: (second & 0x08) !== 0,
    unrecoverableError: (second & 0x20) !== 0,
    recoverableError: (second & 0x40) !== 0,
    paper: (third & 0x0c) !== 0 ? 'out' : (third & 0x03) !== 0 ? 'near-end' : 'present',
  };
}

/** What an answer to `DLE EOT n` adds to what is known. The byte does not say which question it answers: the one who asked must know. */
export function withRealTimeAnswer(condition: PrinterCondition, n: 1 | 2 | 3 | 4, byte: number): PrinterCondition {
  switch (n) {
    case 1:
      return { ...condition, drawerPinHigh: (byte & 0x04) !== 0, offline: (byte & 0x08) !== 0 };
    case 2:
      return {
        ...condition,
        coverOpen: (byte & 0x04) !== 0,
        paper: (byte & 0x20) !== 0 ? 'out' : condition.paper,
        recoverableError: condition.recoverableError || (byte & 0x40) !== 0,
      };
    case 3:
      return {
        ...condition,
        cutterError: (byte & 0x08) !== 0,
        unrecoverableError: (byte & 0x20) !== 0,
        recoverableError: condition.recoverableError || (byte & 0x40) !== 0,
      };
    case 4:
      return { ...condition, paper: (byte & 0x60) !== 0 ? 'out' : (byte & 0x0c) !== 0 ? 'near-end' : 'present' };
  }
}

/** The fault a person has to mend first; null when it can print. A printer with its cover open says offline too: the cause is told. */
export function faultOf(condition: PrinterCondition): PrintFault | null {
  if (condition.cutterError) return 'printer.cutter';
  if (condition.unrecoverableError) return 'printer.error';
  if (condition.coverOpen) return 'printer.cover-open';
  if (condition.paper === 'out') return 'printer.paper-out';
  if (condition.recoverableError) return 'printer.error';
  return condition.offline ? 'printer.offline' : null;
}
