import { fail, ok } from '../../../../src-shared/result.ts';
import { asciiOf, bytesOf } from '../ascii.ts';
import { type FrameMatch, FrameScanner, SKIP, WAIT } from '../frame-scanner.ts';
import { faulty, reading, type ScaleItem, type ScaleProtocol, stable } from './scale-protocol.ts';

/**
 * Checkout-Dialog 06 (Mettler Toledo, DIVA Service Manual 72191202, 6.1.8; Bizerba and others): record 01 carries the price per kilogram
 * and is answered with ACK, `EOT ENQ` then fetches record 02 with the weight; NAK means no, and record 08 asks why, answered by record 09.
 * Every answer is ended with EOT. A scale may first want its checksums computed (record 11), which takes the maker's secret: there it is said
 * that they are to be turned off on the scale.
 */

const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;
const ENQ = 0x05;
const ACK = 0x06;
const NAK = 0x15;
const ESC = '\u001B';
/** STX, record 02 with its five, six and six digits, ETX. */
const MAX_RECORD_BYTES = 32;
const PRICE_DIGITS = 6;

const FETCH = Uint8Array.of(EOT, ENQ);
const END = Uint8Array.of(EOT);
const ASK_STATUS = Uint8Array.of(EOT, STX, 0x30, 0x38, ETX);

/** Record 02: unit, weight of five digits, price per kilogram of five or six, price to pay of six. */
const RESULT = new RegExp(`^02${ESC}(.)${ESC}(\\d{5})${ESC}\\d{5,6}${ESC}\\d{6}$`);
const STATUS = new RegExp(`^09${ESC}(\\d{2})$`);
const CHECKSUM = new RegExp(`^11${ESC}([012])`);
/** The digit of record 02 that says kilograms; 0 to 2 are kinds of pounds. */
const KILOGRAMS = '3';

export function dialog06(): ScaleProtocol {
  let askedPrice: number | null = null;
  /** The scale has the price and said "not yet": it is only to be asked again. */
  let mayFetchAgain = false;
  const scanner = new FrameScanner<ScaleItem>((pending) => {
    const match = matchAnswer(pending);
    if (match.kind === 'frame') mayFetchAgain = match.items.some((item) => item.kind === 'reading' && item.reading.kind === 'motion');
    return match;
  });
  return {
    weighsAgainstPrice: true,
    ask: (unitPriceMinor) => {
      scanner.reset();
      if (unitPriceMinor === null || unitPriceMinor <= 0) return fail('scale.price-needed');
      const price = String(unitPriceMinor).padStart(PRICE_DIGITS, '0');
      if (price.length > PRICE_DIGITS) return fail('scale.price-too-large');
      const again = mayFetchAgain && askedPrice === unitPriceMinor;
      askedPrice = unitPriceMinor;
      mayFetchAgain = false;
      return ok(again ? FETCH : bytesOf(`\u0004\u000201${ESC}${price}${ESC}\u0003`));
    },
    push: (bytes) => scanner.push(bytes),
  };
}

function matchAnswer(pending: Uint8Array): FrameMatch<ScaleItem> {
  const head = pending[0];
  if (head === ACK) return { kind: 'frame', length: 1, items: [{ kind: 'send', bytes: FETCH }] };
  if (head === NAK) return { kind: 'frame', length: 1, items: [{ kind: 'send', bytes: ASK_STATUS }] };
  if (head !== STX) return SKIP;
  const end = pending.indexOf(ETX, 1);
  const recordEnd = end === -1 ? pending.length : end;
  if (pending.subarray(1, recordEnd).includes(STX) || recordEnd >= MAX_RECORD_BYTES) return SKIP;
  if (end === -1) return WAIT;
  const item = readRecord(asciiOf(pending.subarray(1, end)));
  return item === null ? SKIP : { kind: 'frame', length: end + 1, items: [{ kind: 'send', bytes: END }, item] };
}

function readRecord(record: string): ScaleItem | null {
  const result = RESULT.exec(record);
  if (result !== null) return result[1] === KILOGRAMS ? stable(Number(result[2])) : faulty('scale.wrong-unit');
  const status = STATUS.exec(record)?.[1];
  if (status !== undefined) return readStatus(status);
  // That they are valid (1) is only said after they were computed, which is never done here.
  return CHECKSUM.test(record) ? faulty('scale.checksum-required') : null;
}

/** The codes of record 09. */
function readStatus(code: string): ScaleItem {
  switch (code) {
    case '00': // no error: and yet it said no, so it is asked again.
    case '20': // still in motion
    case '22': // measurement not finished
      return reading('motion');
    case '21': // not in motion since the last operation
      return reading('unchanged');
    case '30':
      return reading('below-minimum');
    case '31':
      return reading('negative');
    case '32':
      return reading('overload');
    case '02': // parity error or buffer overflow
      return faulty('scale.garbled');
    case '11': // invalid unit price
      return faulty('scale.refused');
    case '10': // invalid record number
    case '12': // invalid tare
    case '13': // invalid text
      return faulty('scale.format');
    default:
      return faulty('scale.error');
  }
}

/** The scale's side: record 02, up to 99.999 kg. The prices are the cash register's business and stay zero. */
export function dialogResult(weightMilliKg: number, unit: '0' | '1' | '2' | '3' = KILOGRAMS): Uint8Array {
  return bytesOf(`\u000202${ESC}${unit}${ESC}${String(weightMilliKg).padStart(5, '0')}${ESC}000000${ESC}000000\u0003`);
}

/** The scale's side: record 09. */
export function dialogStatus(code: string): Uint8Array {
  return bytesOf(`\u000209${ESC}${code}\u0003`);
}

export const DIALOG_CONTROL = { STX, ETX, EOT, ENQ, ACK, NAK } as const;
