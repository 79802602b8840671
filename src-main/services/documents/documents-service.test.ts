import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Operation, RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import { TestTerminal } from '../../app/terminal.fixture.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });
const PATIENT = { timeout: 20_000 };
const CURCUMA = '6139990044030';
const SIZE = { widthMm: 57, heightMm: 32 };

const shop = new TestTerminal();
let saleId = '';

beforeAll(async () => {
  await shop.startDemo();
  const scanned = await shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' });
  if (scanned.kind !== 'added') throw new Error(scanned.kind);
  const tender = { tenderId: 'cash', kind: 'cash', amountMinor: 2_000, card: null, reference: null } as const;
  const { cartId, revision } = scanned.outcome.cart;
  const paid = await shop.must('cart.command', { cartId, revision, command: { kind: 'tender.add', tender } });
  ({ saleId } = (await shop.must('sale.complete', { cartId, revision: paid.cart.revision })).sale);
});
afterAll(async () => {
  await shop.end();
});

/** Every entry of the journal of one type, its body. */
function entriesOf(type: string): readonly unknown[] {
  const all = shop.till.ledger.entriesAfter({ epoch: 1, seq: 0 }, 1_000);
  return all
    .map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString('utf8')) as { type: string; body: unknown })
    .flatMap((entry) => (entry.type === type ? [entry.body] : []));
}

describe('a receipt as PDF', () => {
  test('is a copy: booked with the next number, kept in the data folder, handed over', async () => {
    const first = await shop.must('document.pdf', { kind: 'receipt', saleId, paper: 'roll' });
    expect(first.name).toBe('C1-000001-2.pdf');
    expect(first.path).toBe(join(shop.root, 'documents', first.name));
    expect(readFileSync(first.path).toString('base64')).toBe(first.pdfBase64);
    expect(Buffer.from(first.pdfBase64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    const { name } = await shop.must('document.pdf', { kind: 'receipt', saleId, paper: 'a4' });
    expect(name).toBe('C1-000001-3.pdf');
    expect(entriesOf('receipt.duplicated')).toMatchObject([{ copy: 2, reason: 'PDF' }, { copy: 3 }]);
    // Paper and files share one row of numbers.
    expect((await shop.must('receipt.reprint', { saleId, reason: null })).job.copy).toBe(4);
  });

  test('of no sale, and of no job, is refused', async () => {
    expect(await shop.call('document.pdf', { kind: 'receipt', saleId: 'none', paper: 'roll' })).toMatchObject({
      error: { code: 'sale.unknown' },
    });
    expect(await shop.call('document.pdf', { kind: 'report', jobId: 'none' })).toMatchObject({ error: { code: 'print.job-unknown' } });
  });

  test('into a folder that takes no file says which and why', async () => {
    const folder = join(shop.root, 'documents');
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, '');
    const refused = await shop.call('document.pdf', { kind: 'receipt', saleId, paper: 'roll' });
    rmSync(folder);
    expect(refused).toMatchObject({
      error: { code: 'document.unwritable', params: { detail: expect.stringMatching(/EEXIST|ENOTDIR/) as string } },
    });
    mkdirSync(folder);
    await shop.must('document.pdf', { kind: 'receipt', saleId, paper: 'roll' });
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('scans go on while the longest is made', async () => {
    const blocks = Array.from(
      { length: 1_114 },
      (_, line) => ({ kind: 'pair', start: `قهوة ${String(line)}`, end: '450,00', emphasis: 'normal', size: 1 }) as const,
    );
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
    }, 1);
    const bytes = await shop.till.documents.report({ language: 'ar', direction: 'rtl', title: 'long', blocks }, { paper: 'a4' });
    clearInterval(turning);
    expect(bytes.length).toBeGreaterThan(50_000);
    expect(turns).toBeGreaterThan(20);
  });
});

describe('labels', () => {
  const shelf = (items: readonly { readonly productId: string; readonly copies: number }[]): RequestOf<'label.print'> => ({
    content: { template: 'shelf', withUnitPrice: true, withCode: true, items: [...items] },
    size: SIZE,
    language: 'fr',
    printerId: null,
  });
  const weigh = (productId: string, weightMilliKg: number | null): RequestOf<'label.print'> => ({
    content: { template: 'weight', productId, readingId: null, weightMilliKg, pattern: null, copies: 1 },
    size: SIZE,
    language: 'ar',
    printerId: null,
  });
  let curcumaId = '';

  beforeAll(async () => {
    curcumaId = shop.till.catalog.byBarcode(CURCUMA)?.productId ?? '';
    const { settings } = await shop.must('terminal.state', {});
    if (settings === null) throw new Error('not set up');
    expect(await shop.call('label.print', shelf([{ productId: curcumaId, copies: 1 }]))).toMatchObject({
      error: { code: 'label.printer-needed' },
    });
    const labelPrinterId = settings.receiptPrinterId;
    await shop.must('settings.save', { settings: { ...settings, printing: { ...settings.printing, labelPrinterId } }, reason: 'labels' });
  });

  test('are looked at before they are printed, and nothing is booked by that', async () => {
    const { printerId: _, ...request } = shelf([{ productId: curcumaId, copies: 3 }]);
    const shown = await shop.must('label.preview', request);
    expect([shown.widthPx, shown.heightPx, shown.labels]).toEqual([456, 256, 3]);
    expect(Buffer.from(shown.pngBase64, 'base64').subarray(1, 4).toString()).toBe('PNG');
    expect(entriesOf('labels.printed')).toEqual([]);
  });

  test('come out as many as asked for, and what they say is in the journal', async () => {
    const before = (await shop.must('virtual-printer.pages', { limit: 20 })).pages.length;
    const { job, labels } = await shop.must('label.print', shelf([{ productId: curcumaId, copies: 2 }]));
    expect(labels).toBe(2);
    await vi.waitFor(async () => {
      const jobs = (await shop.must('print.jobs', {})).jobs;
      expect(jobs.find(({ jobId }) => jobId === job.jobId)?.state).toBe('printed');
      expect((await shop.must('virtual-printer.pages', { limit: 20 })).pages.length).toBe(before + 2);
    }, PATIENT);
    expect(entriesOf('labels.printed')).toMatchObject([
      { template: 'shelf', labels: [{ productId: curcumaId, priceMinor: 2_000, copies: 2 }] },
    ]);
  });

  test('of a weight: the till rings up what its code says', async () => {
    const tomatoes = shop.till.catalog.byPlu('01003');
    await shop.must('label.print', weigh(tomatoes?.productId ?? '', 1_254));
    const document = shop.till.ledger.printJobs.find((await shop.must('print.jobs', {})).jobs[0]?.jobId ?? '')?.document;
    const block = document?.blocks[0];
    const code = block?.kind === 'label' ? block.label.barcode?.data : undefined;
    expect(code).toMatch(/^2101003012\d{3}$/);
    const scanned = await shop.must('scan', { text: code ?? '', symbology: null, source: 'wedge' });
    expect(scanned).toMatchObject({ kind: 'added', outcome: { cart: { lines: [{ quantityMilli: 1_254, totalMinor: 15_048 }] } } });
  });

  test('that cannot be are refused with what to do', async () => {
    const refusals = async (request: RequestOf<'label.print'>): Promise<unknown> => {
      const answer = await shop.call('label.print', request);
      return answer.ok ? 'printed' : answer.error.code;
    };
    const tomatoId = shop.till.catalog.byPlu('01003')?.productId ?? '';
    expect(await refusals(shelf([{ productId: 'none', copies: 1 }]))).toBe('product.unknown');
    expect(await refusals({ ...shelf([{ productId: curcumaId, copies: 1 }]), printerId: 'none' })).toBe('print.not-possible');
    expect(await refusals({ ...shelf([{ productId: curcumaId, copies: 1 }]), size: { widthMm: 100, heightMm: 50 } })).toBe(
      'label.too-narrow',
    );
    expect(await refusals({ ...shelf([{ productId: curcumaId, copies: 1 }]), size: { widthMm: 25, heightMm: 30 } })).toBe(
      'label.bars-too-wide',
    );
    expect(await refusals(weigh(curcumaId, 500))).toBe('label.not-weighed');
    expect(await refusals(weigh(tomatoId, null))).toBe('label.weight-needed');
    expect(await refusals(weigh(tomatoId, 200_000))).toBe('label.not-possible');
  });

  test('and PDFs are nobody’s when nobody is signed in', async () => {
    await shop.must('person.sign-out', {});
    const { printerId: _, ...preview } = shelf([{ productId: curcumaId, copies: 1 }]);
    const attempts: readonly (readonly [Operation, unknown])[] = [
      ['label.print', shelf([{ productId: curcumaId, copies: 1 }])],
      ['label.preview', preview],
      ['document.pdf', { kind: 'receipt', saleId, paper: 'roll' }],
      ['document.pdf', { kind: 'report', jobId: 'x' }],
    ];
    for (const [operation, request] of attempts) {
      expect(await shop.call(operation, request as never)).toMatchObject({ error: { code: 'person.needed' } });
    }
    expect(existsSync(join(shop.root, 'documents'))).toBe(true);
  });
});
