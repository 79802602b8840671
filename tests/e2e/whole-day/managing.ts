import type { Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { typeAsScanner } from '../wedge-scanner.ts';
import { type Counter, expectTotal, figure, fromMenu, plain, type, written } from './counter.ts';
import type { Customer } from './customers-of-the-day.ts';
import { complete, greet, serve } from './serve.ts';

/** What the manager and the cashier do beside serving. The words are French: it is the manager's language. */
const PIN = '5829';
const SUPPLIER = 'Fournisseur payé';

export async function openTill({ page }: Counter, float: string): Promise<void> {
  await expect(figure(page)).toBeFocused();
  await type(page, float);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox')).toBeVisible();
}

/** From here on nobody is the manager by touching her name. */
export async function giveManagerPin(counter: Counter): Promise<void> {
  const { page } = counter;
  await fromMenu(counter, 'people');
  await page.getByRole('option', { name: 'Amina' }).tap();
  await page.getByRole('button', { name: 'Donner un code' }).tap();
  for (const step of ['Tapez un code', 'Tapez-le encore']) {
    await expect(page.getByText(step)).toBeVisible();
    await type(page, PIN);
    await page.keyboard.press('Enter');
  }
  await expect(page.getByText('Amina se présente avec un code')).toBeVisible();
  await page.getByRole('button', { name: 'Retour' }).tap();
  await expect(page.getByRole('combobox')).toBeVisible();
}

async function typePin(page: Page): Promise<void> {
  await expect(page.getByLabel(/^(Code de|رمز) Amina$/).and(page.locator('input'))).toBeFocused();
  await type(page, PIN);
  await page.keyboard.press('Enter');
}

/** The manager at a till that shows who may work here. */
export async function managerSignsIn({ page }: Counter): Promise<void> {
  await page.getByRole('button', { name: 'Amina' }).tap();
  await typePin(page);
}

/** Goods put aside while somebody else is served, and called back. */
export async function holdAndRecall(counter: Counter, waits: Customer, meanwhile: Customer): Promise<void> {
  const { page, scanner } = counter;
  await greet(counter, waits.takes);
  for (const goods of waits.takes) if (goods.by === 'scan') await typeAsScanner(scanner, goods.codes);
  await expectTotal(counter, waits.totalMinor);
  await page.keyboard.press('F3');
  await expectTotal(counter, 0);
  await serve(counter, meanwhile);
  await greet(counter, []);
  await page.keyboard.press('F4');
  await expect(page.getByRole('dialog', { name: 'Tickets en attente' }).getByRole('option')).toContainText(written(waits.totalMinor));
  await page.keyboard.press('Enter');
  await serve(counter, { ...waits, takes: [] });
}

/** Somebody changes her mind: the ticket is given up whole. */
export async function giveTicketUp(counter: Counter, code: string): Promise<void> {
  const { page, scanner } = counter;
  await typeAsScanner(scanner, [code]);
  await expect(page.getByRole('listbox', { name: 'Ticket' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Shift+Delete');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Annuler le ticket' }).tap();
  await expectTotal(counter, 0);
}

export async function openDrawerForChange({ page }: Counter): Promise<void> {
  await page.keyboard.press('F9');
  await page.getByRole('button', { name: 'Faire de la monnaie' }).tap();
  await expect(page.getByText('Tiroir ouvert.')).toBeVisible();
}

/** The receipt that has just been printed once more; the paper says that it is one. */
export async function reprint({ page }: Counter): Promise<void> {
  await page.keyboard.press('Control+p');
  await page.getByRole('button', { name: 'Le client la demande' }).tap();
  await expect(page.getByText('duplicata 1')).toBeVisible();
}

/** Closes what was recorded, and then the sheet it was asked for on. */
async function leaveMoney({ page }: Counter, sheet: string): Promise<void> {
  await page.getByRole('button', { name: 'Terminé' }).tap();
  // The sheet has the keys again when it has the focus again.
  await expect(page.getByRole('dialog', { name: sheet }).locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** A gift card for cash; answers its number. */
export async function sellGiftCard(counter: Counter, amount: string): Promise<string> {
  const { page } = counter;
  await fromMenu(counter, 'gift-cards');
  await page.getByRole('button', { name: 'Vendre une carte' }).tap();
  await expect(figure(page)).toBeFocused();
  await type(page, amount);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Espèces/ }).tap();
  const number = page.getByText(/^77\d{2}( \d{4}){3}$/);
  await expect(number).toBeVisible();
  const code = (await number.innerText()).replace(/\s/g, '');
  await leaveMoney(counter, 'Cartes cadeaux');
  return code;
}

/** Coffee for 240: what is on the card, and the rest in cash. */
export async function payByGiftCard(counter: Counter, goods: string, card: string): Promise<void> {
  const { page, scanner } = counter;
  await typeAsScanner(scanner, [goods]);
  await expectTotal(counter, 240_00);
  await page.keyboard.press('F12');
  await expect(figure(page)).toBeFocused();
  await typeAsScanner(scanner, [card]);
  await expect(page.getByText('Sur la carte :')).toContainText('200,00');
  await page.getByRole('button', { name: 'Encaisser' }).tap();
  await expect(page.getByRole('list', { name: 'Déjà reçu' }).getByRole('listitem')).toContainText('200,00');
  await page.getByRole('button', { name: /^Espèces/ }).tap();
  await expect(figure(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await complete(counter);
}

/** Somebody is written down, and what she takes goes on her tab. */
export async function sellOnTab(counter: Counter, codes: readonly string[], name: string): Promise<void> {
  const { page, scanner } = counter;
  await typeAsScanner(scanner, codes);
  await expectTotal(counter, 315_00);
  await page.keyboard.press('F5');
  await expect(page.getByLabel('Nom, téléphone ou identifiant')).toBeFocused();
  await page.getByRole('button', { name: 'Nouveau client' }).tap();
  await page.getByLabel('Nom', { exact: true }).tap();
  await type(page, name);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Mettre sur le ticket' }).tap();
  await expect(page.getByRole('button', { name })).toBeVisible();
  await page.keyboard.press('F12');
  await page.getByRole('button', { name: /^Compte client/ }).tap();
  await expect(figure(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await complete(counter);
}

/** She pays some of it with her card. */
export async function payTab(counter: Counter, name: string, amount: string): Promise<void> {
  const { page } = counter;
  await page.keyboard.press('F5');
  await page.getByRole('option', { name: new RegExp(name) }).tap();
  await page.getByRole('button', { name: 'Régler le compte' }).tap();
  await expect(figure(page)).toHaveValue('315');
  await type(page, amount);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Carte CIB/ }).tap();
  await leaveMoney(counter, 'Clients');
}

/** A receipt is scanned and everything on it comes back, for cash. */
export async function takeBack(counter: Counter, qr: string, receipt: string, backMinor: number, cashMinor: number): Promise<void> {
  const { page, scanner } = counter;
  await typeAsScanner(scanner, [qr]);
  await expect(page.getByRole('heading', { name: receipt })).toBeVisible();
  await page.getByRole('button', { name: 'Tout reprendre' }).tap();
  await page.getByRole('button', { name: 'Défectueux' }).tap();
  await page.keyboard.press('F12');
  await expectTotal(counter, -backMinor);
  await page.keyboard.press('F12');
  await expect(figure(page)).toHaveValue(String(cashMinor / 100));
  await page.keyboard.press('Enter');
  await complete(counter);
  await expect(page.getByRole('status').filter({ hasText: counter.words('pay:giveBackNow') })).toContainText(written(cashMinor));
}

/** The cashier asks for more than is hers to give; the manager beside her allows it with her own PIN. In Arabic. */
export async function managerAllowsDiscount({ page, words }: Counter, percent: string): Promise<void> {
  await page.keyboard.press('F6');
  await expect(figure(page)).toBeFocused();
  await type(page, percent);
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('alertdialog', { name: words('override:title') });
  await sheet.getByRole('button', { name: words('override:reasons.customer') }).tap();
  for (const digit of PIN) await sheet.getByRole('button', { name: digit, exact: true }).tap();
  await sheet.getByRole('button', { name: words('override:allow'), exact: true }).tap();
  await expect(sheet).toBeHidden();
}

export async function payOut({ page }: Counter, amount: string): Promise<void> {
  await page.getByRole('button', { name: 'Caisse 1' }).tap();
  await page.getByRole('button', { name: 'Sortie d’argent' }).tap();
  await expect(figure(page)).toBeFocused();
  await type(page, amount);
  await page.getByRole('button', { name: SUPPLIER }).tap();
  await page.getByRole('button', { name: 'Faire sortir' }).tap();
  await expect(page.getByRole('listitem').filter({ hasText: SUPPLIER })).toContainText(`-${amount},00`);
}

/** The change of the last sale is put away. */
export async function nextPerson(counter: Counter): Promise<void> {
  await greet(counter, []);
}

/** Another takes over by the button that names who is at the till. */
export async function cashierTakesOver({ page }: Counter): Promise<void> {
  await page.getByRole('button', { name: 'Changer de personne' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'كريم' }).tap();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  // Whoever takes over is where the one before was: on the till's screen.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox')).toBeVisible();
}

export async function managerTakesOver(counter: Counter): Promise<void> {
  const { page } = counter;
  await greet(counter, []);
  await page.getByRole('button', { name: 'تغيير الشخص' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Amina' }).tap();
  await typePin(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
}

/** The journal is checked from its first entry to its last, and its month written into a signed file; answers the file's name. */
export async function checkAndArchive(counter: Counter): Promise<string> {
  const { page } = counter;
  await page.getByRole('button', { name: 'Retour' }).tap();
  await expect(page.getByRole('combobox').or(figure(page))).toBeVisible();
  await fromMenu(counter, 'journal');
  await page.getByRole('tab', { name: 'Contrôle et archives' }).tap();
  await page.getByRole('button', { name: 'Contrôler' }).tap();
  await expect(page.getByText(/Le journal est entier/)).toBeVisible();
  await page.getByRole('button', { name: 'Écrire l’archive' }).tap();
  const said = page.getByText(/^Archive de .*jsonl\.gz/);
  await expect(said).toBeVisible();
  return /[\w.-]+\.jsonl\.gz/.exec(plain(await said.innerText()))?.[0] ?? '';
}
