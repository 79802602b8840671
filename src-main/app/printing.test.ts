import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PrintJob } from '../../src-shared/contract/terminal-state.ts';
import type { PrintingSettings } from '../../src-shared/settings/printing.ts';
import type { PrinterSettings } from '../../src-shared/settings/store-settings.ts';
import { samplePicture } from '../../tests/reference/reference-papers.ts';
import { TestTerminal } from './terminal.fixture.ts';

let terminal: TestTerminal;

beforeEach(async () => {
  terminal = new TestTerminal();
  await terminal.startDemo();
});
afterEach(() => terminal.end());

const KITCHEN: PrinterSettings = { printerId: 'kitchen', name: 'Cuisine', transport: { kind: 'virtual' }, profileId: 'generic-58mm' };

/** Loading the fonts takes a busy machine its time. */
const PATIENCE_MS = 20_000;
const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: PATIENCE_MS });

async function jobs(): Promise<readonly PrintJob[]> {
  return (await terminal.must('print.jobs', {})).jobs;
}

async function status() {
  const { status: now } = await terminal.must('terminal.state', {});
  if (now === null) throw new Error('the terminal is not set up');
  return now;
}

/** A second printer, and the rules given. */
async function withKitchen(printing: Partial<PrintingSettings> = {}): Promise<void> {
  const { settings } = terminal.till;
  const changed = { ...settings, printers: [...settings.printers, KITCHEN], printing: { ...settings.printing, ...printing } };
  await terminal.must('settings.save', { settings: changed, reason: 'test' });
}

/** Sells these for cash, exactly; answers with the sale's id. */
async function sell(...codes: readonly string[]): Promise<string> {
  for (const text of codes) await terminal.must('scan', { text, symbology: null, source: 'virtual' });
  const { cart } = await terminal.must('terminal.state', {});
  if (cart === null) throw new Error('no ticket');
  const { cartId, revision, remainingCashMinor } = cart;
  const command = {
    kind: 'tender.add',
    tender: { tenderLineId: 't1', tenderId: 'cash', kind: 'cash', amountMinor: remainingCashMinor, card: null, reference: null },
  } as const;
  const paid = await terminal.must('cart.command', { cartId, revision, command });
  await terminal.must('sale.complete', { cartId, revision: paid.cart.revision });
  return cartId;
}

/** One of the demo shop's goods that has a code and the category asked for. */
function goodOf(categoryId: string): string {
  const product = terminal.till.catalog.quickKeys(categoryId).find(({ barcodes, weighed }) => barcodes.length > 0 && !weighed);
  const code = product?.barcodes[0];
  if (code === undefined) throw new Error(`the demo shop sells nothing of ${categoryId} by code`);
  return code;
}

describe('a self-test', () => {
  test('is printed without a sale, opens the drawer and goes through the ordinary states', async () => {
    const { job } = await terminal.must('printer.self-test', { printerId: 'virtual' });
    expect(job).toMatchObject({ kind: 'self-test', saleId: null, printerId: 'virtual', state: 'queued', copy: 1 });
    await eventually(async () => (await jobs())[0]?.state).toBe('printed');
    const { pages, drawerOpenings } = await terminal.must('virtual-printer.pages', { limit: 1 });
    expect(pages[0]).toMatchObject({ printerId: 'virtual', title: 'Page de test' });
    expect(drawerOpenings).toBe(1);
    const entries = terminal.till.ledger.entriesAfter({ epoch: 1, seq: 0 }, 1_000).map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
    expect(entries.filter((entry) => entry.includes('"printer.self-tested"'))).toHaveLength(1);
  });

  test('of a printer of labels is a label', async () => {
    const { settings } = terminal.till;
    const zebra: PrinterSettings = { ...KITCHEN, printerId: 'labels', profileId: 'zebra-zpl-203' };
    const added = { ...settings, printers: [...settings.printers, zebra] };
    await terminal.must('settings.save', { settings: added, reason: 'test' });
    await terminal.must('printer.self-test', { printerId: 'labels' });
    await eventually(async () => (await jobs())[0]).toMatchObject({ kind: 'self-test', printerId: 'labels', state: 'printed' });
  });

  test('of a printer that is not in the settings is refused', async () => {
    expect(await terminal.call('printer.self-test', { printerId: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'print.not-possible' },
    });
  });
});

describe('order tickets', () => {
  test('lines of a printer’s categories go on its ticket, with the sale; the others do not', async () => {
    const [first, other] = terminal.till.catalog.categories().filter(({ categoryId }) => {
      return terminal.till.catalog.quickKeys(categoryId).some(({ barcodes, weighed }) => barcodes.length > 0 && !weighed);
    });
    if (first === undefined || other === undefined) throw new Error('two categories were wanted');
    await withKitchen({ orderPrinters: [{ printerId: 'kitchen', categoryIds: [first.categoryId] }] });
    const saleId = await sell(goodOf(first.categoryId), goodOf(other.categoryId));
    const order = terminal.till.ledger.printJobs.find(`${saleId}-o1`);
    expect(order).toMatchObject({ kind: 'order', printerId: 'kitchen', saleId, copy: 1 });
    const large = order?.document.blocks.filter((block) => block.kind === 'text' && block.size === 2 && block.text.startsWith('1 ×'));
    expect(large).toHaveLength(1);
    expect(JSON.stringify(order?.document)).not.toMatch(/\d,\d\d"/);
    await expect
      .poll(async () => (await jobs()).map(({ kind, state }) => `${kind} ${state}`))
      .toEqual(['order printed', 'receipt printed']);
    expect(await sell(goodOf(other.categoryId)).then((id) => terminal.till.ledger.printJobs.find(`${id}-o1`))).toBeNull();
  });
});

describe('a paper nobody is sure of, asked for again', () => {
  test.each([
    ['an order is the same paper, marked, with its entry', 'order'],
    ['a test page is printed once more, without a mark', 'self-test'],
  ] as const)('%s', async (_, kind) => {
    await withKitchen({ orderPrinters: [{ printerId: 'kitchen', categoryIds: ['la'] }] });
    await eventually(async () => (await status()).printers.map(({ state }) => state)).toEqual(['ready', 'ready']);
    await terminal.must('virtual-printer.fault', { fault: 'offline', printerId: 'kitchen' });
    if (kind === 'order') await sell(goodOf('la'));
    else await terminal.must('printer.self-test', { printerId: 'kitchen' });
    const waiting = async () => (await jobs()).find((one) => one.kind === kind && one.fault === 'printer.offline');
    await eventually(waiting).toBeDefined();
    const jobId = (await waiting())?.jobId ?? '';
    // What a printer that takes everything and says nothing leaves behind, without the half minute that it is given.
    const store = terminal.till.ledger.printJobs;
    expect([store.markSending(jobId), store.markWrote(jobId), store.markUnconfirmed(jobId, 'printer.silent')]).toEqual(
      Array(3).fill('moved'),
    );
    await terminal.must('virtual-printer.fault', { fault: 'none' });
    const { job } = await terminal.must('print.resolve', { jobId, word: 'again' });
    expect(job).toMatchObject({ kind, copy: 2, printerId: 'kitchen' });
    const banners = terminal.till.ledger.printJobs
      .find(job.jobId)
      ?.document.blocks.filter((block) => block.kind === 'text' && block.text === 'DUPLICATA');
    expect(banners).toHaveLength(kind === 'order' ? 2 : 0);
    const entries = terminal.till.ledger.entriesAfter({ epoch: 1, seq: 0 }, 1_000).map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
    expect(entries.filter((entry) => entry.includes('"document.duplicated"'))).toHaveLength(1);
    await eventually(async () => (await jobs()).find(({ jobId }) => jobId === job.jobId)?.state).toBe('printed');
  });
});

describe('every printer is watched', () => {
  test('the state line names the one that is worst off, and clears when it is mended', async () => {
    await withKitchen({ backups: [{ printerId: 'kitchen', backupPrinterId: 'virtual', afterSeconds: 600 }] });
    await eventually(async () => (await status()).printers.map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect((await status()).printers.map(({ roles, backupPrinterId }) => ({ roles, backupPrinterId }))).toEqual([
      { roles: ['receipt', 'backup'], backupPrinterId: null },
      { roles: [], backupPrinterId: 'virtual' },
    ]);
    expect((await status()).printer).toMatchObject({ printerId: 'virtual' });
    await terminal.must('virtual-printer.fault', { fault: 'paper-low', printerId: 'virtual' });
    await eventually(async () => (await status()).printer).toMatchObject({ printerId: 'virtual', state: 'ready', paperNearEnd: true });
    await terminal.must('virtual-printer.fault', { fault: 'cutter', printerId: 'kitchen' });
    await eventually(async () => (await status()).printer).toMatchObject({ printerId: 'kitchen', fault: 'printer.cutter' });
    await terminal.must('virtual-printer.fault', { fault: 'none' });
    await eventually(async () => (await status()).printer).toMatchObject({ printerId: 'virtual', fault: null, paperNearEnd: false });
  });

  test('the drawer that stays open is seen, and seen shut', async () => {
    await terminal.must('virtual-printer.drawer', { behaviour: 'stays-open' });
    await terminal.must('drawer.open', { reason: 'test' });
    await eventually(async () => (await status()).drawer.state).toBe('open');
    await terminal.must('virtual-printer.drawer', { behaviour: 'shuts' });
    await eventually(async () => (await status()).drawer.state).toBe('shut');
  });
});

describe('the logo', () => {
  const logo = { file: 'logo.png', widthPercent: 50 };

  test.each([
    ['that is not there', null, 'missing'],
    ['that is no picture', Buffer.from('hello'), 'not-a-picture'],
  ])('%s is refused with words, and nothing is changed', async (_, file, problem) => {
    mkdirSync(join(terminal.root, 'pictures'), { recursive: true });
    if (file !== null) writeFileSync(join(terminal.root, 'pictures', logo.file), file);
    const { settings } = terminal.till;
    const saved = await terminal.call('settings.save', {
      settings: { ...settings, printing: { ...settings.printing, logo } },
      reason: 'test',
    });
    expect(saved).toEqual({ ok: false, error: { code: 'printing.logo-unusable', params: { file: 'logo.png', problem } } });
    expect(terminal.till.settings.printing.logo).toBeNull();
  });

  test('stands on the receipts from then on, and a file that goes later spoils none', async () => {
    mkdirSync(join(terminal.root, 'pictures'), { recursive: true });
    writeFileSync(join(terminal.root, 'pictures', logo.file), samplePicture());
    const { settings } = terminal.till;
    await terminal.must('settings.save', { settings: { ...settings, printing: { ...settings.printing, logo } }, reason: 'test' });
    const heightOfLast = async () => (await terminal.must('virtual-printer.pages', { limit: 1 })).pages[0]?.heightPx ?? 0;
    await sell(goodOf('la'));
    await eventually(async () => (await jobs())[0]?.state).toBe('printed');
    const withLogo = await heightOfLast();
    writeFileSync(join(terminal.root, 'pictures', logo.file), 'gone');
    await sell(goodOf('la'));
    await eventually(async () => (await jobs()).filter(({ state }) => state === 'printed').length).toBe(2);
    expect(withLogo - (await heightOfLast())).toBe(96);
    expect(terminal.logged.some((line) => line.includes('the logo cannot be printed'))).toBe(true);
  });
});
