import type { CustomerScreen } from '../../src-shared/contract/customer-screen.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type CustomerExtras, projectForCustomer } from './customer-projection.ts';
import { errorFields, type Log } from './log.ts';
import type { CustomerView } from './show-customer.ts';
import { namedTicket } from './ticket.ts';
import type { Till } from './till.ts';

export type CustomerListener = (screen: CustomerScreen) => void;

/** How this shell opens the customer's window: an address for a browser, null once it has opened it itself; or why it cannot. */
export type OpenCustomerWindow = () => Result<{ readonly address: string | null }, Refusal>;

/** The screens that face the customer: what they show, who listens, and how one is opened. They hear this and nothing else. */
export class CustomerDesk {
  readonly #log: Log;
  readonly #slides: () => readonly string[];
  readonly #listeners = new Set<CustomerListener>();
  #open: OpenCustomerWindow | null = null;
  #till: Till | null = null;
  #view: CustomerView = { kind: 'idle' };
  #paymentQr: CustomerExtras['paymentQr'] = null;

  /** `slides`: addresses of the shop's pictures now, relative to the page. */
  constructor(log: Log, slides: () => readonly string[]) {
    this.#log = log;
    this.#slides = slides;
  }

  /** Whether anybody looks: spares the work of a screen nobody sees. */
  get seen(): boolean {
    return this.#listeners.size > 0;
  }

  /** Shows what there is now and from then on each change. Returns the function that stops it. */
  listen(listener: CustomerListener): () => void {
    this.#listeners.add(listener);
    const screen = this.#screen();
    if (screen !== null) tell(listener, screen, this.#log);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  show(till: Till, view: CustomerView): void {
    this.#till = till;
    this.#view = view;
    if (this.#paymentQr !== null && this.#paymentQr.cartId !== till.ticket?.cart.cartId) this.#paymentQr = null;
    this.#tellAll();
  }

  showPaymentQr(till: Till, { cartId, text }: RequestOf<'customer-window.payment-qr'>): Result<Record<string, never>, Refusal> {
    const ticket = namedTicket(till, cartId);
    if (!ticket.ok) return ticket;
    this.#till = till;
    this.#paymentQr = text === null ? null : { cartId, text };
    this.#tellAll();
    return ok({});
  }

  /** Each shell says once how it opens windows. */
  openBy(open: OpenCustomerWindow): void {
    this.#open = open;
  }

  openWindow(): ReturnType<OpenCustomerWindow> {
    return this.#open?.() ?? fail(refusal('customer-window.not-possible'));
  }

  #screen(): CustomerScreen | null {
    return this.#till === null ? null : projectForCustomer(this.#till, this.#view, { slides: this.#slides(), paymentQr: this.#paymentQr });
  }

  #tellAll(): void {
    if (!this.seen) return;
    const screen = this.#screen();
    if (screen === null) return;
    for (const listener of this.#listeners) tell(listener, screen, this.#log);
  }
}

/** A screen that fails does not keep the others from hearing, and never the sale. */
function tell(listener: CustomerListener, screen: CustomerScreen, log: Log): void {
  try {
    listener(screen);
  } catch (error) {
    log.error('a customer screen could not be told', errorFields(error));
  }
}
