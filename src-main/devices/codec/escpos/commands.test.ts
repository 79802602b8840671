import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutPaper, drawerPulse, nativeQr, rasterHead, selectSize, withoutRealTimeCommands } from './commands.ts';

const hex = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

test('the pulse carries both times: pin 2, 50 ms on, 500 ms off', () => {
  expect(hex(drawerPulse(2, 50, 500))).toBe('1b 70 00 19 fa');
  expect(hex(drawerPulse(5, 100, 200))).toBe('1b 70 01 32 64');
});

test('the cut feeds to the knife first', () => {
  expect([hex(cutPaper('partial')), hex(cutPaper('full'))]).toEqual(['1d 56 42 00', '1d 56 41 00']);
});

test('double size is double width and double height', () => {
  expect([hex(selectSize(1)), hex(selectSize(2))]).toEqual(['1d 21 00', '1d 21 11']);
});

test('the length of QR data counts bytes, not characters', () => {
  const data = new TextEncoder().encode('é€');
  expect(hex(nativeQr(data, 6))).toContain('1d 28 6b 08 00 31 50 30 c3 a9 e2 82 ac');
  expect(hex(nativeQr(new Uint8Array(300).fill(0x41), 6))).toContain('1d 28 6b 2f 01 31 50 30');
});

test('a band says its width in bytes and its height in rows', () => {
  expect(hex(rasterHead(72, 200))).toBe('1d 76 30 00 48 00 c8 00');
});

test('raster never holds a command that printers obey in the middle of it', () => {
  expect([...withoutRealTimeCommands(Uint8Array.of(0x10, 0x14, 0x01, 0x10, 0x04, 0x10, 0x05, 0x10, 0x00, 0x10))]).toEqual([
    0x18, 0x14, 0x01, 0x18, 0x04, 0x18, 0x05, 0x10, 0x00, 0x10,
  ]);
  const dots = fc.uint8Array({ maxLength: 100 });
  const likely = fc.array(fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x00), { maxLength: 100 }).map((bytes) => Uint8Array.from(bytes));
  fc.assert(
    fc.property(fc.oneof(dots, likely), (bits) => {
      const safe = withoutRealTimeCommands(bits);
      expect(safe).toHaveLength(bits.length);
      for (let at = 0; at < safe.length; at++) {
        if (safe[at] === 0x10) expect([0x04, 0x05, 0x14]).not.toContain(safe[at + 1]);
        // At most one dot is added, and none taken away.
        expect([bits[at], (bits[at] ?? 0) | 0x08]).toContain(safe[at]);
      }
    }),
  );
});
