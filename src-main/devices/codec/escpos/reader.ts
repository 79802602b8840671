import { checkDigitOf, isDigits } from '../../../../src-shared/barcode/check-digit.ts';
import type { CodePage, CodePageName } from '../../profiles/printer-profile.ts';
import type { Bitmap } from '../../raster/bitmap.ts';
import { characterOf } from './code-page.ts';
import { ALIGNMENTS, type Alignment, DLE, ESC, FS, GS, LF } from './commands.ts';

/** A command that announces more than this is no command but noise: what follows is read anew. */
const MAX_COMMAND_BYTES = 8_000_000;
/** A barcode whose end has not come after this much is none. */
const MAX_BARCODE_BYTES = 300;

/** One thing a printer is told to do. What is sent as text comes as it would show: in the code page selected, one character a byte. */
export type EscPosOperation =
  | { readonly kind: 'initialise' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'line-feed' }
  | { readonly kind: 'feed-lines'; readonly lines: number }
  | { readonly kind: 'feed-dots'; readonly dots: number }
  | { readonly kind: 'align'; readonly alignment: Alignment }
  | { readonly kind: 'emphasis'; readonly strong: boolean }
  | { readonly kind: 'size'; readonly width: number; readonly height: number }
  /** `ESC !`: emphasis and size in one. */
  | { readonly kind: 'print-mode'; readonly strong: boolean; readonly width: number; readonly height: number }
  | { readonly kind: 'raster'; readonly bitmap: Bitmap }
  | { readonly kind: 'qr'; readonly data: string; readonly moduleDots: number }
  | {
      readonly kind: 'barcode';
      readonly symbology: BarcodeSymbology;
      readonly data: string;
      readonly moduleDots: number;
      readonly heightDots: number;
      /** The data stand under the bars, or above them, in plain figures. */
      readonly hasText: boolean;
    }
  | { readonly kind: 'cut'; readonly partial: boolean }
  | { readonly kind: 'drawer-pulse'; readonly pin: 2 | 5; readonly onMs: number; readonly offMs: number }
  | { readonly kind: 'ask-status'; readonly n: number }
  /** `GS I`: what it is called. */
  | { readonly kind: 'ask-name'; readonly n: number }
  | { readonly kind: 'confirm'; readonly n: number }
  | { readonly kind: 'automatic-status'; readonly mask: number }
  /** Known, and without a trace on paper. */
  | { readonly kind: 'setting'; readonly bytes: readonly number[] }
  | { readonly kind: 'unknown'; readonly bytes: readonly number[] };

/** What `GS k` can be told to draw; `other` is known and not drawn. */
export type BarcodeSymbology = 'upc-a' | 'ean-13' | 'ean-8' | 'code-128' | 'other';

/** An operation and where the next one begins; null while its last bytes have not come yet. */
type Step = { readonly operation: EscPosOperation | null; readonly next: number } | null;

/**
 * Reads a printer's byte stream as a printer does: in pieces of any size, command by command. What it does not know comes out as `unknown`
 * and takes two bytes, so that a test can see that nothing of the kind is ever sent. Codes after Epson's command reference.
 */
export class EscPosReader {
  private held = new Uint8Array(0);
  private codePage: CodePageName | null;
  private qrData = '';
  private qrModuleDots = 3;
  /** At power-on: 3 dots a module, 162 high, no text (Epson, "GS w", "GS h", "GS H"). */
  private barcode = { moduleDots: 3, heightDots: 162, hasText: false };
  private readonly codePages: readonly CodePage[];

  constructor(codePages: readonly CodePage[]) {
    this.codePages = codePages;
    this.codePage = null;
  }

  /** Bytes of a command whose end has not come yet. */
  get unfinishedBytes(): number {
    return this.held.length;
  }

  push(chunk: Uint8Array): readonly EscPosOperation[] {
    const bytes = new Uint8Array(this.held.length + chunk.length);
    bytes.set(this.held);
    bytes.set(chunk, this.held.length);
    const operations: EscPosOperation[] = [];
    let at = 0;
    while (at < bytes.length) {
      const step = this.step(bytes, at);
      if (step === null) break;
      if (step.operation !== null) operations.push(step.operation);
      at = step.next;
    }
    this.held = bytes.slice(at);
    return operations;
  }

  /** Forgets a command that was broken off. */
  reset(): void {
    this.held = new Uint8Array(0);
  }

  private step(bytes: Uint8Array, at: number): Step {
    const byte = bytes[at] ?? 0;
    if (byte === ESC) return this.escape(bytes, at);
    if (byte === GS) return this.group(bytes, at);
    if (byte === FS) return fixed(bytes, at, 2, (command) => ({ kind: 'setting', bytes: [...command] }));
    if (byte === DLE) return realTime(bytes, at);
    if (byte === LF) return { operation: { kind: 'line-feed' }, next: at + 1 };
    if (byte < 0x20) return { operation: null, next: at + 1 };
    return this.text(bytes, at);
  }

  private text(bytes: Uint8Array, from: number): Step {
    let text = '';
    let at = from;
    for (; at < bytes.length && (bytes[at] ?? 0) >= 0x20; at++) {
      const byte = bytes[at] ?? 0;
      const character = this.codePage === null && byte >= 0x7f ? null : characterOf(byte, this.codePage ?? 'cp858');
      text += character ?? '\uFFFD';
    }
    return { operation: { kind: 'text', text }, next: at };
  }

  private escape(bytes: Uint8Array, at: number): Step {
    if (at + 1 >= bytes.length) return null;
    switch (bytes[at + 1]) {
      case 0x40:
        this.codePage = null;
        this.barcode = { moduleDots: 3, heightDots: 162, hasText: false };
        return { operation: { kind: 'initialise' }, next: at + 2 };
      case 0x61:
        return fixed(bytes, at, 3, ([, , n = 0]) => ({ kind: 'align', alignment: alignmentOf(n) }));
      case 0x45:
        return fixed(bytes, at, 3, ([, , n = 0]) => ({ kind: 'emphasis', strong: (n & 1) === 1 }));
      case 0x64:
        return fixed(bytes, at, 3, ([, , n = 0]) => ({ kind: 'feed-lines', lines: n }));
      case 0x4a:
        return fixed(bytes, at, 3, ([, , n = 0]) => ({ kind: 'feed-dots', dots: n }));
      case 0x74:
        return fixed(bytes, at, 3, (command) => {
          this.codePage = this.codePages.find(({ number }) => number === command[2])?.name ?? null;
          return { kind: 'setting', bytes: [...command] };
        });
      case 0x70:
        return fixed(bytes, at, 5, ([, , pin = 0, on = 0, off = 0]) => ({
          kind: 'drawer-pulse',
          pin: (pin & 1) === 0 ? 2 : 5,
          onMs: on * 2,
          offMs: off * 2,
        }));
      case 0x32:
        return fixed(bytes, at, 2, (command) => ({ kind: 'setting', bytes: [...command] }));
      case 0x21:
        return fixed(bytes, at, 3, ([, , n = 0]) => ({
          kind: 'print-mode',
          strong: (n & 0x08) !== 0,
          width: (n & 0x20) === 0 ? 1 : 2,
          height: (n & 0x10) === 0 ? 1 : 2,
        }));
      case 0x33:
      case 0x4d:
      case 0x52:
      case 0x2d:
      case 0x7b:
        return fixed(bytes, at, 3, (command) => ({ kind: 'setting', bytes: [...command] }));
      default:
        return fixed(bytes, at, 2, (command) => ({ kind: 'unknown', bytes: [...command] }));
    }
  }

  private group(bytes: Uint8Array, at: number): Step {
    if (at + 1 >= bytes.length) return null;
    switch (bytes[at + 1]) {
      case 0x21:
        return fixed(bytes, at, 3, ([, , n = 0]) => ({ kind: 'size', width: ((n >> 4) & 7) + 1, height: (n & 7) + 1 }));
      case 0x56:
        return cut(bytes, at);
      case 0x72:
        return fixed(bytes, at, 3, ([, , n = 0]) => ({ kind: 'confirm', n }));
      case 0x49:
        return fixed(bytes, at, 3, ([, , n = 0]) => ({ kind: 'ask-name', n }));
      case 0x61:
        return fixed(bytes, at, 3, ([, , mask = 0]) => ({ kind: 'automatic-status', mask }));
      case 0x76:
        return raster(bytes, at);
      case 0x28:
        return this.parenthesis(bytes, at);
      case 0x48:
      case 0x66:
      case 0x68:
      case 0x77:
        return fixed(bytes, at, 3, (command) => this.barcodeSetting(command));
      case 0x6b:
        return this.barcodeCommand(bytes, at);
      case 0x42:
        return fixed(bytes, at, 3, (command) => ({ kind: 'setting', bytes: [...command] }));
      case 0x4c:
      case 0x57:
        return fixed(bytes, at, 4, (command) => ({ kind: 'setting', bytes: [...command] }));
      default:
        return fixed(bytes, at, 2, (command) => ({ kind: 'unknown', bytes: [...command] }));
    }
  }

  private barcodeSetting(command: Uint8Array): EscPosOperation {
    const n = command[2] ?? 0;
    if (command[1] === 0x77) this.barcode = { ...this.barcode, moduleDots: n };
    if (command[1] === 0x68) this.barcode = { ...this.barcode, heightDots: n };
    if (command[1] === 0x48) this.barcode = { ...this.barcode, hasText: (n & 3) !== 0 };
    return { kind: 'setting', bytes: [...command] };
  }

  /** `GS k`: below 65 the data end with NUL, from there on their length comes first. */
  private barcodeCommand(bytes: Uint8Array, at: number): Step {
    const kind = bytes[at + 2];
    const length = bytes[at + 3];
    if (kind === undefined || length === undefined) return null;
    const dataAt = kind < 65 ? at + 3 : at + 4;
    const end = kind < 65 ? bytes.indexOf(0, dataAt) : dataAt + length;
    if (end === -1 || end > bytes.length) return bytes.length - at > MAX_BARCODE_BYTES ? { operation: null, next: at + 3 } : null;
    const symbology = SYMBOLOGIES.get(kind) ?? 'other';
    const data = symbologyText(symbology, bytes.subarray(dataAt, end));
    return { operation: { kind: 'barcode', symbology, data, ...this.barcode }, next: kind < 65 ? end + 1 : end };
  }

  /** `GS ( fn pL pH …`: the length is in the command, so that any of them can be stepped over. */
  private parenthesis(bytes: Uint8Array, at: number): Step {
    if (at + 5 > bytes.length) return null;
    const length = (bytes[at + 3] ?? 0) | ((bytes[at + 4] ?? 0) << 8);
    return fixed(
      bytes,
      at,
      5 + length,
      (command) => this.twoDimensional(command) ?? { kind: 'setting', bytes: [...command.subarray(0, 7)] },
    );
  }

  /** `GS ( k` with cn 49: a QR symbol, told in several commands and printed by function 81. */
  private twoDimensional(command: Uint8Array): EscPosOperation | null {
    if (command[2] !== 0x6b || command[5] !== 0x31) return null;
    if (command[6] === 0x43) this.qrModuleDots = command[7] ?? 3;
    if (command[6] === 0x50) this.qrData = new TextDecoder().decode(command.subarray(8));
    return command[6] === 0x51 ? { kind: 'qr', data: this.qrData, moduleDots: this.qrModuleDots } : null;
  }
}

const SYMBOLOGIES: ReadonlyMap<number, BarcodeSymbology> = new Map([
  [0, 'upc-a'],
  [2, 'ean-13'],
  [3, 'ean-8'],
  [65, 'upc-a'],
  [67, 'ean-13'],
  [68, 'ean-8'],
  [73, 'code-128'],
]);

/** The text of the symbol. A printer adds the check digit that was left out; Code 128 names its set with a brace, and doubles one that is meant. */
function symbologyText(symbology: BarcodeSymbology, data: Uint8Array): string {
  const text = String.fromCharCode(...data);
  if (symbology === 'code-128') return code128Text(text);
  const length = CHECKED_LENGTHS[symbology];
  return text.length === length - 1 && isDigits(text) ? text + String(checkDigitOf(text)) : text;
}

const CHECKED_LENGTHS: Readonly<Record<BarcodeSymbology, number>> = { 'upc-a': 12, 'ean-13': 13, 'ean-8': 8, 'code-128': 0, other: 0 };

function code128Text(data: string): string {
  let text = '';
  let isPairs = false;
  for (let at = 0; at < data.length; at++) {
    const character = data[at] ?? '';
    if (character === '{') {
      at += 1;
      const word = data[at] ?? '';
      if (word === '{') text += '{';
      else isPairs = word === 'C' || (isPairs && word !== 'A' && word !== 'B');
    } else text += isPairs ? String(character.charCodeAt(0)).padStart(2, '0') : character;
  }
  return text;
}

function fixed(bytes: Uint8Array, at: number, length: number, read: (command: Uint8Array) => EscPosOperation): Step {
  if (at + length > bytes.length) return null;
  return { operation: read(bytes.subarray(at, at + length)), next: at + length };
}

function alignmentOf(n: number): Alignment {
  const digit = n >= 0x30 ? n - 0x30 : n;
  if (digit === ALIGNMENTS.center) return 'center';
  return digit === ALIGNMENTS.right ? 'right' : 'left';
}

/** `GS V`: with 65 and above a further byte says how far to feed before the cut. */
function cut(bytes: Uint8Array, at: number): Step {
  const mode = bytes[at + 2];
  if (mode === undefined) return null;
  return fixed(bytes, at, mode >= 65 ? 4 : 3, () => ({ kind: 'cut', partial: mode === 1 || mode === 49 || mode === 66 || mode === 98 }));
}

function raster(bytes: Uint8Array, at: number): Step {
  if (at + 8 > bytes.length) return null;
  const rowBytes = (bytes[at + 4] ?? 0) | ((bytes[at + 5] ?? 0) << 8);
  const rows = (bytes[at + 6] ?? 0) | ((bytes[at + 7] ?? 0) << 8);
  if (bytes[at + 2] !== 0x30 || rowBytes * rows > MAX_COMMAND_BYTES) {
    return { operation: { kind: 'unknown', bytes: [...bytes.subarray(at, at + 8)] }, next: at + 8 };
  }
  return fixed(bytes, at, 8 + rowBytes * rows, (command) => ({
    kind: 'raster',
    bitmap: { widthDots: rowBytes * 8, rows, bits: command.slice(8) },
  }));
}

/** Commands that begin with DLE are obeyed at once, whatever else the printer is at. */
function realTime(bytes: Uint8Array, at: number): Step {
  const second = bytes[at + 1];
  if (second === undefined) return null;
  if (second === 0x04) return fixed(bytes, at, 3, ([, , n = 0]) => ({ kind: 'ask-status', n }));
  if (second === 0x05) return fixed(bytes, at, 3, (command) => ({ kind: 'unknown', bytes: [...command] }));
  if (second === 0x14) return fixed(bytes, at, 5, (command) => ({ kind: 'unknown', bytes: [...command] }));
  return { operation: null, next: at + 1 };
}
