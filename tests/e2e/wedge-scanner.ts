import { setTimeout } from 'node:timers/promises';
import type { CDPSession } from '@playwright/test';

/** A scanner types a key every few milliseconds; the times are stamped on the keys, so that a busy machine does not slow the scanner. */
const KEY_GAP_MS = 8;
/** Nobody presses a key sooner after a scan; one that came sooner would be taken for the scanner's own ending. */
const PERSON_AFTER_MS = 60;
const SHIFT = 8;
const CONTROL = 2;

/** What a French layout makes of the keys that say 0 to 9 on a US keyboard, without Shift. */
const AZERTY_DIGITS = ['à', '&', 'é', '"', "'", '(', '-', 'è', '_', 'ç'];
const US_SHIFTED = ')!@#$%^&*(';
const US_SYMBOLS: Readonly<Record<string, string>> = {
  '-': 'Minus',
  '/': 'Slash',
  '.': 'Period',
  ' ': 'Space',
  ']': 'BracketRight',
  '=': 'Equal',
  '+': 'Equal',
  ':': 'Semicolon',
  '?': 'Slash',
};
/** Of those, the ones that are typed with Shift. */
const SHIFTED_SYMBOLS = '+:?';

interface Key {
  readonly code: string;
  readonly key: string;
  readonly modifiers: number;
}

function usKey(character: string): Key {
  if (/\d/.test(character)) return { code: `Digit${character}`, key: character, modifiers: 0 };
  if (/[a-z]/i.test(character)) {
    return { code: `Key${character.toUpperCase()}`, key: character, modifiers: character === character.toLowerCase() ? 0 : SHIFT };
  }
  const shifted = US_SHIFTED.indexOf(character);
  if (shifted !== -1) return { code: `Digit${shifted}`, key: character, modifiers: SHIFT };
  const code = US_SYMBOLS[character];
  if (code === undefined) throw new Error(`no key for ${character}`);
  return { code, key: character, modifiers: SHIFTED_SYMBOLS.includes(character) ? SHIFT : 0 };
}

function azertyKey(character: string): Key {
  if (!/\d/.test(character)) throw new Error('digits only');
  return { code: `Digit${character}`, key: AZERTY_DIGITS[Number(character)] ?? '', modifiers: 0 };
}

export interface ScanOptions {
  /** The layout of the machine; the scanner is a US one always, as most are. */
  readonly layout?: 'us' | 'azerty';
  /** What the scanner is programmed to type before each code. */
  readonly prefix?: string;
  readonly ending?: readonly ('Enter' | 'Tab' | 'LineFeed')[];
}

/** Types as a keyboard-wedge scanner does: real key events, faster than any person. Scans follow one another without a pause. */
export async function typeAsScanner(session: CDPSession, codes: readonly string[], options: ScanOptions = {}): Promise<void> {
  const { layout = 'us', prefix = '', ending = ['Enter'] } = options;
  let atMs = Date.now();
  const sent: Promise<unknown>[] = [];
  const press = ({ code, key, modifiers }: Key, text: string | null) => {
    atMs += KEY_GAP_MS;
    const event = { code, key, modifiers, timestamp: atMs / 1_000 };
    sent.push(
      session.send('Input.dispatchKeyEvent', {
        type: text === null ? 'rawKeyDown' : 'keyDown',
        ...event,
        ...(text === null ? {} : { text }),
      }),
    );
    sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event }));
  };
  for (const code of codes) {
    for (const character of prefix + code) {
      const key = layout === 'us' ? usKey(character) : azertyKey(character);
      press(key, key.key);
    }
    for (const end of ending) {
      if (end === 'LineFeed') press({ code: 'KeyJ', key: 'j', modifiers: CONTROL }, null);
      else press({ code: end, key: end, modifiers: 0 }, end === 'Enter' ? '\r' : null);
    }
  }
  await Promise.all(sent);
  // The stamps lie ahead of the clock: a scan lasts as long as its keys say, and what the test presses next comes after it.
  await setTimeout(Math.max(0, atMs + PERSON_AFTER_MS - Date.now()));
}
