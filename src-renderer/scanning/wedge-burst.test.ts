import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usCharacter } from './us-keyboard.ts';
import { expire, MAX_GAP_MS, RESTING, type Scan, type Stroke, step, type WedgeState, waitMs } from './wedge-burst.ts';

/** Longer than any gap inside a burst. */
const PAUSE_MS = 600;

/** A page that does what the machine says, and nothing else: what it would have typed, and the scans it was handed. */
class Page {
  state: WedgeState = RESTING;
  nowMs = 1_000;
  readonly inField: boolean;
  typed = '';
  /** Keys other than characters that reached the page. */
  keys: string[] = [];
  scans: Scan[] = [];

  constructor({ inField }: { inField: boolean }) {
    this.inField = inField;
  }

  press(stroke: Partial<Stroke> & { key: string }, afterMs = 8): void {
    const wait = waitMs(this.state);
    if (wait !== null && afterMs > wait) this.idle();
    this.nowMs += afterMs;
    const full: Stroke = {
      code: '',
      shift: false,
      ctrl: false,
      alt: false,
      meta: false,
      repeat: false,
      inField: this.inField,
      atMs: this.nowMs,
      ...stroke,
    };
    const before = this.state.burst;
    const { state, passes, released, scan } = step(this.state, full);
    this.state = state;
    this.typed += released;
    if (passes && full.key.length === 1) this.typed += full.key;
    else if (passes && !['Shift', 'Control'].includes(full.key)) this.keys.push(full.key);
    if (scan !== null) {
      this.scans.push(scan);
      this.typed = this.typed.slice(0, this.typed.length - (before?.passed ?? 0));
    }
  }

  idle(): void {
    const { state, released } = expire(this.state);
    this.state = state;
    this.typed += released;
    this.nowMs += PAUSE_MS;
  }

  text(text: string, afterMs = 8): void {
    for (const character of text) this.press(usStroke(character), afterMs);
  }

  scan(text: string, end: readonly string[] = ['Enter']): void {
    this.press(usStroke(text.charAt(0)), 400);
    this.text(text.slice(1));
    for (const key of end) this.press({ key, code: key });
  }
}

const US_CODES = [
  'Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal BracketLeft BracketRight Backslash',
  'Semicolon Quote Comma Period Slash Space',
  ...Array.from({ length: 26 }, (_, at) => `Key${String.fromCharCode(65 + at)}`),
].flatMap((codes) => codes.split(' '));
const US_KEYS = new Map(
  US_CODES.flatMap((code) => [false, true].map((shift) => [usCharacter(code, shift) ?? '', { code, shift }] as const)),
);

function usStroke(character: string): Partial<Stroke> & { key: string } {
  const place = US_KEYS.get(character);
  if (place === undefined) throw new Error(`no key types ${character}`);
  return { key: character, ...place };
}

/** What a French AZERTY layout makes of the upper row, plain and with Shift. */
const AZERTY_PLAIN: Record<string, string> = {
  '1': '&',
  '2': 'é',
  '3': '"',
  '4': "'",
  '5': '(',
  '6': '-',
  '7': 'è',
  '8': '_',
  '9': 'ç',
  '0': 'à',
};

describe.each([{ inField: false }, { inField: true }])('a scan, with a text field focused: $inField', ({ inField }) => {
  test.each([['Enter'], ['Tab'], ['Enter', 'Enter'], ['Enter', 'Tab']])(
    'ended by %s %s reaches the page with nothing of itself',
    (...end) => {
      const page = new Page({ inField });
      page.scan('6130093000011', end.filter(Boolean));
      expect(page.scans).toEqual([{ kind: 'read', text: '6130093000011' }]);
      expect(page.typed).toBe('');
      expect(page.keys).toEqual([]);
    },
  );

  test('any code of four characters or more comes out as it went in', () => {
    const code = fc.string({
      unit: fc.constantFrom(...[...US_KEYS.keys()].filter((key) => key !== ' ' && key !== '')),
      minLength: 4,
      maxLength: 60,
    });
    fc.assert(
      fc.property(code, fc.integer({ min: 0, max: MAX_GAP_MS }), (text, gapMs) => {
        const page = new Page({ inField });
        page.text(text.charAt(0), 400);
        page.text(text.slice(1), gapMs);
        page.press({ key: 'Enter', code: 'Enter' }, gapMs);
        expect(page.scans).toEqual([{ kind: 'read', text }]);
        expect(page.typed).toBe('');
      }),
    );
  });

  test('a second scan right behind the first is a scan of its own', () => {
    const page = new Page({ inField });
    page.scan('3017620422003');
    page.text('6130093000011', 10);
    page.press({ key: 'Enter', code: 'Enter' });
    expect(page.scans.map((scan) => scan.kind === 'read' && scan.text)).toEqual(['3017620422003', '6130093000011']);
    expect(page.typed).toBe('');
  });

  test('a person who presses Tab again and again after a scan reaches the page: an ending is at most three keys', () => {
    const page = new Page({ inField: false });
    page.text('6139990015542');
    for (let at = 0; at < 10; at += 1) page.press({ key: 'Tab', code: 'Tab' }, 20);
    expect(page.scans).toEqual([{ kind: 'read', text: '6139990015542' }]);
    expect(page.keys).toEqual(Array.from({ length: 7 }, () => 'Tab'));
  });

  test('CR LF: the line feed of the ending, typed as Ctrl+J, reaches nobody', () => {
    const page = new Page({ inField });
    page.scan('3017620422003');
    page.press({ key: 'Control', code: 'ControlLeft', ctrl: true });
    page.press({ key: 'j', code: 'KeyJ', ctrl: true });
    expect(page.keys).toEqual([]);
    expect(page.typed).toBe('');
  });

  test('a US scanner under AZERTY, whose digits arrive as (§è…, is read by the place of its keys', () => {
    const page = new Page({ inField });
    for (const digit of '3017620422003') page.press({ code: `Digit${digit}`, key: AZERTY_PLAIN[digit]! });
    page.press({ key: 'Enter', code: 'Enter' });
    expect(page.scans).toEqual([{ kind: 'read', text: '3017620422003' }]);
    expect(page.typed).toBe('');
  });

  test('a scanner set to AZERTY, which holds Shift for digits, is read by what the layout makes of it', () => {
    const page = new Page({ inField });
    for (const digit of '3017620422003') {
      page.press({ key: 'Shift', code: 'ShiftLeft', shift: true }, 1);
      page.press({ code: `Digit${digit}`, key: digit, shift: true });
    }
    page.press({ key: 'Enter', code: 'Enter' });
    expect(page.scans).toEqual([{ kind: 'read', text: '3017620422003' }]);
  });

  test('digits from the number pad count even with Num Lock off', () => {
    const page = new Page({ inField });
    for (const [digit, key] of Array.from('4711').map((digit) => [digit, 'End'] as const)) page.press({ code: `Numpad${digit}`, key });
    page.press({ key: 'Enter', code: 'NumpadEnter' });
    expect(page.scans).toEqual([{ kind: 'read', text: '4711' }]);
    expect(page.typed).toBe('');
  });

  test.each([
    ['Ctrl+]', { key: ']', code: 'BracketRight', ctrl: true }],
    ['F8', { key: 'F8', code: 'F8' }],
  ])('FNC1 typed as %s is the group separator of a GS1 code', (_, separator) => {
    const page = new Page({ inField });
    page.text(']C1010952123454321', 8);
    page.text('10AB-12');
    page.press(separator);
    page.text('3103000750');
    page.press({ key: 'Enter', code: 'Enter' });
    expect(page.scans).toEqual([{ kind: 'read', text: ']C101095212345432110AB-12\u001d3103000750' }]);
    expect(page.keys).toEqual([]);
  });

  test('a code announced with STX may be short and slow, and ends with ETX', () => {
    const page = new Page({ inField });
    page.press({ key: 'b', code: 'KeyB', ctrl: true });
    page.text('7', 200);
    page.text('5', 200);
    page.press({ key: 'c', code: 'KeyC', ctrl: true }, 200);
    expect(page.scans).toEqual([{ kind: 'read', text: '75' }]);
    expect(page.typed).toBe('');
    expect(page.keys).toEqual([]);
  });

  test('a link that stumbles once the burst is sure does not tear the code', () => {
    const page = new Page({ inField });
    page.text('61300', 8);
    page.text('93000011', 180);
    page.press({ key: 'Enter', code: 'Enter' }, 180);
    expect(page.scans).toEqual([{ kind: 'read', text: '6130093000011' }]);
    expect(page.typed).toBe('');
  });

  test('an endless code is refused as unreadable, not cut short', () => {
    const page = new Page({ inField });
    page.scan('9'.repeat(1_001));
    expect(page.scans).toEqual([{ kind: 'unreadable' }]);
    expect(page.typed).toBe('');
  });

  test('a page too busy to hear the keys in time still knows the scan by the times the keys carry', () => {
    const page = new Page({ inField });
    page.text('61300');
    const { state, released } = expire(page.state); // The timer ran although the next keys were already on their way.
    page.state = state;
    page.typed += released;
    page.text('93000011');
    page.press({ key: 'Enter', code: 'Enter' });
    expect(page.scans).toEqual([{ kind: 'read', text: '6130093000011' }]);
    expect(page.typed).toBe('');
  });
});

describe('a person at the keyboard', () => {
  test('types in a field at any human pace and loses nothing, in order', () => {
    const stroke = fc.tuple(fc.constantFrom(...Array.from('abcdefghij0123456789 -+')), fc.integer({ min: 20, max: 300 }));
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 30 }), (strokes) => {
        const page = new Page({ inField: true });
        for (const [character, afterMs] of strokes) page.press(usStroke(character), afterMs);
        page.idle();
        expect(page.typed).toBe(strokes.map(([character]) => character).join(''));
        expect(page.scans).toEqual([]);
      }),
    );
  });

  test('sees the first character of what is typed in a field at once', () => {
    const page = new Page({ inField: true });
    page.press(usStroke('l'));
    expect(page.typed).toBe('l');
  });

  test('who types four characters and presses Enter after a breath has not scanned, and Enter is Enter', () => {
    const page = new Page({ inField: true });
    page.text('lait', 90);
    page.press({ key: 'Enter', code: 'Enter' }, 200);
    expect(page.scans).toEqual([]);
    expect(page.typed).toBe('lait');
    expect(page.keys).toEqual(['Enter']);
  });

  test('who rolls three keys and Enter in one sweep gets the three keys and then Enter', () => {
    const page = new Page({ inField: true });
    page.text('abc', 15);
    page.press({ key: 'Enter', code: 'Enter' }, 15);
    expect(page.typed).toBe('abc');
    expect(page.keys).toEqual(['Enter']);
  });

  test('presses Space on a button, an arrow, an F-key, Ctrl+A: each passes', () => {
    const page = new Page({ inField: false });
    page.press({ key: ' ', code: 'Space' });
    for (const key of ['ArrowDown', 'F8', 'Escape', 'Tab', 'Enter']) page.press({ key, code: key }, 100);
    page.press({ key: 'a', code: 'KeyA', ctrl: true }, 100);
    expect(page.typed).toBe(' a');
    expect(page.keys).toEqual(['ArrowDown', 'F8', 'Escape', 'Tab', 'Enter']);
  });

  test('holds a key down: repeats are no scan', () => {
    const page = new Page({ inField: true });
    for (let at = 0; at < 10; at += 1) page.press({ ...usStroke('5'), repeat: at > 0 }, 30);
    page.press({ key: 'Enter', code: 'Enter' }, 30);
    expect(page.scans).toEqual([]);
    expect(page.typed).toBe('5555555555');
  });

  test('outside a field a character waits for the length of one gap, and then reaches the page', () => {
    const page = new Page({ inField: false });
    page.press(usStroke('+'));
    expect(page.typed).toBe('');
    expect(waitMs(page.state)).toBe(MAX_GAP_MS);
    page.idle();
    expect(page.typed).toBe('+');
    expect(waitMs(page.state)).toBeNull();
  });
});
