import { enrolmentText } from '../../src-shared/contract/enrolment-text.ts';
import { expect, test } from './cloud-fixtures.ts';
import { MILK } from './demo-goods.ts';

test.use({ merchant: 'Épicerie El Baraka' });

test('enrolled by one scan, in Arabic, a till sells at the price that is changed in the cloud', async ({ till, office }) => {
  const { page } = till;
  await till.signIn({ language: 'ar' });
  const milkHere = async () => {
    const { hits } = await till.ask('catalog.search', { query: MILK.fr, language: 'fr', limit: 5 });
    return hits.find(({ product }) => product.name.fr === MILK.fr)?.product;
  };
  const milk = await milkHere();
  if (milk === undefined) throw new Error('the demo shop has no milk');
  const priced = (unitPriceMinor: number) => ({ ...milk, categoryId: null, image: null, unitPriceMinor });
  const made = await office.putProduct(priced(26_00), null);
  const code = await office.codeFor('Caisse 1');

  await page.keyboard.press('F10');
  await page.getByRole('option', { name: 'الإرسال إلى الخادم' }).click();
  const sheet = page.getByRole('dialog', { name: 'الإرسال إلى الخادم' });
  await expect(sheet).toContainText('غير مربوط بأي خادم');
  await till.scan(enrolmentText({ cloudUrl: office.cloudUrl, code }));
  await expect(sheet).toContainText('تمت قراءة رمز QR');
  await expect(sheet.getByLabel('عنوان الخادم')).toHaveValue(office.cloudUrl);
  await expect(sheet.getByLabel('رمز التسجيل')).toHaveValue(code);
  await sheet.getByRole('button', { name: 'تسجيل هذا الصندوق' }).click();
  await expect(sheet).toContainText('تم إرسال كل شيء');
  await expect(sheet).toContainText('سلعة واحدة للبيع');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  await till.scan(MILK.code);
  await expect.poll(till.total).toBe('26,00');
  await office.putProduct(priced(31_00), made);
  await expect
    .poll(async () => {
      await till.ask('sync.retry', {});
      return (await milkHere())?.unitPriceMinor;
    })
    .toBe(31_00);
  await till.scan(MILK.code);
  // What is on the ticket already stays at what it was sold for.
  await expect.poll(till.total).toBe('57,00');
});
