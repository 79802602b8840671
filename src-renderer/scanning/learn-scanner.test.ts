import { describe, expect, test } from 'vitest';
import { type Heard, learnScanner, readSample } from './learn-scanner.ts';
import { usCharacter } from './us-keyboard.ts';
import type { Stroke } from './wedge-burst.ts';

const EAN = '2012345678903';
const LETTERS = 'Ab12-CD/34';
const CODES = [
  ...Array.from({ length: 26 }, (_, at) => `Key${String.fromCharCode(65 + at)}`),
  ...Array.from({ length: 10 }, (_, at) => `Digit${at}`),
];
const US = new Map(
  [...CODES, 'Minus', 'Slash', 'Backquote', 'BracketRight', 'Equal', 'Period'].flatMap((code) =>
    [false, true].map((shift) => [usCharacter(code, shift) ?? '', { code, shift }] as const),
  ),
);
/** Where a French layout has its digits and the letters that change places. */
const AZERTY_KEYS = new Map(Array.from('1234567890', (digit) => [digit, { code: `Digit${digit}`, shift: true }]));

interface Typing {
  readonly gapMs?: number;
  readonly ending?: readonly string[];
  /** What the machine makes of a key of the scanner's. */
  readonly shown?: (character: string) => string;
  readonly keys?: ReadonlyMap<string, { readonly code: string; readonly shift: boolean }>;
}

function scanned(text: string, { gapMs = 8, ending = ['Enter'], shown = (character) => character, keys = US }: Typing = {}): Stroke[] {
  const plain = { ctrl: false, alt: false, meta: false, repeat: false, inField: false };
  const body = Array.from(text, (character, at) => ({
    ...plain,
    ...(keys.get(character) ?? US.get(character)!),
    key: shown(character),
    atMs: 1_000 + at * gapMs,
  }));
  return [...body, ...ending.map((key, at) => ({ ...plain, code: key, key, shift: false, atMs: 1_000 + (text.length + at) * gapMs }))];
}

function heardOf(text: string, expected: string, typing?: Typing): Heard {
  const reading = readSample({ expected, strokes: scanned(text, typing) });
  if (reading.kind !== 'heard') throw new Error(reading.problem);
  return reading.heard;
}

const problemOf = (text: string, expected: string, typing?: Typing) => {
  const reading = readSample({ expected, strokes: scanned(text, typing) });
  return reading.kind === 'garbled' ? reading.problem : 'heard';
};

describe('what a scan tells of its scanner', () => {
  test('as it left the factory: no marks, Enter at the end, a United States keyboard', () => {
    expect(learnScanner([heardOf(EAN, EAN), heardOf(LETTERS, LETTERS)])).toEqual({
      kind: 'learnt',
      learnt: { prefix: '', suffix: '', ending: 'enter', keyboard: 'us', maxGapMs: 30, minLength: 4, sendsAim: false },
    });
  });

  test('prefix, suffix, Tab, AIM identifiers, and a slow radio link', () => {
    const typing = { gapMs: 60, ending: ['Tab', 'Enter'] };
    const heards = [heardOf(`~]E0${EAN}=`, EAN, typing), heardOf(`~]C0${LETTERS}=`, LETTERS, typing)];
    expect(learnScanner(heards)).toEqual({
      kind: 'learnt',
      learnt: { prefix: '~', suffix: '=', ending: 'tab', keyboard: 'us', maxGapMs: 120, minLength: 1, sendsAim: true },
    });
  });

  test('programmed for the machine’s own AZERTY layout', () => {
    // What it holds Shift for, the machine turns into the digit again.
    const heard = heardOf(EAN, EAN, { keys: AZERTY_KEYS });
    expect(heard.keyboards).toEqual(['system']);
  });

  test('a US scanner under AZERTY is heard by the place of its keys', () => {
    const heard = heardOf(EAN, EAN, { shown: (digit) => 'à&é"\'(-è_ç'[Number(digit)] ?? '' });
    expect(heard.keyboards).toEqual(['us']);
  });
});

describe('a scan of which nothing can be learnt is told apart by its cause', () => {
  test.each([
    ['half a code', EAN.slice(0, 5), EAN, {}, 'too-short'],
    ['typed by hand', EAN, EAN, { gapMs: 180 }, 'by-hand'],
    ['Caps Lock', 'aB12-cd/34', LETTERS, {}, 'caps-lock'],
    ['no check digit', EAN.slice(0, -1), EAN, {}, 'no-check-digit'],
    ['another code', '61300930', EAN, {}, 'too-short'],
    ['another, longer code', '61300930000110000', EAN, {}, 'other-code'],
    [
      'a third layout',
      '!"§$%&/()=?`*',
      EAN,
      { keys: new Map(Array.from('!"§$%&/()=?`*', (key) => [key, { code: 'IntlYen', shift: false }])) },
      'layout',
    ],
  ] as const)('%s', (_, text, expected, typing, problem) => {
    expect(problemOf(text, expected, typing)).toBe(problem);
  });

  test('no ending and no beginning: a pause could be anybody’s', () => {
    expect(learnScanner([heardOf(EAN, EAN, { ending: [] })])).toEqual({ kind: 'not-learnt', problem: 'no-ending' });
    expect(learnScanner([heardOf(`~${EAN}`, EAN, { ending: [] })])).toMatchObject({ kind: 'learnt', learnt: { ending: 'silence' } });
  });

  test('slow without a prefix: it would be taken for a person, or a person for it', () => {
    expect(learnScanner([heardOf(EAN, EAN, { gapMs: 100 })])).toEqual({ kind: 'not-learnt', problem: 'slow-without-prefix' });
  });

  test('marks that differ from code to code', () => {
    expect(learnScanner([heardOf(`A${EAN}`, EAN), heardOf(`j${LETTERS}`, LETTERS)])).toEqual({ kind: 'not-learnt', problem: 'marks-vary' });
  });
});
