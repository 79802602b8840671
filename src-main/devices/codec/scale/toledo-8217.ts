import { ok } from '../../../../src-shared/result.ts';
import { asciiOf, bytesOf } from '../ascii.ts';
import { type FrameMatch, FrameScanner, SKIP, WAIT } from '../frame-scanner.ts';
import { faulty, reading, type ScaleItem, type ScaleProtocol, stable } from './scale-protocol.ts';

/**
 * Mettler-Toledo 8217, also spoken by many scales of other makes: `W` asks, `STX 12.345 CR` answers (with an N behind the weight when a tare
 * is in force on the scale), and `STX ? status CR` where there is no weight to give. Mettler Toledo, DIVA Service Manual 72191202, 6.1.3 and
 * 6.1.4.3.
 */

const STX = 0x02;
const CR = 0x0d;
const WEIGH = 0x57;
/** STX, at most eight characters, CR. */
const MAX_FRAME_BYTES = 12;

/** Bits of the status character. Bit 6 is always set; bit 7 is the line's parity. */
const STATUS = {
  motion: 0x01,
  overCapacity: 0x02,
  underZero: 0x04,
  outsideZero: 0x08,
  centreOfZero: 0x10,
  net: 0x20,
  always: 0x40,
} as const;

const KILOGRAMS = /^ *(\d{1,3})\.(\d{3})(N?)$/;
/** Set to pounds, the scale sends two decimals where it sends three in kilograms. */
const POUNDS = /^ *\d{1,3}\.\d{2}N?$/;
const NO_DECIMALS = /^ *\d{2,7}N?$/;

export function toledo8217(): ScaleProtocol {
  const scanner = new FrameScanner<ScaleItem>(matchAnswer);
  return {
    weighsAgainstPrice: false,
    ask: () => {
      scanner.reset();
      return ok(Uint8Array.of(WEIGH));
    },
    push: (bytes) => scanner.push(bytes),
  };
}

function matchAnswer(pending: Uint8Array): FrameMatch<ScaleItem> {
  if (pending[0] !== STX) return SKIP;
  const end = pending.indexOf(CR, 1);
  const frameEnd = end === -1 ? pending.length : end;
  // A second beginning: the first was cut off.
  if (pending.subarray(1, frameEnd).includes(STX) || frameEnd >= MAX_FRAME_BYTES) return SKIP;
  if (end === -1) return WAIT;
  const item = readAnswer(asciiOf(pending.subarray(1, end)));
  return item === null ? SKIP : { kind: 'frame', length: end + 1, items: [item] };
}

function readAnswer(words: string): ScaleItem | null {
  const weight = KILOGRAMS.exec(words);
  if (weight !== null) return stable(Number(`${weight[1] ?? ''}${weight[2] ?? ''}`), weight[3] === 'N');
  if (POUNDS.test(words)) return faulty('scale.wrong-unit');
  if (NO_DECIMALS.test(words)) return faulty('scale.format');
  return words.length === 2 && words.startsWith('?') ? readStatus(words.charCodeAt(1)) : null;
}

/** What keeps the weight back. A load is outside the range of zero by its nature, so that bit counts only where nothing else does. */
function readStatus(status: number): ScaleItem | null {
  if ((status & STATUS.always) === 0) return null;
  if ((status & STATUS.overCapacity) !== 0) return reading('overload');
  if ((status & STATUS.underZero) !== 0) return reading('negative');
  if ((status & STATUS.motion) !== 0) return reading('motion');
  if ((status & STATUS.centreOfZero) !== 0) return stable(0, (status & STATUS.net) !== 0);
  // Nothing is wrong, and yet no weight came: it has not got one yet.
  return (status & STATUS.outsideZero) !== 0 ? reading('outside-zero') : reading('motion');
}

/** The scale's side: a weight, up to 99.999 kg. */
export function toledoWeight(weightMilliKg: number, net = false): Uint8Array {
  const digits = String(weightMilliKg).padStart(5, '0');
  return bytesOf(`\u0002${digits.slice(0, -3)}.${digits.slice(-3)}${net ? 'N' : ''}\r`);
}

/** The scale's side: why there is no weight. */
export function toledoStatus(...conditions: readonly Exclude<keyof typeof STATUS, 'always'>[]): Uint8Array {
  const status = conditions.reduce<number>((bits, condition) => bits | STATUS[condition], STATUS.always);
  return Uint8Array.of(STX, 0x3f, status, CR);
}

export const TOLEDO_WEIGH = WEIGH;
