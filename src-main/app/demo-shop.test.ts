import { expect, test } from 'vitest';
import { readDemoSettings } from './demo-shop.ts';

test.each([
  ['fr', /virtuelle$/, 'fr'],
  ['en', /^Virtual/, 'en'],
  // A two-line display has no Arabic letters.
  ['ar', /\p{Script=Arabic}/u, 'fr'],
] as const)('the demo shop begun in %s names its devices in that language', (language, name, ofDisplay) => {
  const { printers, scale, customerDisplay, till, defaultLanguage, receiptLanguage } = readDemoSettings(language);
  for (const printer of printers) expect(printer.name).toMatch(name);
  expect(scale?.name).toMatch(name);
  expect(customerDisplay?.language).toBe(ofDisplay);
  expect(till.name).not.toBe('');
  expect([defaultLanguage, receiptLanguage]).toEqual([language, language]);
});
