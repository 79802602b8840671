import { refusal } from '../../src-shared/contract/refusal.ts';
import type { Operation, RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import type { Till } from '../services/till.ts';

/**
 * What practice has no part in: whatever moves money or goods, books on an account, closes anything, or makes a paper that counts. One list at
 * the one way in, so that an operation is not forgotten inside it.
 */
const REFUSED_IN_TRAINING = [
  'cart.hold',
  'cart.recall',
  'lan.take',
  'receipt.reprint',
  'drawer.open',
  'till.open',
  'till.choose',
  'till.hand-over',
  'till.move',
  'till.x',
  'till.count-begin',
  'till.count-commit',
  'till.count-again',
  'till.close',
  'period.close',
  'report.print',
  'return.take',
  'return.take-without-receipt',
  'sale.void',
  'invoice.issue',
  'invoice.print',
  'customer.create',
  'customer.change',
  'customer.erase',
  'account.take',
  'account.adjust',
  'account.limit',
  'account.statement-print',
  'layaway.open',
  'layaway.collect',
  'layaway.cancel',
  'label.print',
] as const satisfies readonly Operation[];

/** The same handlers, of which those above are refused as `training.not-here` while the terminal practises. */
export function refusingInTraining(handlers: Handlers, till: () => Till | null): Handlers {
  const isTraining = (): boolean => till()?.training === true;
  const guarded = Object.fromEntries(
    REFUSED_IN_TRAINING.map((operation) => {
      // Each is given the request its own operation was parsed to.
      const handle = handlers[operation] as (request: unknown) => unknown;
      return [operation, (request: unknown) => (isTraining() ? fail(refusal('training.not-here')) : handle(request))];
    }),
  );
  return {
    ...handlers,
    ...guarded,
    'cart.command': (request: RequestOf<'cart.command'>) => {
      const isCustomers = request.command.kind === 'cart.customer' && request.command.customerId !== null;
      return isTraining() && isCustomers ? fail(refusal('training.not-here')) : handlers['cart.command'](request);
    },
  };
}
