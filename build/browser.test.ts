import { expect, test } from 'vitest';
import { findBrowser } from './browser.ts';

test('CHROMIUM_PATH is taken first', () => {
  expect(findBrowser({ CHROMIUM_PATH: '/opt/own' }, () => true)?.executablePath).toBe('/opt/own');
});

test('a CHROMIUM_PATH that names nothing is an error, not another browser', () => {
  expect(() => findBrowser({ CHROMIUM_PATH: '/opt/own' }, (path) => path !== '/opt/own')).toThrow('/opt/own');
});

test('no browser at all is said, not guessed', () => {
  expect(findBrowser({}, () => false)).toBeUndefined();
});
