import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { Bitmap } from '../../src-main/devices/raster/bitmap.ts';
import { bytesPerRow } from '../../src-main/devices/raster/bitmap.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** PNG specification, 11.2.2: one bit a pixel, greyscale, no interlace. A one is white there. */
const LOOK = [1, 0, 0, 0, 0];

/** A picture of black and white as a PNG of one bit a pixel. */
export function encodeOneBitPng(bitmap: Bitmap): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(bitmap.widthDots, 0);
  header.writeUInt32BE(bitmap.rows, 4);
  header.set(LOOK, 8);
  const rowBytes = bytesPerRow(bitmap.widthDots);
  const rows = Buffer.alloc((rowBytes + 1) * bitmap.rows);
  for (let row = 0; row < bitmap.rows; row++) {
    for (let at = 0; at < rowBytes; at++) rows[row * (rowBytes + 1) + 1 + at] = 0xff ^ (bitmap.bits[row * rowBytes + at] ?? 0);
  }
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** A picture that `encodeOneBitPng` wrote. Throws on any other PNG. */
export function decodeOneBitPng(png: Uint8Array): Bitmap {
  const bytes = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = SIGNATURE.length; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const header = chunks.get('IHDR');
  const data = chunks.get('IDAT');
  if (header === undefined || data === undefined || !header.subarray(8).equals(Buffer.from(LOOK))) throw new Error('not a PNG of ours');
  const widthDots = header.readUInt32BE(0);
  const rows = header.readUInt32BE(4);
  const rowBytes = bytesPerRow(widthDots);
  const filtered = inflateSync(data);
  const bits = new Uint8Array(rowBytes * rows);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < rowBytes; at++) bits[row * rowBytes + at] = 0xff ^ (filtered[row * (rowBytes + 1) + 1 + at] ?? 0);
  }
  return { widthDots, rows, bits };
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
