import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrameRead } from './plausible.ts';
import { EMPTY_GATE, type GateState, passGate } from './read-gate.ts';

const MILK: FrameRead = { text: '6139990015542', symbology: 'ean-13' };
const BREAD: FrameRead = { text: '3017620422003', symbology: 'ean-13' };
const CASE: FrameRead = { text: '10012345678902', symbology: 'itf' };
const FRAME_MS = 50;

/** Shows frames one after the other and keeps what is taken. */
class Till {
  state: GateState = EMPTY_GATE;
  nowMs = 10_000;
  taken: string[] = [];

  show(read: FrameRead | null, forMs = FRAME_MS): this {
    for (let shown = 0; shown < forMs; shown += FRAME_MS) {
      this.nowMs += FRAME_MS;
      const { state, taken } = passGate(this.state, read, this.nowMs);
      this.state = state;
      if (taken !== null) this.taken.push(taken.text);
    }
    return this;
  }
}

test('a code is taken on the first frame that shows it', () => {
  expect(new Till().show(null, 500).show(MILK).taken).toEqual([MILK.text]);
});

test('a code that is held in view is taken once, however long', () => {
  expect(new Till().show(MILK, 60_000).taken).toEqual([MILK.text]);
});

test('a code that comes and goes in poor light, away for up to a second, is taken once', () => {
  const till = new Till().show(MILK);
  for (let time = 0; time < 20; time += 1) till.show(null, 950).show(MILK);
  expect(till.taken).toEqual([MILK.text]);
});

test('two of the same goods, shown one after the other, are taken twice', () => {
  expect(new Till().show(MILK, 600).show(null, 700).show(MILK, 600).taken).toEqual([MILK.text, MILK.text]);
});

test('a code seen for one frame only may be shown again after a second and a half', () => {
  expect(new Till().show(MILK).show(null, 1_400).show(MILK).taken).toEqual([MILK.text]);
  expect(new Till().show(MILK).show(null, 1_600).show(MILK).taken).toEqual([MILK.text, MILK.text]);
});

test('other goods are taken as soon as the first are out of view', () => {
  expect(new Till().show(MILK, 400).show(BREAD, 700).taken).toEqual([MILK.text, BREAD.text]);
});

test('a second code on the same goods, read where the first is missed for a moment, is not a second article', () => {
  const till = new Till();
  for (let time = 0; time < 40; time += 1) till.show(MILK, 100).show({ text: '(01)06139990015542', symbology: 'qr-code' }, 150);
  expect(till.taken).toEqual([MILK.text]);
});

describe('a weak symbology', () => {
  test('waits for a second frame that says the same', () => {
    expect(new Till().show(CASE).taken).toEqual([]);
    expect(new Till().show(CASE).show(CASE).taken).toEqual([CASE.text]);
  });

  test('is not taken when the second frame says something else', () => {
    const other = { ...CASE, text: '20012345678909' };
    expect(new Till().show(CASE).show(other).show(CASE).show(other).taken).toEqual([]);
  });

  test('is not taken when the second frame comes much later', () => {
    expect(new Till().show(CASE).show(null, 1_200).show(CASE).taken).toEqual([]);
  });
});

test('whatever is shown, no code is taken twice within half a second, and nothing that was not shown', () => {
  const shown = fc.array(fc.constantFrom(null, MILK, BREAD, CASE), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(shown, (reads) => {
      let state = EMPTY_GATE;
      const takenAt = new Map<string, number>();
      for (const [frame, read] of reads.entries()) {
        const atMs = frame * FRAME_MS;
        const { state: next, taken } = passGate(state, read, atMs);
        state = next;
        expect(state.inView.length).toBeLessThanOrEqual(8);
        if (taken === null) continue;
        expect(taken).toBe(read);
        expect(atMs - (takenAt.get(taken.text) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(500);
        takenAt.set(taken.text, atMs);
      }
    }),
  );
});
