import type { Refusal } from '../../src-shared/contract/refusal.ts';
import type { Operation, RequestOf, ResponseOf } from '../../src-shared/contract/terminal-api.ts';
import type { SaleReceipt } from '../../src-shared/contract/terminal-state.ts';
import type { Result } from '../../src-shared/result.ts';
import { TestTerminal } from './terminal.fixture.ts';

export interface Bought {
  readonly code: string;
  readonly pieces: number;
}

/** The demo shop for tests of returns: sells by scan and pays as told. */
export class ReturnsShop {
  readonly test = new TestTerminal();
  /** Codes of goods sold by the piece, each at a price of its own. */
  codes: readonly string[] = [];

  static async open(): Promise<ReturnsShop> {
    const shop = new ReturnsShop();
    await shop.test.startDemo();
    const { products } = await shop.must('catalog.quick-keys', { categoryId: null });
    const { hits } = await shop.must('catalog.search', { query: 'a', language: 'fr', limit: 50 });
    const pieces = [...products, ...hits.map(({ product }) => product)].filter(
      ({ unit, weighed, unitPriceMinor, barcodes }) => unit === 'piece' && !weighed && unitPriceMinor !== null && barcodes.length > 0,
    );
    shop.codes = [...new Set(pieces.map(({ barcodes }) => barcodes[0] ?? ''))];
    return shop;
  }

  call<O extends Operation>(operation: O, request: RequestOf<O>): Promise<Result<ResponseOf<O>, Refusal>> {
    return this.test.call(operation, request);
  }

  must<O extends Operation>(operation: O, request: RequestOf<O>): Promise<ResponseOf<O>> {
    return this.test.must(operation, request);
  }

  async ring(bought: readonly Bought[]): Promise<void> {
    for (const { code, pieces } of bought) {
      for (let piece = 0; piece < pieces; piece += 1) await this.must('scan', { text: code, symbology: null, source: 'wedge' });
    }
  }

  /** Sells, in cash to the last coin unless part of it is paid by card. */
  async sell(bought: readonly Bought[], cardMinor = 0): Promise<SaleReceipt> {
    await this.ring(bought);
    if (cardMinor > 0) await this.pay({ kind: 'card', amountMinor: cardMinor, lastFour: '4242' });
    await this.pay({ kind: 'cash' });
    return this.complete();
  }

  /** Adds a tender; without an amount, what is left. */
  async pay(tender: { readonly kind: 'cash' | 'card'; readonly amountMinor?: number; readonly lastFour?: string }): Promise<void> {
    const { cart } = await this.must('terminal.state', {});
    if (cart === null) throw new Error('no ticket is open');
    const left = tender.kind === 'cash' ? cart.remainingCashMinor : cart.remainingOtherMinor;
    const amountMinor = tender.amountMinor ?? left;
    if (amountMinor === 0) return;
    const card = tender.kind === 'card' ? { brand: null, lastFour: tender.lastFour ?? null, approvalCode: null, terminalId: null } : null;
    const added = { tenderId: tender.kind, kind: tender.kind, amountMinor, card, reference: null };
    await this.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender: added } });
  }

  async complete(): Promise<SaleReceipt> {
    const { cart } = await this.must('terminal.state', {});
    if (cart === null) throw new Error('no ticket is open');
    return (await this.must('sale.complete', { cartId: cart.cartId, revision: cart.revision })).sale;
  }

  /** Gives back as proposed, and completes. */
  async payBack(): Promise<SaleReceipt> {
    for (let round = 0; round < 10; round += 1) {
      const { cart } = await this.must('terminal.state', {});
      if (cart === null) throw new Error('no ticket is open');
      const [tender] = (await this.must('return.refunds', { cartId: cart.cartId })).proposals;
      if (tender === undefined) return this.complete();
      await this.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
    }
    throw new Error('the refund never ends');
  }

  async end(): Promise<void> {
    await this.test.end();
  }
}
