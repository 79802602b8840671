import type { CDPSession, Page } from '@playwright/test';
import { CAMEMBERT, MILK, UHT_MILK } from './demo-goods.ts';
import { typeAsScanner } from './wedge-scanner.ts';

/** A manager's day in the demo shop, as the guide tells it: each page of it is shown to `shoot`. */

const TYPING = { delay: 90 };

interface Walk {
  readonly page: Page;
  readonly scanner: CDPSession;
  readonly shoot: (name: string) => Promise<void>;
}

async function open({ page, shoot }: Walk): Promise<void> {
  await page.getByRole('button', { name: 'Amina' }).click();
  await page.locator('input[data-number-pad]').waitFor();
  await page.keyboard.type('5000', TYPING);
  await shoot('manager-open');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox').waitFor();
}

async function sell({ page, scanner }: Walk, codes: readonly string[]): Promise<void> {
  await typeAsScanner(scanner, codes);
  await page.getByRole('listbox', { name: 'Ticket' }).getByRole('option').first().waitFor();
  await page.keyboard.press('F12');
  await page.locator('input[data-number-pad]').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Le compte est bon').waitFor();
  await page.keyboard.press('F12');
  await page.getByRole('button', { name: /^Client suivant/ }).waitFor();
}

async function nextCustomer({ page }: Walk): Promise<void> {
  while (!(await page.getByRole('combobox').isVisible())) {
    await page.keyboard.press('Enter');
    await page.waitForTimeout(TYPING.delay);
  }
}

/** The cashier, in French for the picture, asks for a fifth off. */
async function override({ page, scanner, shoot }: Walk): Promise<void> {
  await page.getByRole('button', { name: /Changer de personne/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'كريم' }).click();
  await page.locator('html[lang="ar"]').waitFor();
  await page.getByRole('banner').getByRole('button', { name: 'اللغة' }).click();
  await page.getByRole('dialog').getByText('Français').click();
  await page.locator('html[lang="fr"]').waitFor();
  await page.keyboard.press('Escape');
  await typeAsScanner(scanner, [CAMEMBERT.code]);
  await page.getByRole('listbox', { name: 'Ticket' }).getByRole('option').first().waitFor();
  await page.keyboard.press('F6');
  await page.keyboard.type('20', TYPING);
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('alertdialog');
  await sheet.getByRole('button', { name: 'Demande du client' }).click();
  await shoot('manager-override');
  await sheet.getByRole('button', { name: /autorise$/ }).click();
  await sheet.waitFor({ state: 'hidden' });
  await sell({ page, scanner, shoot }, []);
  await nextCustomer({ page, scanner, shoot });
  await page.getByRole('button', { name: /Changer de personne/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Amina' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

async function takeBack({ page, shoot }: Walk): Promise<void> {
  await page.keyboard.press('F8');
  await page.getByRole('option').last().click();
  await page
    .getByRole('button', { name: /^Un de plus/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Défectueux' }).click();
  await shoot('manager-return');
  await page.keyboard.press('F12');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.press('F12');
  await page.locator('input[data-number-pad]').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Le compte est bon').waitFor();
  await page.keyboard.press('F12');
  await page.getByRole('button', { name: /^Client suivant/ }).waitFor();
}

async function payOut({ page, shoot }: Walk): Promise<void> {
  await page.getByRole('button', { name: /^Caisse 1/ }).click();
  await page.getByRole('button', { name: 'Sortie d’argent' }).click();
  await page.locator('input[data-number-pad]').waitFor();
  await page.keyboard.type('120', TYPING);
  await page.getByRole('button', { name: 'Petite dépense' }).click();
  await shoot('manager-paid-out');
  await page.getByRole('button', { name: 'Faire sortir' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Petite dépense' }).waitFor();
}

async function close({ page, shoot }: Walk): Promise<void> {
  await page.keyboard.press('F12');
  await page.getByRole('heading', { level: 1, name: /Comptage/ }).waitFor();
  // Twenty dinars less than there should be: 2 × 2000, 1000, 2 × 200, 2 × 20.
  for (const count of ['2', '1', '', '2', '', '', '', '', '2']) {
    if (count !== '') await page.keyboard.type(count, TYPING);
    await page.keyboard.press('Enter');
  }
  await shoot('manager-count');
  for (const tender of [/^Carte CIB/, /^Chèque/, /^Paiement mobile/]) {
    await page.getByRole('button', { name: tender }).click();
    await page.keyboard.type('0', TYPING);
  }
  await page.keyboard.press('F12');
  await page.getByRole('heading', { level: 1, name: /Résultat/ }).waitFor();
  await page.getByRole('button', { name: 'Erreur de rendu' }).click();
  await shoot('manager-variance');
  await page.getByRole('button', { name: /^Clôturer : Z/ }).click();
  await page.getByRole('heading', { level: 1, name: /Z n°/ }).waitFor();
  await shoot('manager-z');
}

async function closeDay({ page, shoot }: Walk): Promise<void> {
  await page.getByRole('button', { name: 'Clôtures' }).click();
  await page.getByRole('button', { name: /^Clôturer : / }).click();
  await page.getByText('Tout est clôturé.').waitFor();
  await page.getByRole('option').first().click();
  await page.getByRole('article').waitFor();
  await shoot('manager-closures');
}

export async function walkManager(page: Page, scanner: CDPSession, shoot: Walk['shoot']): Promise<void> {
  const walk = { page, scanner, shoot };
  await open(walk);
  await sell(walk, [CAMEMBERT.code, MILK.code]);
  await nextCustomer(walk);
  await sell(walk, [UHT_MILK.code, UHT_MILK.code]);
  await nextCustomer(walk);
  await override(walk);
  await takeBack(walk);
  await payOut(walk);
  await close(walk);
  await closeDay(walk);
}
