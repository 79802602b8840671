import { readFile } from 'node:fs/promises';
import { expect } from '../fixtures.ts';
import { type Counter, figure, type, written } from './counter.ts';

/** Notes and coins of the demo shop's currency as the count asks for them, in dinars. */
const PIECES = [2_000, 1_000, 500, 200, 100, 200, 100, 50, 20, 10, 5, 2, 1];

/** Whoever counts lays the same money in as few pieces as it can. */
function laidOut(cashMinor: number): readonly number[] {
  let leftMinor = cashMinor;
  const counts = PIECES.map((dinars) => {
    const count = Math.floor(leftMinor / (dinars * 100));
    leftMinor -= count * dinars * 100;
    return count;
  });
  if (leftMinor !== 0) throw new Error(`no piece pays ${leftMinor} centimes`);
  return counts;
}

export async function beginCount({ page }: Counter): Promise<void> {
  await expect(page.getByRole('button', { name: /^Compter/ })).toBeVisible();
  await page.keyboard.press('F12');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Comptage');
  await expect(figure(page)).toBeFocused();
}

/** Types pile after pile with keys alone. `rows`: from which to which. */
export async function countPiles({ page }: Counter, cashMinor: number, [from, to]: readonly [number, number]): Promise<void> {
  for (const count of laidOut(cashMinor).slice(from, to)) {
    if (count > 0) await type(page, String(count));
    await page.keyboard.press('Enter');
  }
}

export const HALF = PIECES.slice(0, 3).length;
export const ALL = PIECES.length;

/** What is counted so far, as the screen says it. */
export async function expectCounted({ page }: Counter, cashMinor: number): Promise<void> {
  await expect(page.getByText('Espèces comptées').locator('..')).toContainText(written(cashMinor).replace(/ /g, ' '));
}

/** What the first piles come to. */
export function pilesMinor(cashMinor: number, piles: number): number {
  const counts = laidOut(cashMinor).slice(0, piles);
  return counts.reduce((sum, count, index) => sum + count * (PIECES[index] ?? 0) * 100, 0);
}

export async function countSlips({ page }: Counter, slips: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, slipsMinor] of Object.entries(slips)) {
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).tap();
    await type(page, written(slipsMinor).replace(' ', ''));
  }
}

/** The count is finished, and what is missing shows for the first time. */
export async function finishCount({ page }: Counter, missingMinor: number): Promise<void> {
  await page.keyboard.press('F12');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Résultat du comptage');
  await expectMissing(page, missingMinor);
}

export async function expectMissing(page: Counter['page'], missingMinor: number): Promise<void> {
  await expect(page.getByRole('row').filter({ hasText: 'Espèces' })).toContainText(`-${written(missingMinor)}`);
  for (const tender of ['Carte CIB', 'Chèque', 'Paiement mobile']) {
    await expect(page.getByRole('row').filter({ hasText: tender })).toContainText('juste');
  }
}

/** Gives the reason and closes: the Z stands on the screen. */
export async function closeTill({ page }: Counter): Promise<void> {
  await page.getByRole('button', { name: 'Erreur de rendu' }).tap();
  await page.getByRole('button', { name: 'Clôturer : Z' }).tap();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Z n°');
}

/** The day, and whatever else is over, in the order in which the screen offers it. */
export async function closeDay({ page }: Counter): Promise<void> {
  await page.getByRole('button', { name: 'Clôtures' }).tap();
  await page.getByRole('button', { name: /^Clôturer : / }).tap();
  await expect(page.getByText('Tout est clôturé.')).toBeVisible();
}

/** The report on the screen as the file for a spreadsheet: each row's amount, or its count, by section, item and detail. */
export async function savedCsv({ page }: Counter): Promise<ReadonlyMap<string, string>> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Enregistrer en CSV' }).tap();
  const text = await readFile(await (await download).path(), 'utf8');
  const [, ...rows] = text.trim().split('\r\n');
  return new Map(
    rows.flatMap((row) => {
      const [section, item, detail, count, amount] = row.split(',');
      const key = [section, item, detail].filter((part) => part !== '').join(' ');
      return [...(amount === '' ? [] : [[key, amount ?? ''] as const]), ...(count === '' ? [] : [[`${key} #`, count ?? ''] as const])];
    }),
  );
}

/** The report on the screen as its paper: what stands at the two ends of each line. */
export async function shownLines({ page }: Counter): Promise<readonly (readonly [string, string])[]> {
  const lines = await page
    .getByRole('article')
    .locator('p:has(> span + span)')
    .evaluateAll((found) => found.map((line) => [line.children[0]?.textContent ?? '', line.children[1]?.textContent ?? ''] as const));
  if (lines.length === 0) throw new Error('there is no paper on the screen');
  return lines;
}
