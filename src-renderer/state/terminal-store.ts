import { create } from 'zustand';
import type { ScaleView } from '../../src-shared/contract/device-state.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { CartEdit, CartOutcome, Operation, RequestOf, ResponseOf, TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import type { PrintJob, SaleReceipt, TerminalState } from '../../src-shared/contract/terminal-state.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import type { PricedCart } from '../../src-shared/sale/priced-cart.ts';
import type { ConnectionState, TerminalClient } from '../client/terminal-client.ts';
import { dropOverrides, withOverride } from './override.ts';

interface TerminalView {
  /** Null until the terminal has answered for the first time. */
  readonly terminal: TerminalState | null;
  readonly connection: ConnectionState;
  readonly printJobs: readonly PrintJob[];
  /** The line the last command touched: where the eye should go. */
  readonly changedLineId: string | null;
  /** What the scale last said. */
  readonly scale: ScaleView;
}

const NO_SCALE: ScaleView = { state: 'none' };

/** What the terminal last said. The screens read it; only this file writes it. */
export const useTerminal = create<TerminalView>(() => ({
  terminal: null,
  connection: 'connecting',
  printJobs: [],
  changedLineId: null,
  scale: NO_SCALE,
}));

let client: TerminalClient | null = null;
/** Everything that changes the ticket waits for the one before it, so that each tap meets the revision its forerunner left. */
let lastInOrder: Promise<unknown> = Promise.resolve();

function takeState(terminal: TerminalState): void {
  const askingId = useTerminal.getState().terminal?.person?.personId;
  // What somebody asked a colleague for is hers alone; whoever comes after her asks for herself.
  if (askingId !== undefined && askingId !== terminal.person?.personId) dropOverrides();
  useTerminal.setState({ terminal });
}

function takeOutcome(
  { cart, changedLineId, canUndo, heldCount }: CartOutcome,
  beside: Partial<Pick<TerminalState, 'lastSale'>> = {},
): void {
  useTerminal.setState(({ terminal }) =>
    terminal === null ? {} : { terminal: { ...terminal, ...beside, cart, canUndo, heldCount }, changedLineId },
  );
}

function takeEvent(event: TerminalEvent): void {
  if (event.kind === 'state') takeState(event.state);
  else if (event.kind === 'cart') takeOutcome(event.outcome);
  else if (event.kind === 'print-jobs') useTerminal.setState({ printJobs: event.jobs });
  else if (event.kind === 'scale') useTerminal.setState({ scale: event.view });
  else if (event.kind === 'status')
    useTerminal.setState(({ terminal }) => (terminal === null ? {} : { terminal: { ...terminal, status: event.status } }));
}

/** A question to the terminal that changes no ticket: it waits for nothing. */
export async function call<O extends Operation>(operation: O, request: RequestOf<O>): Promise<Result<ResponseOf<O>, Refusal>> {
  const to = client;
  return to === null ? fail(refusal('internal')) : withOverride(request, () => to.call(operation, request));
}

/** Asks the scale, for goods at this price per kilogram; its changes come by themselves for ten seconds after. */
export async function readScale(unitPriceMinor: number | null): Promise<void> {
  const answer = await call('scale.read', { unitPriceMinor });
  if (answer.ok) useTerminal.setState({ scale: answer.value });
}

/** Takes a tare off: of so much (0: none any more), or (null) of what lies there now. */
export async function tareScale(tareMilliKg: number | null): Promise<Result<ScaleView, Refusal>> {
  const answer = await call('scale.tare', { tareMilliKg });
  if (answer.ok) useTerminal.setState({ scale: answer.value });
  return answer;
}

/** Does what changes the ticket, after all that was asked before it. */
export function inOrder<T>(act: () => Promise<T>): Promise<T> {
  const next = lastInOrder.then(act);
  lastInOrder = next.catch(() => undefined);
  return next;
}

async function resync(): Promise<void> {
  const [state, printing] = await Promise.all([call('terminal.state', {}), call('print.jobs', {})]);
  if (state.ok) takeState(state.value);
  if (printing.ok) useTerminal.setState({ printJobs: printing.value.jobs });
}

type StateOperation = {
  [O in Operation]: ResponseOf<O> extends TerminalState ? (O extends 'terminal.state' ? never : O) : never;
}[Operation];

/** An operation that answers with the whole of the terminal as it then stands. */
export function changeTerminal<O extends StateOperation>(operation: O, request: RequestOf<O>): Promise<Result<TerminalState, Refusal>> {
  return inOrder(async () => {
    const answer = (await call(operation, request)) as Result<TerminalState, Refusal>; // What StateOperation says of O.
    if (answer.ok) takeState(answer.value);
    return answer;
  });
}

/** Completes the ticket the person saw. Asked again after any answer, or none, it is the same sale: the ticket's id is the sale's. */
export function completeTicket({ cartId, revision }: Pick<PricedCart, 'cartId' | 'revision'>): Promise<Result<SaleReceipt, Refusal>> {
  return inOrder(async () => {
    const answer = await call('sale.complete', { cartId, revision });
    if (!answer.ok) {
      if (answer.error.code === 'cart.stale') await resync();
      return answer;
    }
    const { sale, outcome } = answer.value;
    takeOutcome(outcome, { lastSale: sale });
    return { ok: true, value: sale };
  });
}

/** An operation that answers with the ticket as it then stands. */
export function changeCart<O extends 'cart.add-ad-hoc' | 'cart.undo' | 'cart.void' | 'cart.hold' | 'cart.recall' | 'lan.take'>(
  operation: O,
  request: (cart: PricedCart | null) => RequestOf<O>,
): Promise<Result<CartOutcome, Refusal>> {
  return inOrder(async () => {
    const answer = await call(operation, request(useTerminal.getState().terminal?.cart ?? null));
    if (answer.ok) takeOutcome(answer.value);
    else if (answer.error.code === 'cart.stale') await resync();
    return answer;
  });
}

/** Brings goods back onto the ticket. */
export function takeCart<O extends 'return.take' | 'return.take-without-receipt'>(
  operation: O,
  request: RequestOf<O>,
): Promise<Result<CartOutcome, Refusal>> {
  return inOrder(async () => {
    const answer = await call(operation, request);
    if (answer.ok) takeOutcome(answer.value);
    return answer;
  });
}

/** A command on the ticket as it stands when its turn comes. `command` may answer null when there is nothing left to do. */
export function commandCart(command: (cart: PricedCart) => CartEdit | null): Promise<Result<CartOutcome | null, Refusal>> {
  return inOrder(async () => {
    const cart = useTerminal.getState().terminal?.cart ?? null;
    const chosen = cart === null ? null : command(cart);
    if (cart === null || chosen === null) return { ok: true, value: null };
    const answer = await call('cart.command', { cartId: cart.cartId, revision: cart.revision, command: chosen });
    if (answer.ok) takeOutcome(answer.value);
    else if (answer.error.code === 'cart.stale') await resync();
    return answer;
  });
}

/** A scan, or a product chosen by hand: both answer with what became of it. */
export function addToCart<O extends 'scan' | 'catalog.add'>(operation: O, request: RequestOf<O>): Promise<Result<ResponseOf<O>, Refusal>> {
  return inOrder(async () => {
    const answer = await call(operation, request);
    if (answer.ok && answer.value.kind === 'added') takeOutcome(answer.value.outcome);
    return answer;
  });
}

/** Listens to the terminal and asks for its state, now and after every reconnection. Once, at the start. */
export function attachTerminal(to: TerminalClient): void {
  client = to;
  to.onEvent(takeEvent);
  to.onConnection((connection) => {
    useTerminal.setState({ connection });
    if (connection === 'open') void resync();
  });
}
