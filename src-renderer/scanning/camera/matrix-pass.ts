import {
  type Binarizer,
  BinaryBitmap,
  DataMatrixReader,
  DecodeHintType,
  GlobalHistogramBinarizer,
  HybridBinarizer,
  type LuminanceSource,
  QRCodeReader,
  type Result,
  RGBLuminanceSource,
} from '@zxing/library';
import { GS } from '../../../src-shared/barcode/gs1.ts';
import { doubled, type Frame, halved, inverted, middleOf, stretched } from './frame.ts';
import { type FrameRead, isPlausible } from './plausible.ts';

/** One way of looking for a QR code or a DataMatrix: what is done to the picture, and how it is made black and white. */
export interface MatrixPass {
  readonly kind: 'matrix';
  readonly symbology: 'qr-code' | 'data-matrix';
  readonly binarizer: 'hybrid' | 'global';
  /** The picture as it is, half or twice its size. */
  readonly scale: 'half' | 'full' | 'double';
  /** How much of the middle is looked at: 1 is all. The DataMatrix detector starts at the centre and only finds what lies there. */
  readonly middle: number;
  readonly isInverted: boolean;
  readonly isStretched: boolean;
}

const SCALES = { half: halved, full: (frame: Frame) => frame, double: doubled } as const;
const BINARIZERS: Readonly<Record<MatrixPass['binarizer'], new (source: LuminanceSource) => Binarizer>> = {
  hybrid: HybridBinarizer,
  global: GlobalHistogramBinarizer,
};
/** Below this neither a finder pattern nor the blocks of the hybrid binariser fit. */
const MIN_SIDE_PX = 40;
const HINTS: Map<DecodeHintType, unknown> = new Map<DecodeHintType, unknown>([[DecodeHintType.TRY_HARDER, true]]);
/** The mode indicator of FNC1 in the first position (ISO/IEC 18004, table 2): the code holds GS1 data. */
const QR_FNC1_FIRST = 0b0101;

const qrCodes = new QRCodeReader();
const dataMatrices = new DataMatrixReader();

function prepared(frame: Frame, pass: MatrixPass): Frame {
  const cut = pass.middle < 1 ? middleOf(frame, pass.middle) : frame;
  const scaled = SCALES[pass.scale](cut);
  const spread = pass.isStretched ? stretched(scaled) : scaled;
  return pass.isInverted ? inverted(spread) : spread;
}

/** The readers say by an exception that there is nothing, and sometimes by one of their own faults on a picture they were not made for. */
function decode(frame: Frame, pass: MatrixPass): Result | null {
  const source = new RGBLuminanceSource(frame.luminance, frame.width, frame.height);
  const bitmap = new BinaryBitmap(new BINARIZERS[pass.binarizer](source));
  try {
    return pass.symbology === 'qr-code' ? qrCodes.decode(bitmap, HINTS) : dataMatrices.decode(bitmap, HINTS);
  } catch {
    return null;
  }
}

/** A DataMatrix that begins with FNC1 holds GS1 data; the reader hands it over as a separator in front. */
function dataMatrixRead(text: string): FrameRead {
  return text.startsWith(GS) ? { text: text.slice(GS.length), symbology: 'gs1-data-matrix' } : { text, symbology: 'data-matrix' };
}

function qrCodeRead(result: Result): FrameRead {
  const [first = 0] = result.getRawBytes();
  return { text: result.getText(), symbology: first >> 4 === QR_FNC1_FIRST ? 'gs1-qr-code' : 'qr-code' };
}

/** What one pass over a picture finds. Error correction vouches for the text. */
export function readMatrix(frame: Frame, pass: MatrixPass): FrameRead | null {
  const picture = prepared(frame, pass);
  if (Math.min(picture.width, picture.height) < MIN_SIDE_PX) return null;
  const result = decode(picture, pass);
  if (result === null) return null;
  const read = pass.symbology === 'qr-code' ? qrCodeRead(result) : dataMatrixRead(result.getText());
  return isPlausible(read) ? read : null;
}
