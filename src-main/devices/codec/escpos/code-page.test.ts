import { expect, test } from 'vitest';
import { CODE_PAGE_NAMES } from '../../profiles/printer-profile.ts';
import { characterOf, encodeFitted, fitToCodePage } from './code-page.ts';

test('French text is carried letter by letter, the euro and the ligatures too', () => {
  const text = 'Œufs, çà et là : 12 € — “fête” été ÀÉÈÊÎÔÛÇ';
  expect(fitToCodePage(text, 'windows-1252')).toBe(text);
  const decoded = new TextDecoder('windows-1252').decode(encodeFitted(text, 'windows-1252'));
  expect(decoded).toBe(text);
});

test('known bytes of code page 858', () => {
  expect([...encodeFitted('é€ÀÇ×', 'cp858')]).toEqual([0x82, 0xd5, 0xb7, 0x80, 0x9e]);
});

test('a page that lacks a letter gets what a reader takes for it, or nothing at all', () => {
  expect(fitToCodePage('Œuf’s – “x”…', 'cp858')).toBe('OEuf\'s - "x"...');
  expect(fitToCodePage('−5', 'windows-1252')).toBe('-5');
});

test('the spaces of French amounts do not break a line, and are plain ones on paper', () => {
  const amount = fitToCodePage('1\u202F234,50\u00A0DA', 'windows-1252');
  expect(amount).toBe('1\u00A0234,50\u00A0DA');
  expect(new TextDecoder('windows-1252').decode(encodeFitted(amount ?? '', 'windows-1252'))).toBe('1 234,50 DA');
});

test('letters written in two signs are put together, and direction marks dropped', () => {
  expect(fitToCodePage('Cafe\u0301 \u2066A\u2069\u200E', 'cp858')).toBe('Café A');
});

test.each(['قهوة', 'Кофе', '咖啡', '☕', '👍🏽', 'ő', '\uFFFD', '\u001B', '\n'])('%j is for drawing, in every page', (text) => {
  for (const page of CODE_PAGE_NAMES) expect(fitToCodePage(`a${text}b`, page)).toBeNull();
});

test('every byte a page can show comes back as itself', () => {
  for (const page of CODE_PAGE_NAMES) {
    for (let byte = 0x20; byte <= 0xff; byte++) {
      const character = characterOf(byte, page);
      // A hard space shows as a plain one, and a soft hyphen is for hyphenation: neither is ever sent.
      if (character === null || character === '\u00A0' || character === '\u00AD') continue;
      expect(fitToCodePage(character, page)).toBe(character);
      expect([...encodeFitted(character, page)]).toEqual([byte]);
    }
  }
});
