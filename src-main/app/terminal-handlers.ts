import type { Refusal } from '../../src-shared/contract/refusal.ts';
import { refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { TerminalState } from '../../src-shared/contract/terminal-state.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Cart } from '../../src-shared/sale/cart.ts';
import type { Handlers } from '../ipc/router.ts';
import { addAdHoc } from '../services/add-ad-hoc.ts';
import { changeSettings } from '../services/change-settings.ts';
import { completeSale } from '../services/complete-sale.ts';
import type { CustomerDesk } from '../services/customer-desk.ts';
import { commandTicket } from '../services/customers/command-ticket.ts';
import { openDrawer } from '../services/drawer.ts';
import { holdTicket, recallTicket } from '../services/hold.ts';
import { askBeforeReturn, bringsBack } from '../services/neighbours/ask-about-receipts.ts';
import { changeLanguage, signOut } from '../services/people.ts';
import { previewOf } from '../services/preview.ts';
import { previewPrice } from '../services/preview-price.ts';
import { addChosen } from '../services/read-scale.ts';
import { reprint } from '../services/reprint.ts';
import { opensDrawer, saleReceiptOf } from '../services/sale-receipt.ts';
import { scan } from '../services/scan.ts';
import { signedIn, type Till } from '../services/till.ts';
import { typedChangeRefusal } from '../services/typed-weight.ts';
import { undo } from '../services/undo.ts';
import { voidTicket } from '../services/void-ticket.ts';
import type { Sync } from '../sync/sync.ts';
import { customerHandlers } from './customer-handlers.ts';
import { customerWindowHandlers } from './customer-window-handlers.ts';
import { type DeviceSetup, deviceSetupHandlers } from './device-setup-handlers.ts';
import { documentHandlers } from './document-handlers.ts';
import { journalHandlers } from './journal-handlers.ts';
import { lanHandlers } from './lan-handlers.ts';
import { refusingWhenLocked } from './lock-gate.ts';
import { refusingBadLogos } from './logo-guard.ts';
import { peopleHandlers } from './people-handlers.ts';
import type { Printers } from './printers.ts';
import { printingHandlers } from './printing-handlers.ts';
import { remoteHandlers } from './remote-handlers.ts';
import { returnsHandlers } from './returns-handlers.ts';
import { scanHandlers } from './scan-handlers.ts';
import { serialDeviceHandlers } from './serial-device-handlers.ts';
import type { SerialDevices } from './serial-devices.ts';
import { syncHandlers } from './sync-handlers.ts';
import { tillHandlers } from './till-handlers.ts';
import { refusingInTraining } from './training-gate.ts';

/** What the operations need of the composition beside the till. */
export interface HandlerParts {
  /** Null until the terminal is set up. */
  readonly till: () => Till | null;
  readonly state: () => TerminalState;
  /** Tells the screens the whole state, or the state line, anew. */
  readonly tellState: () => void;
  readonly tellStatus: () => void;
  readonly setUpDemo: (request: RequestOf<'setup.demo'>) => Promise<Result<null, Refusal>>;
  readonly setUpShop: (request: RequestOf<'setup.shop'>) => Promise<Result<null, Refusal>>;
  /** Null until the terminal is set up. */
  readonly sync: () => Sync | null;
  /** Null until the terminal is set up. */
  readonly serialDevices: () => SerialDevices | null;
  readonly customerDesk: CustomerDesk;
  /** The printers and other devices may have become others. */
  readonly attendDevices: () => void;
  /** Null until the terminal is set up. */
  readonly deviceSetup: () => DeviceSetup | null;
  /** Null until the terminal is set up. */
  readonly printers: () => Printers | null;
}

type Answer<T> = Result<T, Refusal>;

/** Ties every operation of the contract to its use case. */
export function createHandlers(parts: HandlerParts): Handlers {
  const stateAfter = (done: Answer<null>): Answer<TerminalState> => {
    if (!done.ok) return done;
    parts.tellState();
    return ok(parts.state());
  };
  const handlers: Handlers = {
    'terminal.state': () => ok(parts.state()),
    'setup.demo': async (request) => stateAfter(await parts.setUpDemo(request)),
    'setup.shop': async (request) => stateAfter(await parts.setUpShop(request)),
    ...sessionHandlers(parts, stateAfter),
    ...peopleHandlers({ till: parts.till, tellState: parts.tellState, stateAfter }),
    ...catalogHandlers(parts),
    ...cartHandlers(parts),
    ...saleHandlers(parts),
    ...deviceHandlers(parts),
    ...printingHandlers(parts),
    ...documentHandlers(parts.till, () => parts.serialDevices()?.scale ?? null),
    ...customerHandlers(parts.till, parts.tellStatus),
    ...returnsHandlers(parts),
    ...tillHandlers(parts),
    ...journalHandlers(parts),
    ...serialDeviceHandlers(parts.serialDevices),
    ...syncHandlers(parts),
    ...remoteHandlers({ sync: parts.sync, stateAfter }),
    ...deviceSetupHandlers(parts.deviceSetup, stateAfter),
    ...customerWindowHandlers(parts.customerDesk, parts.till),
    ...lanHandlers(parts.till),
    ...scanHandlers(() => parts.serialDevices()?.scans ?? null),
  };
  const isLocked = (): boolean => (parts.sync()?.orders.view.lockedAt ?? null) !== null;
  return refusingWhenLocked(refusingInTraining(refusingBadLogos(handlers, parts.printers), parts.till), isLocked);
}

/** Runs a use case on the till, or refuses while there is none. */
function onTill<Request, Response>(
  parts: HandlerParts,
  use: (till: Till, request: Request) => Answer<Response>,
): (request: Request) => Answer<Response> {
  return (request) => {
    const till = parts.till();
    return till === null ? fail(refusal('setup.needed')) : use(till, request);
  };
}

function sessionHandlers(parts: HandlerParts, stateAfter: (done: Answer<null>) => Answer<TerminalState>) {
  return {
    'person.sign-out': onTill(parts, (till) => stateAfter(signOut(till))),
    'person.language': onTill(parts, (till, request: RequestOf<'person.language'>) => stateAfter(changeLanguage(till, request.language))),
    'settings.save': onTill(parts, (till, { settings, reason }: RequestOf<'settings.save'>) => {
      const changed = changeSettings(till, settings, reason);
      parts.attendDevices();
      return stateAfter(changed);
    }),
    'notice.dismiss': onTill(parts, (till, { code }: RequestOf<'notice.dismiss'>) => {
      till.notices = till.notices.filter((notice) => notice.code !== code);
      return stateAfter(ok(null));
    }),
  } satisfies Partial<Handlers>;
}

function catalogHandlers(parts: HandlerParts) {
  return {
    scan: onTill(parts, (till, request: RequestOf<'scan'>) => scan(till, request)),
    'catalog.search': onTill(parts, (till, { query, language, limit }: RequestOf<'catalog.search'>) => {
      const found = till.catalog.search(query, { language, limit });
      return ok({ hits: [...found.hits], more: found.more });
    }),
    'catalog.categories': onTill(parts, (till) => ok({ categories: [...till.catalog.categories()] })),
    'catalog.quick-keys': onTill(parts, (till, { categoryId }: RequestOf<'catalog.quick-keys'>) =>
      ok({ products: [...till.catalog.quickKeys(categoryId)] }),
    ),
    'catalog.add': onTill(parts, (till, request: RequestOf<'catalog.add'>) =>
      addChosen(till, parts.serialDevices()?.scale ?? null, request),
    ),
  } satisfies Partial<Handlers>;
}

function cartHandlers(parts: HandlerParts) {
  return {
    'cart.add-ad-hoc': onTill(parts, (till, request: RequestOf<'cart.add-ad-hoc'>) => addAdHoc(till, request)),
    'cart.command': onTill(parts, (till, { cartId, revision, command }: RequestOf<'cart.command'>) => {
      const refused = typedChangeRefusal(till, parts.serialDevices()?.scale ?? null, command);
      return refused === null ? commandTicket(till, cartId, revision, command) : fail(refused);
    }),
    'price.preview': onTill(parts, (till, request: RequestOf<'price.preview'>) => previewPrice(till, request)),
    'cart.undo': onTill(parts, (till, { cartId, revision }) => undo(till, cartId, revision)),
    'cart.void': onTill(parts, (till, { cartId, reason }: RequestOf<'cart.void'>) => {
      const voided = voidTicket(till, cartId, reason);
      parts.tellStatus();
      return voided;
    }),
    'cart.hold': onTill(parts, (till, { cartId, label }: RequestOf<'cart.hold'>) => holdTicket(till, cartId, label)),
    'cart.recall': onTill(parts, (till, { cartId }: RequestOf<'cart.recall'>) => recallTicket(till, cartId)),
    'cart.held': onTill(parts, (till) => ok({ carts: [...till.drafts.held()] })),
  } satisfies Partial<Handlers>;
}

function saleHandlers(parts: HandlerParts) {
  return {
    'sale.complete': ({ cartId, revision }: RequestOf<'sale.complete'>) => {
      const till = parts.till();
      if (till === null) return fail(refusal('setup.needed'));
      const complete = () => {
        const completed = completeSale(till, cartId, revision);
        parts.tellState();
        return completed;
      };
      const cart = till.ticket?.cart;
      // Only what comes back is a matter of other tills: a sale waits for none of them.
      return cart !== undefined && bringsBack(cart) && !till.training ? afterAsking(till, cart, complete) : complete();
    },
    'sale.recent': onTill(parts, (till, { limit }: RequestOf<'sale.recent'>) => {
      const person = signedIn(till);
      if (!person.ok) return person;
      const sales = till.ledger.recentSales(limit);
      return ok({ sales: sales.map((stored) => saleReceiptOf(stored, opensDrawer(stored.sale.tenders, till.settings))) });
    }),
    'receipt.preview': onTill(parts, (till, { saleId }: RequestOf<'receipt.preview'>) => previewOf(till, saleId)),
    'receipt.reprint': onTill(parts, (till, { saleId, reason }: RequestOf<'receipt.reprint'>) => {
      const job = reprint(till, saleId, reason);
      parts.tellStatus();
      return job;
    }),
  } satisfies Partial<Handlers>;
}

/** Completes a ticket that brings goods back once the other tills have said what they know, or had their time to. */
async function afterAsking<T>(till: Till, cart: Cart, complete: () => Answer<T>): Promise<Answer<T>> {
  const problem = await askBeforeReturn(till, cart);
  return problem === null ? complete() : fail(problem);
}

function deviceHandlers(parts: HandlerParts) {
  return {
    'drawer.open': async ({ reason }: RequestOf<'drawer.open'>) => {
      const till = parts.till();
      if (till === null) return fail(refusal('setup.needed'));
      const opened = await openDrawer(till, reason);
      parts.tellStatus();
      return opened;
    },
  } satisfies Partial<Handlers>;
}
