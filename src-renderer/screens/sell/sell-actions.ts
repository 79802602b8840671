import type { Product } from '../../../src-shared/catalog/product.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { CartEdit, RequestOf, ScanOutcome, TerminalEvent } from '../../../src-shared/contract/terminal-api.ts';
import { assertNever, type Result } from '../../../src-shared/result.ts';
import type { PricedCart, PricedLine } from '../../../src-shared/sale/priced-cart.ts';
import { openOverlay, showScreen } from '../../app/navigation.ts';
import { playSound } from '../../app/sounds.ts';
import { addToCart, call, changeCart, commandCart, inOrder, useTerminal } from '../../state/terminal-store.ts';
import { openGiftCard } from '../customers/customers-view.ts';
import { openReturnOf } from '../returns/return-actions.ts';
import { closePanel, isScannerPanel, type LineTab, sayMessage, showPanel, useSellView } from './sell-view.ts';

/** What the keys and buttons of the sell screen do. Each answer is said: taken with a sound, refused with a sound and in words. */

const ONE_PIECE_MILLI = 1_000;

export function refuse(refusal: Refusal): void {
  playSound('refused');
  sayMessage({ kind: 'refused', refusal });
}

/** Tells the person what came of an act; true when it was done. */
export function settle<T>(answer: Result<T, Refusal>): answer is { readonly ok: true; readonly value: T } {
  if (!answer.ok) refuse(answer.error);
  else sayMessage(null);
  return answer.ok;
}

interface GivenFigures {
  readonly quantityMilli: number | null;
  readonly unitPriceMinor: number | null;
  readonly readingId: string | null;
}
const NOTHING_GIVEN: GivenFigures = { quantityMilli: null, unitPriceMinor: null, readingId: null };

function showAddition(outcome: ScanOutcome, given: GivenFigures): void {
  switch (outcome.kind) {
    case 'added':
      playSound('taken');
      if (!isScannerPanel(useSellView.getState().panel)) closePanel();
      return;
    case 'needs-quantity':
      showPanel({
        kind: 'missing-figure',
        figure: 'quantity',
        product: outcome.product,
        code: outcome.code,
        ...given,
        quantityMilli: null,
        readingId: null,
      });
      return;
    case 'needs-price':
      showPanel({ kind: 'missing-figure', figure: 'price', product: outcome.product, code: outcome.code, ...given, unitPriceMinor: null });
      return;
    case 'receipt':
      void openReturnOf({ text: outcome.text });
      return;
    case 'gift-card':
      playSound('taken');
      openGiftCard(outcome.code);
      return;
    case 'not-found':
      playSound('refused');
      if (isScannerPanel(useSellView.getState().panel)) sayMessage({ kind: 'unknown-code', code: outcome.code, reason: outcome.reason });
      else showPanel({ kind: 'unknown-code', code: outcome.code, reason: outcome.reason });
      return;
    default:
      assertNever(outcome);
  }
}

type DeviceScanResult = Extract<TerminalEvent, { readonly kind: 'scan' }>['result'];

/** A code of a scanner that main listens to. The terminal has rung it up already; this shows what came of it. */
export function showDeviceScan(result: Exclude<DeviceScanResult, { readonly kind: 'offered' }>): void {
  if (result.kind === 'refused') {
    refuse(result.refusal);
    return;
  }
  showScreen('sell');
  leaveField();
  sayMessage(null);
  showAddition(result.outcome, NOTHING_GIVEN);
}

/**
 * A code from whichever scanner, with what it is printed in where that is known, or keyed by hand. It shows on the sell screen, wherever the
 * person is.
 */
export async function takeCode(text: string, source: RequestOf<'scan'>['source'], symbology: string | null = null): Promise<void> {
  const answer = await addToCart('scan', { text, symbology, source });
  // Money already taken for the ticket keeps it as it is: the person stays where the money is, and is told.
  if (answer.ok) {
    showScreen('sell');
    leaveField();
  }
  if (settle(answer)) showAddition(answer.value, NOTHING_GIVEN);
}

/** With the goods on the ticket the keys are the ticket's again, whatever was being written. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** A scan of which nothing could be made. */
export function takeUnreadable(): void {
  showScreen('sell');
  showAddition({ kind: 'not-found', code: '', reason: 'unreadable' }, NOTHING_GIVEN);
}

export async function addProduct(product: Product, figures: Partial<GivenFigures> & { readonly code?: string } = {}): Promise<void> {
  const { code = null, ...some } = figures;
  const given = { ...NOTHING_GIVEN, ...some };
  const { quantityMilli, unitPriceMinor, readingId } = given;
  const request = { productId: product.productId, quantityMilli, unitPriceMinor, code };
  const answer = await addToCart('catalog.add', readingId === null ? request : { ...request, readingId });
  if (settle(answer)) showAddition(answer.value, given);
}

export async function addAdHoc(item: RequestOf<'cart.add-ad-hoc'>): Promise<void> {
  const answer = await changeCart('cart.add-ad-hoc', () => item);
  if (!settle(answer)) return;
  playSound('taken');
  closePanel();
}

function lineOf(cart: PricedCart | null, lineId: string | null): PricedLine | null {
  return cart?.lines.find((line) => line.lineId === lineId) ?? null;
}

/** A key pressed right behind a scan means what the scan brings: it waits for the answers that are on their way. */
function afterPending(act: () => void): void {
  void inOrder(() => Promise.resolve()).then(act);
}

/** The line the keys mean: the one that is open, else the one touched last, else the last one. */
function meantLine(): PricedLine | null {
  const { terminal, changedLineId } = useTerminal.getState();
  const { panel } = useSellView.getState();
  const cart = terminal?.cart ?? null;
  if (panel.kind === 'line') return lineOf(cart, panel.lineId);
  return lineOf(cart, changedLineId) ?? cart?.lines.at(-1) ?? null;
}

export function openLine(lineId: string, tab: LineTab = 'quantity'): void {
  const returnOf = lineOf(useTerminal.getState().terminal?.cart ?? null, lineId)?.returnOf;
  if (returnOf !== undefined) {
    // What comes back is chosen on its receipt.
    void openReturnOf({ saleId: returnOf.saleId });
    return;
  }
  sayMessage(null);
  showPanel({ kind: 'line', lineId, tab });
}

/** Opens the line above or below the open one; with none open, the last. */
export function openNeighbour(direction: 1 | -1): void {
  const lines = useTerminal.getState().terminal?.cart?.lines ?? [];
  const { panel } = useSellView.getState();
  const at = panel.kind === 'line' ? lines.findIndex((line) => line.lineId === panel.lineId) : -1;
  const next = at === -1 ? lines.at(-1) : lines[at + direction];
  if (next !== undefined) openLine(next.lineId);
}

/** Carries out an edit of a line as it stands when its turn comes. Answers whether it was done. */
export async function editLine(lineId: string, edit: (line: PricedLine) => CartEdit | null): Promise<boolean> {
  const answer = await commandCart((cart) => {
    const line = lineOf(cart, lineId);
    return line === null ? null : edit(line);
  });
  return settle(answer);
}

export async function editTicket(edit: CartEdit): Promise<boolean> {
  return settle(await commandCart(() => edit));
}

export async function voidLine(line: PricedLine): Promise<void> {
  const isDone = await editLine(line.lineId, ({ lineId }) => ({ kind: 'line.void', lineId }));
  if (!isDone) return;
  const { panel } = useSellView.getState();
  if (panel.kind === 'line' && panel.lineId === line.lineId) closePanel();
  sayMessage({ kind: 'line-voided', name: line.name });
}

/** One more or one less. Each tap counts from what the tap before it left; what is weighed is typed instead. */
export async function stepQuantity(line: PricedLine, direction: 1 | -1): Promise<void> {
  if (line.unit !== 'piece' || line.labelPriceMinor !== null) {
    openLine(line.lineId);
    return;
  }
  await editLine(line.lineId, ({ lineId, quantityMilli }) => {
    const next = quantityMilli + direction * ONE_PIECE_MILLI;
    return next === 0 ? { kind: 'line.void', lineId } : { kind: 'line.quantity', lineId, quantityMilli: next };
  });
  if (lineOf(useTerminal.getState().terminal?.cart ?? null, line.lineId) !== null) return;
  closePanel();
  sayMessage({ kind: 'line-voided', name: line.name });
}

export async function undo(): Promise<void> {
  settle(await changeCart('cart.undo', (cart) => ({ cartId: cart?.cartId ?? '-', revision: cart?.revision ?? 0 })));
  const { panel } = useSellView.getState();
  if (panel.kind === 'line' && lineOf(useTerminal.getState().terminal?.cart ?? null, panel.lineId) === null) closePanel();
}

/** Puts the ticket aside at once: the list of held tickets tells them apart by time, lines and total. */
export async function holdTicket(): Promise<void> {
  const answer = await changeCart('cart.hold', (cart) => ({ cartId: cart?.cartId ?? '-', label: '' }));
  if (!settle(answer)) return;
  closePanel();
  sayMessage({ kind: 'held' });
}

export async function voidTicket(reason: string | null): Promise<boolean> {
  const answer = await changeCart('cart.void', (cart) => ({ cartId: cart?.cartId ?? '-', reason }));
  if (answer.ok) closePanel();
  return settle(answer);
}

export async function openDrawer(reason: string): Promise<boolean> {
  const isDone = settle(await call('drawer.open', { reason }));
  if (isDone) sayMessage({ kind: 'drawer-opened' });
  return isDone;
}

function showPay(): void {
  const cart = useTerminal.getState().terminal?.cart ?? null;
  if (cart === null || cart.lines.length === 0) {
    refuse({ code: 'cart.empty', params: {} });
    return;
  }
  closePanel();
  sayMessage(null);
  showScreen('pay');
}

export function goToPay(): void {
  afterPending(showPay);
}

export function openDiscount(): void {
  const { panel } = useSellView.getState();
  if (panel.kind === 'line') openLine(panel.lineId, 'discount');
  else showPanel({ kind: 'ticket-discount' });
}

/** Does something to the line the keys mean, if there is one. */
export function withMeantLine(act: (line: PricedLine) => void): void {
  afterPending(() => {
    const line = meantLine();
    if (line !== null) act(line);
  });
}

export function openQuantity(): void {
  withMeantLine((line) => {
    openLine(line.lineId, 'quantity');
  });
}

export function openRecall(): void {
  openOverlay('held');
}
