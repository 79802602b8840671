import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test as base, expect } from './fixtures.ts';
import { startTerminalHost } from './terminal-host.ts';
import { expectDayAgrees, expectZAgrees } from './whole-day/agreement.ts';
import * as close from './whole-day/closing.ts';
import { type Counter, expectTotal, wordsOf } from './whole-day/counter.ts';
import * as day from './whole-day/customers-of-the-day.ts';
import { journalOf, papersOf } from './whole-day/journal-sums.ts';
import * as manage from './whole-day/managing.ts';
import { pay, receiptNumber, ringUp, serve } from './whole-day/serve.ts';

const FLOAT_MINOR = 5_000_00;
const PAID_OUT_MINOR = 120_00;
const GIFT_CARD_MINOR = 200_00;
/** What the gift card leaves of a coffee, paid in cash. */
const BESIDE_GIFT_CARD_MINOR = 40_00;
const GIVEN_BACK_MINOR = 255_00;
const TAB_PAYMENT_MINOR = 100_00;
/** The drawer holds less than it should. */
const MISSING_MINOR = 20_00;
const TAB_CUSTOMER = 'Nadia Haddad';

/** All the table of customers says: with them the two of the gift card and of the tab. */
const CUSTOMERS = [...day.MORNING, day.COMES_BACK, day.WAITS, day.MEANWHILE, ...day.AFTERNOON, day.WANTS_A_FIFTH_OFF];
const SALES = CUSTOMERS.length + 2;

function staysMinor(tender: day.Part['tender']): number {
  return CUSTOMERS.flatMap(({ pays }) => pays).reduce((sum, part) => (part.tender === tender ? sum + part.staysMinor : sum), 0);
}

/** What a person who wrote down every note would find in the drawer. */
const DRAWER_MINOR = FLOAT_MINOR + staysMinor('cash') + GIFT_CARD_MINOR + BESIDE_GIFT_CARD_MINOR - GIVEN_BACK_MINOR - PAID_OUT_MINOR;
const SLIPS = {
  'Carte CIB': staysMinor('card') + TAB_PAYMENT_MINOR,
  Chèque: staysMinor('cheque'),
  'Paiement mobile': staysMinor('mobile'),
};

const CLI = join(import.meta.dirname, '../../src-main/app/cli.ts');
const run = promisify(execFile);

/** The technician's command line, as one process of its own. */
async function terminal(...args: readonly string[]): Promise<string> {
  return (await run(process.execPath, [CLI, ...args])).stdout;
}

/** A till nobody has opened yet, on a touch screen, with a scanner on its cable. */
const test = base.extend<{ counter: Counter }>({
  hasTouch: true,
  actionTimeout: 10_000,
  viewport: { width: 1_024, height: 768 },
  counter: async ({ page, scannerLine }, use) => {
    const host = await startTerminalHost();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(host.address());
    await use({ page, scanner: scannerLine, host, words: wordsOf('fr') });
    await host.stop();
    expect(faults).toEqual([]);
  },
});

/** The power fails, the till is started again, and whoever closes goes back to where the close was. */
async function powerCut(counter: Counter): Promise<void> {
  const { page, host } = counter;
  await host.kill();
  await expect(page.getByRole('button', { name: 'Pas de réponse' })).toBeVisible();
  await host.startAgain();
  await page.goto(host.address());
  await manage.managerSignsIn(counter);
  await page.getByRole('button', { name: /^Caisse 1/ }).tap();
  await page.getByRole('button', { name: 'Continuer le comptage' }).tap();
}

async function morning(counter: Counter): Promise<{ readonly receipt: string }> {
  for (const customer of day.MORNING) await serve(counter, customer);
  await manage.reprint(counter);
  await serve(counter, day.COMES_BACK);
  const receipt = await receiptNumber(counter);
  await manage.holdAndRecall(counter, day.WAITS, day.MEANWHILE);
  await manage.giveTicketUp(counter, day.CODES.camembert);
  await manage.openDrawerForChange(counter);
  const card = await manage.sellGiftCard(counter, String(GIFT_CARD_MINOR / 100));
  await manage.payByGiftCard(counter, day.CODES.coffee, card);
  await manage.sellOnTab(counter, [day.CODES.milk, day.CODES.butter], TAB_CUSTOMER);
  return { receipt };
}

async function afternoon(counter: Counter): Promise<void> {
  const [first, ...others] = day.AFTERNOON;
  if (first === undefined) throw new Error('nobody comes');
  await serve(counter, first);
  await test.step('a discount over the cashier’s limit is allowed by the manager beside her', async () => {
    await ringUp(counter, { ...day.WANTS_A_FIFTH_OFF, totalMinor: 320_00 });
    await manage.managerAllowsDiscount(counter, '20');
    await expectTotal(counter, day.WANTS_A_FIFTH_OFF.totalMinor);
    await pay(counter, day.WANTS_A_FIFTH_OFF.pays);
  });
  for (const customer of others) await serve(counter, customer);
}

async function closeWithCrashes(counter: Counter): Promise<void> {
  const { page } = counter;
  const countedMinor = DRAWER_MINOR - MISSING_MINOR;
  await close.beginCount(counter);
  await close.countPiles(counter, countedMinor, [0, close.HALF]);
  // The refusal of an unfinished count comes after everything typed has arrived.
  await page.keyboard.press('F12');
  await expect(page.getByRole('alert')).toContainText('Carte CIB');
  await test.step('the power fails in the middle of the count, and what was counted is there again', async () => {
    await powerCut(counter);
    await close.expectCounted(counter, close.pilesMinor(countedMinor, close.HALF));
  });
  await page
    .getByRole('button', { name: /^200,00/ })
    .first()
    .tap();
  await close.countPiles(counter, countedMinor, [close.HALF, close.ALL]);
  await close.expectCounted(counter, countedMinor);
  await close.countSlips(counter, SLIPS);
  await close.finishCount(counter, MISSING_MINOR);
  await test.step('it fails again before the Z', async () => {
    await powerCut(counter);
    await close.expectMissing(page, MISSING_MINOR);
  });
  await close.closeTill(counter);
}

test('a whole day: forty sales, a return, an override, a paid out, a close cut off twice, Z, day, archive; all figures agree', async ({
  counter,
}) => {
  test.setTimeout(300_000);
  const { page, host } = counter;
  expect(SALES).toBe(40);

  const { receipt } = await test.step('the manager opens the till and sells', async () => {
    await page.getByRole('button', { name: 'Amina' }).tap();
    await manage.openTill(counter, String(FLOAT_MINOR / 100));
    await manage.giveManagerPin(counter);
    return morning(counter);
  });

  await test.step('what was bought comes back by the code on its paper', async () => {
    const paper = papersOf(host.folder).find(({ title }) => title === receipt);
    const code = paper?.blocks.find(({ kind }) => kind === 'qr');
    if (code?.kind !== 'qr') throw new Error('the receipt has no code');
    await manage.takeBack(counter, code.data, receipt, day.COMES_BACK.totalMinor, GIVEN_BACK_MINOR);
  });

  await test.step('the tab is paid in part, and a supplier out of the drawer', async () => {
    await manage.nextPerson(counter);
    await manage.payTab(counter, TAB_CUSTOMER, String(TAB_PAYMENT_MINOR / 100));
    await manage.payOut(counter, String(PAID_OUT_MINOR / 100));
  });

  await test.step('the cashier takes over, in Arabic', async () => {
    await manage.cashierTakesOver(counter);
    await afternoon({ ...counter, words: wordsOf('ar') });
  });

  await test.step('the manager closes', async () => {
    await manage.managerTakesOver({ ...counter, words: wordsOf('ar') });
    await page.getByRole('button', { name: /^Caisse 1/ }).tap();
    await closeWithCrashes(counter);
  });

  await test.step('the Z on paper, on the screen, as a file and of the journal is one', async () => {
    await expectZAgrees(counter, { sales: SALES, drawerMinor: DRAWER_MINOR, missingMinor: MISSING_MINOR });
  });

  await test.step('the day is closed, and comes to the same', async () => {
    await close.closeDay(counter);
    await page.getByRole('option').first().tap();
    await expectDayAgrees(counter);
  });

  await test.step('who allowed what is in the journal', () => {
    const approval = { requestedBy: 'karim', approvedBy: 'amina', permission: 'discount.over-limit' };
    const journal = journalOf(host.folder);
    expect(journal.find(({ type }) => type === 'approval.granted')?.body).toMatchObject({ approval, means: 'pin' });
    const allowed = journal.filter(
      ({ type, body }) => type === 'sale.completed' && JSON.stringify(body['events']).includes('discount-allowed'),
    );
    expect(allowed).toMatchObject([{ actor: 'karim', body: { events: [{ kind: 'discount-allowed', approval }] } }]);
  });

  const archive = await test.step('the journal is checked and archived from the screen', () => manage.checkAndArchive(counter));

  await test.step('it holds for the technician too, and its archive on a machine without the till', async () => {
    await host.shutDown();
    expect(await terminal('verify', '--data', host.folder)).toContain('all is well');
    const elsewhere = await mkdtemp(join(tmpdir(), 'contacto-archive-'));
    try {
      await copyFile(join(host.folder, 'archives', archive), join(elsewhere, archive));
      await rm(host.folder, { recursive: true });
      expect(await terminal('verify-archive', join(elsewhere, archive))).toContain('all is well');
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
});
