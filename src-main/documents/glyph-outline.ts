/** A step of an outline, in font units: where the pen goes, with the control point before it where the way is a curve. */
export interface OutlineCommand {
  readonly command: string;
  readonly args: readonly number[];
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
}

const ON_CURVE = 1;

/**
 * An outline as a simple glyph of a TrueType font (OpenType specification, "glyf"): every point with its whole difference to the last one.
 * Takes straight lines and quadratic curves, which is all that a TrueType font has; throws on another. No outline, no bytes.
 */
export function encodeGlyph(commands: readonly OutlineCommand[]): Uint8Array {
  const contours = contoursOf(commands);
  const points = contours.flat();
  if (points.length === 0) return new Uint8Array(0);
  const headBytes = 10 + 2 * contours.length + 2;
  const length = headBytes + 5 * points.length;
  // Glyphs begin at even offsets at the least.
  const bytes = new Uint8Array(length + (length % 2));
  const view = new DataView(bytes.buffer);
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const head = [contours.length, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  for (const [index, value] of head.entries()) view.setInt16(2 * index, value);
  let last = -1;
  for (const [index, contour] of contours.entries()) {
    last += contour.length;
    view.setUint16(10 + 2 * index, last);
  }
  for (const [index, { onCurve }] of points.entries()) bytes[headBytes + index] = onCurve ? ON_CURVE : 0;
  writeDeltas(view, headBytes + points.length, xs);
  writeDeltas(view, headBytes + 3 * points.length, ys);
  return bytes;
}

function writeDeltas(view: DataView, at: number, values: readonly number[]): void {
  let previous = 0;
  for (const [index, value] of values.entries()) {
    view.setInt16(at + 2 * index, value - previous);
    previous = value;
  }
}

function contoursOf(commands: readonly OutlineCommand[]): readonly (readonly Point[])[] {
  const contours: Point[][] = [];
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0] = args.map(Math.round);
    if (command === 'moveTo') contours.push([{ x: a, y: b, onCurve: true }]);
    else if (command === 'lineTo') contours.at(-1)?.push({ x: a, y: b, onCurve: true });
    else if (command === 'quadraticCurveTo') contours.at(-1)?.push({ x: a, y: b, onCurve: false }, { x: c, y: d, onCurve: true });
    else if (command !== 'closePath') throw new Error(`no outline of TrueType: ${command}`);
  }
  return contours;
}
