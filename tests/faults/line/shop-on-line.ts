import { setTimeout as delay } from 'node:timers/promises';
import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import { TestTerminal } from '../../../src-main/app/terminal.fixture.ts';
import type { SaleReceipt } from '../../../src-shared/contract/terminal-state.ts';
import type { Place } from './line-terminal.ts';

const CURCUMA = '6139990044030';
const LOOK_MS = 10;
/** A busy machine takes its time; what never comes is still found. */
const PATIENCE_MS = 60_000;

/** A whole terminal, as its screens call it, with a line to a cloud. */
export class ShopOnLine {
  readonly shop = new TestTerminal();

  /** The demo shop, its manager signed in, its till open, enrolled where `address` leads. */
  static async open(cloud: TestCloud, options: { readonly address?: string; readonly place?: Place } = {}): Promise<ShopOnLine> {
    const opened = new ShopOnLine();
    await opened.shop.startDemo();
    const { code } = await cloud.code(options.place ?? (await cloud.merchant()));
    await opened.shop.must('sync.enrol', { cloudUrl: options.address ?? cloud.cloud.address, code });
    return opened;
  }

  get unsent(): number {
    return this.shop.till.ledger.counts().unacknowledged;
  }

  /** Sells one piece for card, as a cashier does. */
  async sell(): Promise<SaleReceipt> {
    await this.shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' });
    const { cart } = await this.shop.must('terminal.state', {});
    if (cart === null) throw new Error('no ticket is open');
    const tender = { tenderId: 'card', kind: 'card' as const, amountMinor: cart.remainingOtherMinor, card: null, reference: null };
    const { cartId } = cart;
    const paid = await this.shop.must('cart.command', { cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
    return (await this.shop.must('sale.complete', { cartId, revision: paid.cart.revision })).sale;
  }

  /** Until everything is sent, or the line has halted; a person who presses the button spares the waits of the back-off. */
  async drained(): Promise<string | null> {
    const until = performance.now() + PATIENCE_MS;
    while (this.unsent > 0) {
      const { state, halt, trouble } = await this.shop.must('sync.state', {});
      if (state === 'halted') return `halted: ${JSON.stringify(halt)}`;
      if (performance.now() > until) return `${this.unsent} entries are not sent: ${state}, ${String(trouble)}`;
      if (state === 'waiting') await this.shop.must('sync.retry', {});
      await delay(LOOK_MS);
    }
    return null;
  }

  hashes(): readonly string[] {
    return this.shop.till.ledger.entriesAfter({ epoch: 1, seq: 0 }, 1_000_000).map(({ hash }) => hash);
  }
}
