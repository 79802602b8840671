import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Locator, Page } from '@playwright/test';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import { expect } from '../fixtures.ts';
import type { TerminalHost } from '../terminal-host.ts';

/** A pace a person types at: slower than any scanner. */
const TYPING = { delay: 90 };
const LOCALES = join(import.meta.dirname, '../../../resources/locales');

/** A word of the screen by its key, such as `pay:complete`. */
export type Words = (key: string) => string;

export function wordsOf(language: Language): Words {
  return (key) => {
    const [file = '', path = ''] = key.split(':');
    let word: unknown = JSON.parse(readFileSync(join(LOCALES, language, `${file}.json`), 'utf8'));
    for (const part of path.split('.')) word = (word as Record<string, unknown> | undefined)?.[part];
    if (typeof word !== 'string') throw new Error(`no word ${key} in ${language}`);
    return word;
  };
}

/** The till as people stand before it: what they see, what they scan with, and in which language the screen speaks to them. */
export interface Counter {
  readonly page: Page;
  readonly scanner: CDPSession;
  readonly host: TerminalHost;
  readonly words: Words;
}

export async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, TYPING);
}

/** The figure of the pad that is on the screen. */
export function figure(page: Page): Locator {
  return page.locator('input[data-number-pad]');
}

/** An amount as people write it, from the centime: `1 305,00`. */
export function written(minor: number): string {
  const sign = minor < 0 ? '-' : '';
  const [whole = '', cents = ''] = (Math.abs(minor) / 100).toFixed(2).split('.');
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ' ')},${cents}`;
}

/** An amount as the screen or paper shows it, without what only places it: every kind of space is one, marks of direction are none. */
export function plain(text: string): string {
  return text
    .replace(/[\u061C\u200E\u200F\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

export async function expectTotal({ page }: Counter, minor: number): Promise<void> {
  await expect.poll(async () => plain((await page.getByTestId('total').textContent()) ?? '')).toBe(written(minor));
}

/** Chooses an entry of the menu under F10. */
export async function fromMenu({ page, words }: Counter, entry: string): Promise<void> {
  await page.keyboard.press('F10');
  await page.getByRole('option', { name: words(`common:menu.${entry}`), exact: true }).tap();
}
