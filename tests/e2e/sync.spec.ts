import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase } from '../../cloud-api/testing/test-database.ts';
import { expect, test } from './fixtures.ts';

test('a till is enrolled by its code, sends what it holds, and copies to a stick what it cannot send', async ({ till }) => {
  const cloud = await TestCloud.start(embeddedDatabase());
  const stick = mkdtempSync(join(tmpdir(), 'contacto-stick-'));
  try {
    const { code } = await cloud.code(await cloud.merchant('Épicerie El Baraka'));
    const { page } = till;
    await till.signIn();
    await page.keyboard.press('F10');
    await page.getByRole('option', { name: 'Envoi au serveur' }).click();
    const sheet = page.getByRole('dialog', { name: 'Envoi au serveur' });
    await expect(sheet).toContainText('reliée à aucun serveur');
    await sheet.getByRole('button', { name: 'Copier sur une clé USB' }).click();
    await sheet.getByLabel('Dossier de la clé').fill(stick);
    await sheet.getByRole('button', { name: 'Écrire' }).click();
    await expect(sheet).toContainText(/écritures? copiées? :/);
    await sheet.getByLabel('Adresse du serveur').fill(cloud.cloud.address);
    await sheet.getByLabel('Code d’inscription').fill('AAAAA-AAAAA');
    await sheet.getByRole('button', { name: 'Inscrire cette caisse' }).click();
    await expect(sheet).toContainText('Ce code n’existe pas');
    await sheet.getByLabel('Code d’inscription').fill(code.toLowerCase());
    await sheet.getByLabel('Code d’inscription').press('Enter');
    await expect(sheet).toContainText('Tout est envoyé');
    await expect(sheet).toContainText('Épicerie El Baraka');
    const rows = await cloud.cloud.database.all.selectFrom('entry').select('seq').orderBy('seq').execute();
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
  } finally {
    await cloud.stop();
    rmSync(stick, { recursive: true, force: true });
  }
});
