import { afterEach, describe, expect, test } from 'vitest';
import { addScanEntry, hasScanEntries, hasScanTakers, routeScan, type ScanEntry, type Scanned, watchScanEntries } from './scan-takers.ts';

const CODE: Scanned = { kind: 'read', text: '6130093000011', symbology: null, source: 'serial' };

let goes: (() => void)[] = [];
afterEach(() => {
  for (const go of goes) go();
  goes = [];
});

/** Puts an entry on the screen that writes down that it was asked. */
function put(asked: string[], name: string, entry: Omit<ScanEntry, 'meet'>, word: ReturnType<ScanEntry['meet']>): () => void {
  const go = addScanEntry({
    ...entry,
    meet: () => {
      asked.push(name);
      return word;
    },
  });
  goes.push(go);
  return go;
}

describe('a scan', () => {
  test('with nothing in its way is for the ticket', () => {
    expect(routeScan(CODE)).toBe('free');
  });

  test('is the screen’s own part’s that takes it, and nobody else is asked', () => {
    const asked: string[] = [];
    put(asked, 'below', { layer: 0, role: 'taker' }, 'mine');
    put(asked, 'above', { layer: 0, role: 'taker' }, 'mine');
    expect(routeScan(CODE)).toBe('taken');
    expect(asked).toEqual(['above']);
  });

  test('that a part does not want goes on to the one below, and at last to the ticket', () => {
    const asked: string[] = [];
    put(asked, 'below', { layer: 0, role: 'taker' }, 'pass');
    put(asked, 'above', { layer: 0, role: 'taker' }, 'pass');
    expect(routeScan(CODE)).toBe('free');
    expect(asked).toEqual(['above', 'below']);
  });

  test('meets the overlay before the screen, and the taker inside before the edge of the overlay, whichever came first', () => {
    const asked: string[] = [];
    put(asked, 'inside', { layer: 1, role: 'taker' }, 'pass');
    put(asked, 'edge', { layer: 1, role: 'guard' }, 'pass');
    put(asked, 'screen', { layer: 0, role: 'taker' }, 'mine');
    expect(routeScan(CODE)).toBe('taken');
    expect(asked).toEqual(['inside', 'edge', 'screen']);
  });

  test('stops at a question that cannot be undone', () => {
    const asked: string[] = [];
    put(asked, 'question', { layer: 1, role: 'guard' }, 'refused');
    put(asked, 'screen', { layer: 0, role: 'taker' }, 'mine');
    expect(routeScan(CODE)).toBe('refused');
    expect(asked).toEqual(['question']);
  });

  test('reaches a taker inside such a question: a badge answers it', () => {
    const asked: string[] = [];
    put(asked, 'badge', { layer: 1, role: 'taker' }, 'mine');
    put(asked, 'question', { layer: 1, role: 'guard' }, 'refused');
    expect(routeScan(CODE)).toBe('taken');
  });

  test('that closes an overlay on its way still asks what lies below', () => {
    const asked: string[] = [];
    const leave = put(asked, 'gone', { layer: 1, role: 'taker' }, 'pass');
    goes.push(
      addScanEntry({
        layer: 2,
        role: 'guard',
        meet: () => {
          leave();
          return 'pass';
        },
      }),
    );
    put(asked, 'screen', { layer: 0, role: 'taker' }, 'mine');
    expect(routeScan(CODE)).toBe('taken');
    expect(asked.at(-1)).toBe('screen');
  });
});

test('who has a say is told as it changes: a guard alone asks for no codes', () => {
  const seen: [boolean, boolean][] = [];
  const stop = watchScanEntries(() => seen.push([hasScanEntries(), hasScanTakers()]));
  const guardGoes = put([], 'edge', { layer: 1, role: 'guard' }, 'pass');
  const takerGoes = put([], 'inside', { layer: 1, role: 'taker' }, 'pass');
  takerGoes();
  guardGoes();
  goes = [];
  stop();
  expect(seen).toEqual([
    [true, false],
    [true, true],
    [true, false],
    [false, false],
  ]);
});
