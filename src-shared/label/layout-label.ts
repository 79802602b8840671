import { code128Bars, ean8Bars, ean13Bars, QUIET_MODULES } from '../barcode/bars.ts';
import { wrapMeasured } from '../text/line-wrap.ts';
import type { Label, LabelLine } from './label.ts';

/** One thing on a label, in dots from its top left corner. */
export type LabelMark =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly direction: 'ltr' | 'rtl';
      readonly left: number;
      readonly width: number;
      readonly baseline: number;
      /** Height of the letters, as fonts count it. */
      readonly pixels: number;
      readonly strong: boolean;
      readonly align: 'left' | 'center' | 'right';
    }
  | {
      readonly kind: 'bars';
      readonly symbology: NonNullable<Label['barcode']>['symbology'];
      readonly data: string;
      /** `1` black, without the quiet zones. */
      readonly modules: string;
      readonly moduleDots: number;
      readonly left: number;
      readonly top: number;
      readonly height: number;
    };

type TextMark = Extract<LabelMark, { kind: 'text' }>;

/** How wide a text of that size comes out, in dots. */
export type MeasureText = (text: string, pixels: number, strong: boolean) => number;

const MARGIN_MM = 1.5;
/** Smaller letters than these are not read at arm's length. */
const SMALLEST_MM = 2.1;
const LARGEST_NAME_MM = 6;
/** Parts of the label's height. */
const NAME_SHARE = 0.11;
const SECOND_NAME_SHARE = 0.08;
const FACT_SHARE = 0.075;
const BARS_SHARE = 0.2;
const LINE_STEP = 1.25;
const BASELINE_SHARE = 0.92;
const MAX_NAME_LINES = 2;
const SHRINK = 0.92;
/** Of the price, in parts of its size: from the top of a figure to the lowest Arabic letter, and to the baseline. */
const PRICE_LINE = 1.15;
const PRICE_ASCENT = 0.8;
/** Room that facts want beside the bars; with less they stand in a row of their own. */
const BESIDE_MM = 17;
/** GS1 General Specifications 5.2.1.4: a module of at least 0.25 mm for goods scanned at a till. */
const SMALLEST_MODULE_MM = 0.245;
/** Digits and letters under the bars. */
const DIGITS_MM = 2.3;
const GAP_MM = 0.8;
const ELLIPSIS = '…';
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

interface Frame {
  readonly label: Label;
  readonly measure: MeasureText;
  readonly mm: (length: number) => number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where everything on a label stands: names at the top, the price as large as the room allows, bars at the foot, small lines beside them or
 * above. A name too long shrinks, wraps and is cut in the end; a price is never cut. Null when the bars do not fit the width at a size that
 * scanners read.
 */
export function layoutLabel(label: Label, dotsPerMm: number, measure: MeasureText): readonly LabelMark[] | null {
  const mm = (length: number): number => Math.round(length * dotsPerMm);
  const margin = mm(MARGIN_MM);
  const frame: Frame = {
    label,
    measure,
    mm,
    left: margin,
    width: mm(label.widthMm) - 2 * margin,
    height: mm(label.heightMm),
  };
  const names = nameMarks(frame, margin);
  const bars = barMarks(frame);
  if (bars === null) return null;
  const facts = factMarks(frame, bars);
  const floor = Math.min(bars.top, facts.top) - mm(GAP_MM);
  return [...names.marks, priceMark(frame, names.bottom, floor), ...facts.marks, ...bars.marks];
}

interface Placed {
  readonly marks: readonly LabelMark[];
  readonly top: number;
  readonly bottom: number;
}

function sideOf(direction: 'ltr' | 'rtl', align: 'start' | 'end'): 'left' | 'right' {
  return (align === 'start') === (direction === 'ltr') ? 'left' : 'right';
}

function nameMarks(frame: Frame, top: number): Placed {
  const { label, mm, height, left, width } = frame;
  const marks: TextMark[] = [];
  let bottom = top;
  for (const [index, name] of label.names.entries()) {
    const wanted = Math.min(height * (index === 0 ? NAME_SHARE : SECOND_NAME_SHARE), mm(LARGEST_NAME_MM));
    const strong = index === 0;
    const { lines, pixels } = fitName(frame, name.text, Math.max(wanted, mm(SMALLEST_MM)), strong, index === 0 ? MAX_NAME_LINES : 1);
    for (const text of lines) {
      const align = sideOf(name.direction, 'start');
      marks.push({
        kind: 'text',
        text,
        direction: name.direction,
        left,
        width,
        baseline: bottom + pixels * BASELINE_SHARE,
        pixels,
        strong,
        align,
      });
      bottom += pixels * LINE_STEP;
    }
  }
  return { marks: marks.map(wholeDots), top, bottom };
}

/** In as many lines as it may have; smaller where it must, and cut where even the smallest is too large. */
function fitName(
  frame: Frame,
  text: string,
  wanted: number,
  strong: boolean,
  most: number,
): { readonly lines: readonly string[]; readonly pixels: number } {
  const smallest = frame.mm(SMALLEST_MM);
  for (let pixels = wanted; ; pixels = Math.max(smallest, pixels * SHRINK)) {
    const lines = wrapMeasured(text, frame.width, (piece) => frame.measure(piece, pixels, strong));
    if (lines.length <= most) return { lines, pixels };
    if (pixels > smallest) continue;
    const kept = lines.slice(0, most);
    return { lines: [...kept.slice(0, -1), cut(kept.at(-1) ?? '', frame.width, (piece) => frame.measure(piece, pixels, strong))], pixels };
  }
}

/** The text as far as it fits with the sign that it goes on. An isolate stays closed: its end is put back after the sign. */
function cut(text: string, width: number, measure: (piece: string) => number): string {
  const closing = /\u2069*$/.exec(text)?.[0] ?? '';
  const graphemes = Array.from(GRAPHEMES.segment(text.slice(0, text.length - closing.length)), ({ segment }) => segment);
  while (graphemes.length > 0 && measure(graphemes.join('').trimEnd() + ELLIPSIS + closing) > width) graphemes.pop();
  return graphemes.join('').trimEnd() + ELLIPSIS + closing;
}

interface PlacedBars extends Placed {
  /** Where the bars with their quiet zones end; 0 without any. */
  readonly right: number;
}

function barMarks(frame: Frame): PlacedBars | null {
  const { label, mm, height } = frame;
  const foot = height - mm(MARGIN_MM);
  if (label.barcode === null) return { marks: [], top: foot, bottom: foot, right: 0 };
  const { symbology, data } = label.barcode;
  const modules = symbology === 'ean-13' ? ean13Bars(data) : symbology === 'ean-8' ? ean8Bars(data) : code128Bars(data);
  if (modules === null) return null;
  const moduleDots = Math.ceil(mm(SMALLEST_MODULE_MM * 100) / 100);
  const quiet = QUIET_MODULES * moduleDots;
  const width = modules.length * moduleDots + 2 * quiet;
  if (width > frame.width + 2 * frame.left) return null;
  const digits = mm(DIGITS_MM);
  const barsHeight = Math.round(height * BARS_SHARE);
  const top = foot - digits - mm(0.4) - barsHeight;
  const bars: LabelMark = { kind: 'bars', symbology, data, modules, moduleDots, left: quiet, top, height: barsHeight };
  return { marks: [bars], top, bottom: foot, right: width };
}

/** Beside the bars where there is room, else above them, as many on one line as it takes. */
function factMarks(frame: Frame, bars: PlacedBars): Placed {
  const { label, mm, height, left, width } = frame;
  const isBeside = left + width - bars.right >= mm(BESIDE_MM);
  const from = isBeside ? Math.max(left, bars.right) : left;
  const room = left + width - from;
  const wanted = Math.max(mm(SMALLEST_MM), Math.min(height * FACT_SHARE, mm(LARGEST_NAME_MM)));
  const foot = isBeside ? bars.bottom : bars.top - mm(GAP_MM);
  const lines = isBeside ? label.facts : inFewLines(frame, wanted);
  const marks: TextMark[] = [];
  let bottom = foot;
  for (const { text, direction } of lines.toReversed()) {
    const pixels = fitWidth(frame, { text, direction }, wanted, room, false);
    bottom -= pixels * LINE_STEP;
    const align = isBeside && bars.marks.length > 0 ? 'right' : sideOf(direction, 'start');
    marks.unshift({ kind: 'text', text, direction, left: from, width: room, baseline: bottom + pixels, pixels, strong: false, align });
  }
  return { marks: marks.map(wholeDots), top: bottom, bottom: foot };
}

function inFewLines({ label, measure, width }: Frame, pixels: number): readonly LabelLine[] {
  const lines: LabelLine[] = [];
  for (const fact of label.facts) {
    const last = lines.at(-1);
    const joined = last === undefined ? '' : `${last.text} · ${fact.text}`;
    if (last !== undefined && measure(joined, pixels, false) <= width) lines[lines.length - 1] = { ...last, text: joined };
    else lines.push(fact);
  }
  return lines;
}

/** As large as the room between names and foot, and the width, allow; what hangs below the line has its room too. */
function priceMark(frame: Frame, top: number, floor: number): LabelMark {
  const { label, left, width, mm } = frame;
  const room = Math.max(mm(SMALLEST_MM), floor - top);
  const pixels = fitWidth(frame, label.price, room / PRICE_LINE, width, true);
  const baseline = top + (room - pixels * PRICE_LINE) / 2 + pixels * PRICE_ASCENT;
  const align = sideOf(label.price.direction, 'end');
  return wholeDots({
    kind: 'text',
    text: label.price.text,
    direction: label.price.direction,
    left,
    width,
    baseline,
    pixels,
    strong: true,
    align,
  });
}

function fitWidth(frame: Frame, line: LabelLine, wanted: number, width: number, strong: boolean): number {
  const measured = frame.measure(line.text, wanted, strong);
  return measured <= width ? wanted : (wanted * width) / measured;
}

function wholeDots(mark: TextMark): TextMark {
  return { ...mark, baseline: Math.round(mark.baseline), pixels: Math.floor(mark.pixels) };
}
