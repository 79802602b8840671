import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import { askAboutSale, findReceiptAnywhere, findSaleAnywhere } from '../services/neighbours/ask-about-receipts.ts';
import { proposalsFor } from '../services/returns/check-returns.ts';
import { eraseBuyer } from '../services/returns/erase-buyer.ts';
import { listReceipts } from '../services/returns/find-receipt.ts';
import { buyersLike, invoicesOf, issueInvoice, printInvoice } from '../services/returns/issue-invoice.ts';
import { quoteReturn, takeReturn, takeWithoutReceipt } from '../services/returns/take-return.ts';
import { voidSale } from '../services/returns/void-sale.ts';
import { productOfScan } from '../services/scan.ts';
import { namedTicket } from '../services/ticket.ts';
import { signedIn, type Till } from '../services/till.ts';

interface ReturnsParts {
  /** Null until the terminal is set up. */
  readonly till: () => Till | null;
  readonly tellState: () => void;
  readonly tellStatus: () => void;
}

/** Returns, taking a ticket back, invoices. */
export function returnsHandlers({ till: tillNow, tellState, tellStatus }: ReturnsParts) {
  const onTill =
    <Request, Response>(use: (till: Till, request: Request) => Result<Response, Refusal>) =>
    (request: Request): Result<Response, Refusal> => {
      const till = tillNow();
      return till === null ? fail(refusal('setup.needed')) : use(till, request);
    };
  /** As `onTill`, for what the other tills of the store are asked first. */
  const onNetwork =
    <Request, Response>(use: (till: Till, request: Request) => Promise<Result<Response, Refusal>>) =>
    async (request: Request): Promise<Result<Response, Refusal>> => {
      const till = tillNow();
      return till === null ? fail(refusal('setup.needed')) : use(till, request);
    };
  return {
    'return.find': onNetwork((till, request: RequestOf<'return.find'>) =>
      request.by === 'text' ? findReceiptAnywhere(till, request.text) : findSaleAnywhere(till, request.saleId),
    ),
    'return.receipts': onTill((till, request: RequestOf<'return.receipts'>) => listReceipts(till, request)),
    'return.quote': onTill((till, { saleId, lines }: RequestOf<'return.quote'>) => quoteReturn(till, saleId, lines)),
    'return.take': onTill((till, request: RequestOf<'return.take'>) => takeReturn(till, request)),
    'return.take-without-receipt': onTill((till, request: RequestOf<'return.take-without-receipt'>) => takeWithoutReceipt(till, request)),
    'return.goods': onTill((till, { text, symbology }: RequestOf<'return.goods'>) => {
      const person = signedIn(till);
      return person.ok ? ok({ product: productOfScan(till, { text, symbology }) }) : person;
    }),
    'return.refunds': onTill((till, { cartId }: RequestOf<'return.refunds'>) => {
      const ticket = namedTicket(till, cartId);
      return ticket.ok ? ok({ proposals: [...proposalsFor(till, ticket.value.priced)] }) : ticket;
    }),
    'sale.void': onNetwork(async (till, { saleId, reason }: RequestOf<'sale.void'>) => {
      await askAboutSale(till, saleId);
      const voided = voidSale(till, saleId, reason);
      tellState();
      return voided;
    }),
    'invoice.of-sale': onTill((till, { saleId }: RequestOf<'invoice.of-sale'>) => invoicesOf(till, saleId)),
    'invoice.issue': onNetwork(async (till, { saleId, buyer, medium }: RequestOf<'invoice.issue'>) => {
      await askAboutSale(till, saleId);
      const issued = issueInvoice(till, saleId, buyer, medium);
      tellStatus();
      return issued;
    }),
    'invoice.print': onTill((till, { kind, number, reason }: RequestOf<'invoice.print'>) => {
      const job = printInvoice(till, kind, number, reason);
      tellStatus();
      return job;
    }),
    'invoice.erase-buyer': onTill((till, { number, reason }: RequestOf<'invoice.erase-buyer'>) => eraseBuyer(till, number, reason)),
    'invoice.buyers': onTill((till, { query }: RequestOf<'invoice.buyers'>) => buyersLike(till, query)),
  } satisfies Partial<Handlers>;
}
