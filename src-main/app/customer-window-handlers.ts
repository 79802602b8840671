import { refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import type { CustomerDesk } from '../services/customer-desk.ts';
import { signedIn, type Till } from '../services/till.ts';

/** Ties the operations on the customer's screen; its own wire carries none. `till` is null until the terminal is set up. */
export function customerWindowHandlers(desk: CustomerDesk, till: () => Till | null) {
  return {
    'customer-window.open': () => {
      const open = till();
      if (open === null) return fail(refusal('setup.needed'));
      const person = signedIn(open);
      return person.ok ? desk.openWindow() : person;
    },
    'customer-window.payment-qr': (request: RequestOf<'customer-window.payment-qr'>) => {
      const open = till();
      return open === null ? fail(refusal('setup.needed')) : desk.showPaymentQr(open, request);
    },
  } satisfies Partial<Handlers>;
}
