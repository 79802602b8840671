import { expect } from '../fixtures.ts';
import { savedCsv, shownLines } from './closing.ts';
import { type Counter, plain, wordsOf, written } from './counter.ts';
import { journalOf, papersOf, sumsOf } from './journal-sums.ts';

/** Figures that come to nothing and have no row of their own. */
function withoutNothing(sums: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...sums].filter(([, amount]) => amount !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The CSV's figures as centimes and counts, without the sections left out. */
function figuresOf(csv: ReadonlyMap<string, string>, leftOut: readonly string[]): Readonly<Record<string, number>> {
  const kept = [...csv].filter(([key]) => !leftOut.includes(key.split(' ')[0] ?? ''));
  return withoutNothing(new Map(kept.map(([key, text]) => [key, key.endsWith('#') ? Number(text) : Math.round(Number(text) * 100)])));
}

/** What the paper must say of those sums: the words of a line and its figure. */
function paperLines(sums: ReadonlyMap<string, number>): readonly (readonly [string, string])[] {
  const words = wordsOf('fr');
  const amount = (key: string) => written(sums.get(key) ?? 0);
  const count = (key: string) => String(sums.get(`${key} #`) ?? 0);
  return [
    [`${words('till-paper:sales')} (${count('count sales')})`, amount('total sales')],
    [`${words('till-paper:returns')} (${count('count returns')})`, amount('total returns')],
    [words('till-paper:voidedTickets'), count('count voidedTickets')],
    [words('till-paper:duplicates'), count('count duplicates')],
    [words('till-paper:drawerOpenings'), count('count drawerOpenings')],
    [`TVA 19 % sur ${amount('tax-base TVA 190000')}`, amount('tax TVA 190000')],
    [`TVA 9 % sur ${amount('tax-base TVA 90000')}`, amount('tax TVA 90000')],
    [`Espèces (${count('tender cash cash')})`, amount('tender cash cash')],
    [`Carte CIB / Edahabia (${count('tender card card')})`, amount('tender card card')],
    [`Chèque (${count('tender cheque cheque')})`, amount('tender cheque cheque')],
    [`Paiement mobile (${count('tender mobile mobile')})`, amount('tender mobile mobile')],
    [`Compte client (${count('tender on-account on-account')})`, amount('tender on-account on-account')],
    [`Carte cadeau (${count('tender gift-card gift-card')})`, amount('tender gift-card gift-card')],
    [`Espèces (${count('account cash cash')})`, amount('account cash cash')],
    [`Carte CIB / Edahabia (${count('account card card')})`, amount('account card card')],
    [words('till-paper:float'), amount('cash float')],
    [`${words('till-paper:paid-out')} (${count('movement paid-out')})`, amount('movement paid-out')],
    [words('till-paper:expected'), amount('cash expected')],
  ];
}

function plainLines(lines: readonly (readonly [string, string])[]): readonly string[] {
  return lines.map(([label, value]) => `${plain(label)} | ${plain(value)}`);
}

/** The last paper of that title, as the pairs of its lines. */
function paperOf({ host }: Counter, title: string): readonly string[] {
  const paper = papersOf(host.folder).findLast((candidate) => plain(candidate.title).startsWith(title));
  if (paper === undefined) throw new Error(`nothing was printed that is called ${title}`);
  return plainLines(paper.blocks.flatMap((block) => (block.kind === 'pair' ? [[block.start, block.end] as const] : [])));
}

export interface Known {
  readonly sales: number;
  readonly drawerMinor: number;
  readonly missingMinor: number;
}

/** Journal, file, paper and screen say the same of the session, and the same as whoever stood at the drawer. */
export async function expectZAgrees(counter: Counter, known: Known): Promise<void> {
  const sums = sumsOf(journalOf(counter.host.folder));
  expect(sums.get('count sales #')).toBe(known.sales);
  expect(sums.get('cash expected')).toBe(known.drawerMinor);
  const csv = await savedCsv(counter);
  expect(figuresOf(csv, ['counted', 'counted-pieces', 'expected', 'variance'])).toEqual(withoutNothing(sums));
  expect(csv.get('counted cash')).toBe(((known.drawerMinor - known.missingMinor) / 100).toFixed(2));
  expect(csv.get('variance cash')).toBe((-known.missingMinor / 100).toFixed(2));
  const printed = paperOf(counter, wordsOf('fr')('till-paper:z'));
  expect(printed).toEqual(expect.arrayContaining([...plainLines(paperLines(sums))]));
  expect(printed).toContain(`${wordsOf('fr')('till-paper:variance')} | ${written(-known.missingMinor)}`);
  expect(plainLines(await shownLines(counter))).toEqual(printed);
}

/** The only session of a day is the day: everything but the float, which belongs to a drawer. */
export async function expectDayAgrees(counter: Counter): Promise<void> {
  const sums = sumsOf(journalOf(counter.host.folder));
  const csv = figuresOf(await savedCsv(counter), ['cash']);
  expect(csv).toEqual(withoutNothing(new Map([...sums].filter(([key]) => !key.startsWith('cash ')))));
  expect(plainLines(await shownLines(counter))).toEqual(paperOf(counter, wordsOf('fr')('till-paper:day')));
}
