import type { CustomerView } from './show-customer.ts';

/** How long the change of a sale stands before the customer: the next one does not read it. */
const PAID_SHOWN_MS = 30_000;

/** What stands before the customer, on whatever shows it. Nobody waits for it. */
export class CustomerScreen {
  readonly #show: (view: CustomerView) => void;
  #view: CustomerView = { kind: 'idle' };
  /** The sale whose change has stood long enough. */
  #overSaleId: string | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(show: (view: CustomerView) => void) {
    this.#show = show;
  }

  view(view: CustomerView): void {
    this.stop();
    const isOver = view.kind === 'paid' && view.saleId === this.#overSaleId;
    this.#view = isOver ? { kind: 'idle' } : view;
    if (this.#view.kind === 'paid') {
      const { saleId } = this.#view;
      this.#timer = setTimeout(() => {
        this.#overSaleId = saleId;
        this.view({ kind: 'idle' });
      }, PAID_SHOWN_MS);
      this.#timer.unref();
    }
    this.#show(this.#view);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
