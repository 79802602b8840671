/**
 * The bytes of ESC/POS that we send and read, after Epson's command reference. What is left out on purpose: `ESC 3` and other commands
 * whose unit differs between models.
 */
export const ESC = 0x1b;
export const GS = 0x1d;
export const FS = 0x1c;
export const DLE = 0x10;
export const LF = 0x0a;

/** `ESC @`: everything back to how it was at power-on. */
export const INITIALISE = [ESC, 0x40] as const;
/** `FS .`: leave Kanji mode, in which many Asian models start and take two accented letters for one Chinese sign. */
export const SINGLE_BYTE_TEXT = [FS, 0x2e] as const;
/** `ESC R 0`: otherwise `#`, `$`, `@` and the braces can stand for letters of another country. */
export const PLAIN_ASCII = [ESC, 0x52, 0] as const;
/** `GS r 1`: tell the state of the paper once everything before is printed. Not answered while the paper is out: so it confirms. */
export const CONFIRM = [GS, 0x72, 1] as const;

/** `GS a`: drawer, off-line, error and paper sensor, told as they change. `ESC @` ends it. */
export const AUTOMATIC_STATUS = [GS, 0x61, 0x0f] as const;

export const ALIGNMENTS = { left: 0, center: 1, right: 2 } as const;
export type Alignment = keyof typeof ALIGNMENTS;

export function selectAlignment(alignment: Alignment): readonly number[] {
  return [ESC, 0x61, ALIGNMENTS[alignment]];
}

export function selectCodePage(number: number): readonly number[] {
  return [ESC, 0x74, number];
}

export function selectEmphasis(strong: boolean): readonly number[] {
  return [ESC, 0x45, strong ? 1 : 0];
}

/** `GS !`: width in the high half, height in the low one, each less one. */
export function selectSize(size: 1 | 2): readonly number[] {
  return [GS, 0x21, ((size - 1) << 4) | (size - 1)];
}

export function feedLines(lines: number): readonly number[] {
  return [ESC, 0x64, lines];
}

/** `GS V` in its form that first feeds to the knife, so that the last line is not cut through. */
export function cutPaper(kind: 'partial' | 'full'): readonly number[] {
  return [GS, 0x56, kind === 'full' ? 65 : 66, 0];
}

/** `ESC p m t1 t2`: both times are part of the command, in steps of 2 ms. */
export function drawerPulse(pin: 2 | 5, onMs: number, offMs: number): readonly number[] {
  return [ESC, 0x70, pin === 2 ? 0 : 1, onMs / 2, offMs / 2];
}

/** `DLE EOT n`: status in real time, answered whatever the printer is doing. */
export function askStatus(n: 1 | 2 | 3 | 4): readonly number[] {
  return [DLE, 0x04, n];
}

/** `GS I` for one of its texts: who made it, what model it is. Answered with `_`, the text and NUL; by receipt printers only. */
export function askPrinterId(what: 'maker' | 'model'): readonly number[] {
  return [GS, 0x49, what === 'maker' ? 66 : 67];
}

/** `GS ( k`: model 2, module size, error correction M, the data, print. The length counts bytes. */
export function nativeQr(data: Uint8Array, moduleDots: number): readonly number[] {
  const length = data.length + 3;
  return [
    ...[GS, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0],
    ...[GS, 0x28, 0x6b, 3, 0, 0x31, 0x43, moduleDots],
    ...[GS, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31],
    ...[GS, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30, ...data],
    ...[GS, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30],
  ];
}

/** `GS v 0`: the head of a band of raster rows; its bits follow. */
export function rasterHead(rowBytes: number, rows: number): readonly number[] {
  return [GS, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8];
}

/** Second bytes that make a real-time command of `DLE`, which printers obey even in the middle of raster data. */
const REAL_TIME = new Set([0x04, 0x05, 0x14]);

/**
 * Raster bits in which no real-time command can be found. A picture that happens to hold `DLE DC4 1` would kick the drawer, and `DLE ENQ`
 * throw the job away; a lone dot gets a neighbour instead, which nobody sees.
 */
export function withoutRealTimeCommands(bits: Uint8Array): Uint8Array {
  let safe = bits;
  for (let at = 0; at + 1 < bits.length; at++) {
    if (bits[at] !== DLE || !REAL_TIME.has(bits[at + 1] ?? 0)) continue;
    if (safe === bits) safe = bits.slice();
    safe[at] = DLE | 0x08;
  }
  return safe;
}
