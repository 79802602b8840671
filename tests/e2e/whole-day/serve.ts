import { expect } from '../fixtures.ts';
import { typeAsScanner } from '../wedge-scanner.ts';
import { type Counter, expectTotal, figure, fromMenu, type } from './counter.ts';
import type { Customer, Goods, Part } from './customers-of-the-day.ts';

/** Ways to pay are touched, by what their tile begins with in both languages. */
const TENDERS = {
  cash: /^(Espèces|نقدا)/,
  card: /^(Carte CIB|بطاقة CIB)/,
  cheque: /^(Chèque|شيك)/,
  mobile: /^(Paiement mobile|دفع بالهاتف)/,
};

/** One customer, from the first thing on the counter to her change. */
export async function serve(counter: Counter, customer: Customer): Promise<void> {
  await ringUp(counter, customer);
  await pay(counter, customer.pays);
}

export async function ringUp(counter: Counter, { takes, totalMinor }: Omit<Customer, 'pays'>): Promise<void> {
  if (takes.length > 0) await greet(counter, takes);
  for (const goods of takes) await take(counter, goods);
  await expectTotal(counter, totalMinor);
}

/** The change of the sale before stays on the screen: a scan goes on by itself, before anything else it is put away by a key. */
export async function greet({ page }: Counter, takes: readonly Goods[]): Promise<void> {
  if (takes[0]?.by === 'scan' || (await page.getByRole('combobox').isVisible())) return;
  // It stays for half a second whatever is pressed, so the key is pressed until it is taken.
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox')).toBeVisible({ timeout: 100 });
  }).toPass({ intervals: [50] });
}

async function take(counter: Counter, goods: Goods): Promise<void> {
  const { page, scanner, words } = counter;
  switch (goods.by) {
    case 'scan':
      await typeAsScanner(scanner, goods.codes);
      // The same goods share a line. A scan that is still on its way would close what is opened meanwhile.
      return expect(page.getByRole('listbox', { name: words('sell:cart.title') }).getByRole('option')).toHaveCount(
        new Set(goods.codes).size,
      );
    case 'unknown-scan':
      await typeAsScanner(scanner, [goods.code]);
      return expect(page.getByRole('heading', { name: words('sell:unknown.title.unknown') })).toBeVisible();
    case 'search':
      await search(counter, goods.typed, goods.name);
      return goods.kilos === undefined ? undefined : giveWeight(counter, goods.name, goods.kilos);
    case 'tile':
      await page.getByRole('row', { name: goods.name }).tap();
      return giveWeight(counter, goods.name, goods.kilos);
    case 'number':
      await type(page, goods.plu);
      await page.keyboard.press('Enter');
      return giveWeight(counter, goods.name, goods.kilos);
    case 'ad-hoc':
      return adHoc(counter, goods);
    case 'quantity':
      return changeQuantity(counter, goods.typed);
    case 'line-discount':
      return discountLine(counter, goods);
    case 'ticket-discount':
      return discountTicket(counter, goods.typed);
    case 'price':
      await openLine(counter, goods.name);
      await page.getByRole('tab', { name: words('sell:line.tab.price') }).tap();
      return giveFigure(counter, goods.typed);
    case 'removal':
      return page.keyboard.press('Delete');
  }
}

/** Nothing is on the scale: the first digit asks for the weight by hand. */
async function giveWeight(counter: Counter, name: string, kilos: string): Promise<void> {
  const { page } = counter;
  await expect(page.getByRole('region', { name })).toBeVisible();
  await type(page, kilos);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name })).toHaveCount(0);
}

/** Types a figure where one is asked for, and gives it. */
async function giveFigure({ page }: Counter, typed: string): Promise<void> {
  await expect(figure(page)).toBeVisible();
  await type(page, typed);
  await page.keyboard.press('Enter');
  await expect(figure(page)).toHaveCount(0);
}

async function search({ page, words }: Counter, typed: string, name: string): Promise<void> {
  await page.keyboard.press('F2');
  await type(page, typed);
  const hits = page.getByRole('listbox', { name: words('sell:search.results') }).getByRole('option');
  await expect(hits.first()).toContainText(name);
  await hits.first().tap();
}

async function adHoc(
  counter: Counter,
  { name, price, isExempt }: { readonly name: string; readonly price: string; readonly isExempt: boolean },
): Promise<void> {
  const { page, words } = counter;
  await fromMenu(counter, 'ad-hoc');
  await expect(figure(page)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await type(page, price);
  if (isExempt) await page.getByRole('button', { name: 'Exonéré' }).tap();
  await page.getByRole('textbox', { name: words('sell:adHoc.name') }).tap();
  await type(page, name);
  await page.keyboard.press('Enter');
}

async function changeQuantity(counter: Counter, typed: string): Promise<void> {
  await counter.page.keyboard.press('F7');
  await giveFigure(counter, typed);
}

async function openLine({ page, words }: Counter, name: string): Promise<void> {
  await page
    .getByRole('listbox', { name: words('sell:cart.title') })
    .getByRole('option', { name })
    .tap();
}

async function discountLine(counter: Counter, { name, of, typed }: Extract<Goods, { readonly by: 'line-discount' }>): Promise<void> {
  const { page, words } = counter;
  await openLine(counter, name);
  await page.keyboard.press('F6');
  await page.getByRole('button', { name: words(`sell:discount.${of}`) }).tap();
  await figure(page).tap();
  await giveFigure(counter, typed);
}

async function discountTicket(counter: Counter, typed: string): Promise<void> {
  await counter.page.keyboard.press('F6');
  await giveFigure(counter, typed);
}

export async function pay(counter: Counter, parts: readonly Part[]): Promise<void> {
  const { page } = counter;
  await page.keyboard.press('F12');
  await expect(figure(page)).toBeFocused();
  for (const [index, part] of parts.entries()) await payPart(counter, part, index > 0);
  await complete(counter);
}

async function payPart({ page, words }: Counter, part: Part, isFurther: boolean): Promise<void> {
  if (part.note !== undefined) return page.getByRole('button', { name: part.note }).tap();
  if (part.tender !== 'cash' || isFurther) await page.getByRole('button', { name: TENDERS[part.tender] }).tap();
  await expect(figure(page)).toBeFocused();
  if (part.typed !== null) await type(page, part.typed);
  if (part.lastFour !== undefined)
    await page
      .getByLabel(words('pay:card.lastFour'))
      .tap()
      .then(() => type(page, part.lastFour ?? ''));
  if (part.reference !== undefined)
    await page
      .getByLabel(words('pay:reference'))
      .tap()
      .then(() => type(page, part.reference ?? ''));
  return page.keyboard.press('Enter');
}

/** Nothing is left to pay: one key more, and the sale is in the journal. */
export async function complete({ page, words }: Counter): Promise<void> {
  await expect(page.getByRole('button', { name: words('pay:complete') })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: words('pay:nextCustomer') })).toBeVisible();
}

/** The number of the receipt that has just been printed, as the screen says it. */
export async function receiptNumber({ page, words }: Counter): Promise<string> {
  const row = page.locator('dl > div').filter({ hasText: words('pay:receiptNumber') });
  return (await row.locator('dd').innerText()).trim();
}
