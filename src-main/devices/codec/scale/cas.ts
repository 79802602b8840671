import { ok } from '../../../../src-shared/result.ts';
import { asciiOf, bytesOf } from '../ascii.ts';
import { type FrameMatch, FrameScanner, SKIP, WAIT } from '../frame-scanner.ts';
import { faulty, reading, type ScaleItem, type ScaleProtocol, stable } from './scale-protocol.ts';

/**
 * CAS, type 6 of its PD-II (manual, 3.1.6), also spoken by Ohaus (Aviator 7000 Service Manual, 6.1.1) and many others: ENQ is answered with
 * ACK, DC1 with `SOH STX status sign weight(6) unit(2) BCC ETX EOT`, BCC being the XOR of status to unit.
 */

const SOH = 0x01;
const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;
const ENQ = 0x05;
const ACK = 0x06;
const DC1 = 0x11;
const NAK = 0x15;
const BLOCK_BYTES = 15;
const BCC_AT = 12;

/** Status, sign, weight with its decimal point, unit. */
const CONTENT = /^([SUF])([ \-F])([ 0-9.F]{6})(.{2})$/;
const WEIGHT = /^ *(\d+)\.(\d{1,3})$/;
const WHOLE_GRAMS = /^ *(\d+)$/;

export function cas(): ScaleProtocol {
  let awaitsAck = false;
  const scanner = new FrameScanner<ScaleItem>((pending) => {
    if (!awaitsAck) return matchBlock(pending);
    const head = pending[0];
    if (head !== ACK && head !== NAK) return matchBlock(pending);
    awaitsAck = false;
    const item: ScaleItem = head === ACK ? { kind: 'send', bytes: Uint8Array.of(DC1) } : faulty('scale.refused');
    return { kind: 'frame', length: 1, items: [item] };
  });
  return {
    weighsAgainstPrice: false,
    ask: () => {
      scanner.reset();
      awaitsAck = true;
      return ok(Uint8Array.of(ENQ));
    },
    push: (bytes) => scanner.push(bytes),
  };
}

function matchBlock(pending: Uint8Array): FrameMatch<ScaleItem> {
  if (pending[0] !== SOH || (pending.length > 1 && pending[1] !== STX)) return SKIP;
  if (pending.length < BLOCK_BYTES) return WAIT;
  const content = pending.subarray(2, BCC_AT);
  const isWhole = pending[BCC_AT] === bccOf(content) && pending[13] === ETX && pending[14] === EOT;
  const item = isWhole ? readContent(asciiOf(content)) : null;
  return item === null ? SKIP : { kind: 'frame', length: BLOCK_BYTES, items: [item] };
}

function readContent(content: string): ScaleItem | null {
  const [, status, sign, weight = '', unit = ''] = CONTENT.exec(content) ?? [];
  if (status === undefined) return null;
  if (sign === 'F') return reading('overload');
  if (status === 'F') return faulty('scale.error');
  const weightMilliKg = weightOf(weight, unit.trim().toLowerCase());
  if (typeof weightMilliKg === 'string') return faulty(weightMilliKg);
  if (sign === '-' && weightMilliKg !== 0) return reading('negative');
  return status === 'U' ? reading('motion') : stable(weightMilliKg);
}

/** Thousandths of a kilogram, exact. A weight in kilograms without its point could be ten times another one: it is not guessed. */
function weightOf(weight: string, unit: string): number | 'scale.wrong-unit' | 'scale.format' {
  if (unit !== 'kg' && unit !== 'g') return 'scale.wrong-unit';
  if (unit === 'g') {
    const grams = WHOLE_GRAMS.exec(weight);
    return grams === null ? 'scale.format' : Number(grams[1]);
  }
  const [, whole, decimals = ''] = WEIGHT.exec(weight) ?? [];
  return whole === undefined ? 'scale.format' : Number(`${whole}${decimals.padEnd(3, '0')}`);
}

function bccOf(content: Uint8Array): number {
  return content.reduce((bcc, byte) => bcc ^ byte, 0);
}

/** The scale's side: one block. `weight` is its six characters. */
export function casBlock(status: 'S' | 'U' | 'F', sign: ' ' | '-' | 'F', weight: string, unit = 'kg'): Uint8Array {
  const content = bytesOf(`${status}${sign}${weight}${unit}`);
  return Uint8Array.of(SOH, STX, ...content, bccOf(content), ETX, EOT);
}

/** The six characters of a weight up to 99.999 kg. */
export function casWeight(weightMilliKg: number): string {
  const digits = String(weightMilliKg).padStart(5, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

export const CAS_CONTROL = { ENQ, ACK, DC1, NAK } as const;
