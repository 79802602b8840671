import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import { accountTenders } from '../services/customers/account-tenders.ts';
import { cardOf, createCustomer, editCustomer, eraseCustomer, searchCustomers } from '../services/customers/customer-book.ts';
import { findGiftCard } from '../services/customers/gift-cards.ts';
import { layawaysOf } from '../services/customers/layaway-views.ts';
import { cancelLayaway, collectLayaway, layawayTerms, openLayaway } from '../services/customers/layaways.ts';
import { printStatement, setTabLimit, statementCsv, statementOf, statementPdf } from '../services/customers/statements.ts';
import { adjustAccount, quote, takeMoney } from '../services/customers/take-money.ts';
import { signedIn, type Till } from '../services/till.ts';

type Answer<T> = Result<T, Refusal>;

function mapped<T, U>(answer: Answer<T>, map: (value: T) => U): Answer<U> {
  return answer.ok ? ok(map(answer.value)) : answer;
}

/** Ties the operations on customers and their accounts to their use cases. `till` is null until the terminal is set up. */
export function customerHandlers(till: () => Till | null, tellStatus: () => void) {
  const on =
    <Request, Response>(use: (till: Till, request: Request) => Answer<Response>) =>
    (request: Request): Answer<Response> => {
      const open = till();
      return open === null ? fail(refusal('setup.needed')) : use(open, request);
    };
  return {
    ...bookHandlers(on),
    ...accountHandlers(on, tellStatus),
    'account.statement-pdf': async (period: RequestOf<'account.statement-pdf'>) => {
      const open = till();
      return open === null ? fail(refusal('setup.needed')) : await statementPdf(open, period);
    },
  };
}

type On = <Request, Response>(use: (till: Till, request: Request) => Answer<Response>) => (request: Request) => Answer<Response>;

function bookHandlers(on: On) {
  return {
    'customer.search': on((till, { query, limit }: RequestOf<'customer.search'>) => searchCustomers(till, query, limit)),
    'customer.card': on((till, { customerId }: RequestOf<'customer.card'>) => mapped(cardOf(till, customerId), (card) => ({ card }))),
    'customer.create': on((till, { customer, acceptDuplicate }: RequestOf<'customer.create'>) =>
      createCustomer(till, customer, acceptDuplicate),
    ),
    'customer.change': on((till, { customerId, customer }: RequestOf<'customer.change'>) =>
      mapped(editCustomer(till, customerId, customer), (card) => ({ card })),
    ),
    'customer.erase': on((till, { customerId, reason }: RequestOf<'customer.erase'>) => eraseCustomer(till, customerId, reason)),
  } satisfies Partial<Handlers>;
}

function accountHandlers(on: On, tellStatus: () => void) {
  return {
    'account.tenders': on((till) => mapped(signedIn(till), () => ({ tenders: accountTenders(till) }))),
    'account.quote': on((till, { amountMinor }: RequestOf<'account.quote'>) => quote(till, amountMinor)),
    'account.take': on((till, request: RequestOf<'account.take'>) => {
      const slip = takeMoney(till, request);
      tellStatus();
      return mapped(slip, (taken) => ({ slip: taken }));
    }),
    'account.adjust': on((till, request: RequestOf<'account.adjust'>) => {
      const slip = adjustAccount(till, request);
      tellStatus();
      return mapped(slip, (adjusted) => ({ slip: adjusted }));
    }),
    'account.limit': on((till, request: RequestOf<'account.limit'>) => mapped(setTabLimit(till, request), (card) => ({ card }))),
    'account.statement': on((till, period: RequestOf<'account.statement'>) =>
      mapped(statementOf(till, period), (statement) => ({ statement })),
    ),
    'account.statement-print': on((till, period: RequestOf<'account.statement-print'>) => printStatement(till, period)),
    'account.statement-csv': on((till, period: RequestOf<'account.statement-csv'>) => statementCsv(till, period)),
    'gift-card.find': on((till, { code }: RequestOf<'gift-card.find'>) => findGiftCard(till, code)),
    'layaway.terms': on((till) => layawayTerms(till)),
    'layaway.open': on((till, request: RequestOf<'layaway.open'>) => {
      const opened = openLayaway(till, request);
      tellStatus();
      return opened;
    }),
    'layaway.collect': on((till, { layawayId }: RequestOf<'layaway.collect'>) => collectLayaway(till, layawayId)),
    'layaway.cancel': on((till, request: RequestOf<'layaway.cancel'>) => {
      const slip = cancelLayaway(till, request);
      tellStatus();
      return mapped(slip, (given) => ({ slip: given }));
    }),
    'layaway.list': on((till) => mapped(signedIn(till), () => ({ layaways: layawaysOf(till, null) }))),
  } satisfies Partial<Handlers>;
}
