import { describe, expect, test } from 'vitest';
import { expire, RESTING, type Scan, type Stroke, step, type WedgeState, waitMs } from './wedge-burst.ts';
import type { WedgePattern } from './wedge-patterns.ts';

const BARE = {
  scannerId: 'bare',
  prefix: '',
  suffix: '',
  ending: 'enter',
  keyboard: 'us',
  maxGapMs: 40,
  minLength: 4,
} as const satisfies WedgePattern;
const TILDE = { ...BARE, scannerId: 'tilde', prefix: '~', minLength: 1, maxGapMs: 250 } as const satisfies WedgePattern;

/** A field being typed in, and a till that knows its scanners. */
class Field {
  state: WedgeState = RESTING;
  nowMs = 1_000;
  typed = '';
  scans: Scan[] = [];
  readonly patterns: readonly WedgePattern[];

  constructor(patterns: readonly WedgePattern[]) {
    this.patterns = patterns;
  }

  press(stroke: Partial<Stroke> & { key: string }, afterMs: number): void {
    const wait = waitMs(this.state, this.patterns);
    if (wait !== null && afterMs > wait) this.quiet();
    this.nowMs += afterMs;
    const full = {
      code: '',
      shift: false,
      ctrl: false,
      alt: false,
      meta: false,
      repeat: false,
      inField: true,
      atMs: this.nowMs,
      ...stroke,
    };
    const before = this.state.burst;
    const taken = step(this.state, full, this.patterns);
    this.state = taken.state;
    this.typed += taken.released + (taken.passes && full.key.length === 1 ? full.key : '');
    if (taken.scan === null) return;
    this.scans.push(taken.scan);
    this.typed = this.typed.slice(0, this.typed.length - (before?.passed ?? 0));
  }

  quiet(): void {
    const { state, released, scan } = expire(this.state, this.patterns);
    this.state = state;
    this.typed += released;
    if (scan !== null) this.scans.push(scan);
  }

  text(text: string, gapMs = 8, firstMs = 400): void {
    for (const [at, character] of Array.from(text).entries()) this.press({ key: character }, at === 0 ? firstMs : gapMs);
  }

  enter(gapMs = 8): void {
    this.press({ key: 'Enter', code: 'Enter' }, gapMs);
  }
}

describe('a scanner with a learnt prefix', () => {
  test('is certain from its first key: nothing of it is ever seen in a field', () => {
    const field = new Field([TILDE]);
    field.press({ key: '~' }, 400);
    expect(field.typed).toBe('');
    field.text('75', 8, 8);
    field.enter();
    expect(field.scans).toEqual([{ kind: 'read', text: '75', scannerId: 'tilde' }]);
    expect(field.typed).toBe('');
  });

  test('may be as slow as it was when it was learnt', () => {
    const field = new Field([TILDE]);
    field.text('~6130093000011', 240);
    field.enter(240);
    expect(field.scans).toEqual([{ kind: 'read', text: '6130093000011', scannerId: 'tilde' }]);
  });

  test('a person who types the prefix keeps it, after one pause of that scanner', () => {
    const field = new Field([TILDE]);
    field.press({ key: '~' }, 400);
    field.quiet();
    field.text('abc', 120, 300);
    field.quiet();
    expect(field.typed).toBe('~abc');
    expect(field.scans).toEqual([]);
  });

  test('without an ending key the silence ends its code, and nobody else’s', () => {
    const field = new Field([{ ...TILDE, ending: 'silence' }]);
    field.text('~6130093000011');
    field.quiet();
    field.text('hello', 8);
    field.quiet();
    expect(field.scans).toEqual([{ kind: 'read', text: '6130093000011', scannerId: 'tilde' }]);
    expect(field.typed).toBe('hello');
  });
});

describe('several scanners at one till', () => {
  test('are told apart by prefix and suffix, the longer mark first', () => {
    const field = new Field([BARE, TILDE, { ...TILDE, scannerId: 'second', prefix: '~A' }, { ...BARE, scannerId: 'third', suffix: '#' }]);
    for (const keys of ['~123456', '~A123456', '123456#', '123456']) {
      field.text(keys);
      field.enter();
    }
    expect(field.scans).toEqual([
      { kind: 'read', text: '123456', scannerId: 'tilde' },
      { kind: 'read', text: '123456', scannerId: 'second' },
      { kind: 'read', text: '123456', scannerId: 'third' },
      { kind: 'read', text: '123456' },
    ]);
  });

  test('one that was never learnt is read as before', () => {
    const field = new Field([TILDE]);
    field.text('6130093000011');
    field.enter();
    expect(field.scans).toEqual([{ kind: 'read', text: '6130093000011' }]);
  });

  test('of letters alone, what was learnt decides whose layout they are in', () => {
    const azerty = new Field([{ ...BARE, keyboard: 'system' }]);
    for (const [at, [code, key]] of [
      ['KeyQ', 'a'],
      ['KeyA', 'q'],
      ['KeyW', 'z'],
      ['KeyZ', 'w'],
    ].entries()) {
      azerty.press({ code: code ?? '', key: key ?? '' }, at === 0 ? 400 : 8);
    }
    azerty.enter();
    expect(azerty.scans).toEqual([{ kind: 'read', text: 'aqzw' }]);
  });

  test('a slow one without a prefix is believed only as far as no person is taken for it', () => {
    const field = new Field([{ ...BARE, maxGapMs: 300 }]);
    field.text('lait', 120);
    field.enter(120);
    expect(field.scans).toEqual([]);
    expect(field.typed).toBe('lait');
  });
});
