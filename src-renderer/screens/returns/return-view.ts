import { create } from 'zustand';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { FoundReceipt, ReturnableReceipt } from '../../../src-shared/contract/returns-api.ts';
import type { Disposition, ForeignReceipt } from '../../../src-shared/sale/return-line.ts';

type ForeignFound = Extract<FoundReceipt, { kind: 'foreign' }>;

/** Where the person is: looking for the receipt, choosing what of it comes back, or taking goods back without one. */
export type ReturnStep =
  | { readonly kind: 'find' }
  | { readonly kind: 'receipt'; readonly receipt: ReturnableReceipt }
  | { readonly kind: 'without'; readonly foreign: ForeignFound | null };

export type ReturnMessage =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unknown'; readonly text: string; readonly silent: readonly string[] }
  /** Found, while these tills did not answer. */
  | { readonly kind: 'silent'; readonly silent: readonly string[] }
  | { readonly kind: 'voided'; readonly receiptNumber: string };

interface ReturnView {
  readonly step: ReturnStep;
  /** Thousandths by line number; lines that are not in it stay with the customer. */
  readonly chosen: ReadonlyMap<number, number>;
  /** Lines that go elsewhere than the rest of them. */
  readonly dispositions: ReadonlyMap<number, Disposition>;
  readonly disposition: Disposition;
  readonly reasonId: string | null;
  readonly note: string;
  /** The line that the keys mean. */
  readonly lineNo: number;
  readonly message: ReturnMessage | null;
}

const RESTING: ReturnView = {
  step: { kind: 'find' },
  chosen: new Map(),
  dispositions: new Map(),
  disposition: 'restock',
  reasonId: null,
  note: '',
  lineNo: 1,
  message: null,
};

export const useReturnView = create<ReturnView>(() => RESTING);

export function resetReturns(): void {
  useReturnView.setState(RESTING);
}

export function sayOfReturns(message: ReturnMessage | null): void {
  useReturnView.setState({ message });
}

/** Shows a receipt, with what stands on the ticket of it already. */
export function showReceipt(receipt: ReturnableReceipt): void {
  const standing = receipt.lines.filter(({ chosenMilli }) => chosenMilli > 0);
  const first = receipt.lines.find(({ returnableMilli }) => returnableMilli > 0);
  useReturnView.setState({
    ...RESTING,
    step: { kind: 'receipt', receipt },
    chosen: new Map(standing.map(({ lineNo, chosenMilli }) => [lineNo, chosenMilli])),
    lineNo: first?.lineNo ?? 1,
  });
}

export function showWithoutReceipt(foreign: ForeignFound | null): void {
  useReturnView.setState({ ...RESTING, step: { kind: 'without', foreign } });
}

export function foreignReceiptOf(step: ReturnStep): ForeignReceipt | null {
  return step.kind === 'without' ? (step.foreign?.receipt ?? null) : null;
}

/** Chooses so much of a line, within what can come back; 0 leaves it with the customer. */
export function chooseQuantity(lineNo: number, quantityMilli: number): void {
  useReturnView.setState(({ step, chosen }) => {
    if (step.kind !== 'receipt') return {};
    const most = step.receipt.lines.find((line) => line.lineNo === lineNo)?.returnableMilli ?? 0;
    const next = new Map(chosen);
    const size = Math.min(Math.max(quantityMilli, 0), most);
    if (size === 0) next.delete(lineNo);
    else next.set(lineNo, size);
    return { chosen: next, lineNo, message: null };
  });
}

export function chooseAll(): void {
  useReturnView.setState(({ step }) => {
    if (step.kind !== 'receipt') return {};
    const open = step.receipt.lines.filter(({ returnableMilli }) => returnableMilli > 0);
    return { chosen: new Map(open.map(({ lineNo, returnableMilli }) => [lineNo, returnableMilli])), message: null };
  });
}

export function chooseNone(): void {
  useReturnView.setState({ chosen: new Map(), message: null });
}

export function chooseReason(reasonId: string): void {
  useReturnView.setState({ reasonId, message: null });
}

export function chooseDisposition(disposition: Disposition): void {
  useReturnView.setState({ disposition, dispositions: new Map() });
}

export function turnDisposition(lineNo: number): void {
  useReturnView.setState(({ dispositions, disposition }) => {
    const now = dispositions.get(lineNo) ?? disposition;
    return { dispositions: new Map(dispositions).set(lineNo, now === 'restock' ? 'waste' : 'restock') };
  });
}

export function writeNote(note: string): void {
  useReturnView.setState({ note });
}

/** The next line that can come back, up or down. */
export function moveLine(direction: 1 | -1): void {
  useReturnView.setState(({ step, lineNo }) => {
    if (step.kind !== 'receipt') return {};
    const open = step.receipt.lines.filter(({ returnableMilli }) => returnableMilli > 0).map((line) => line.lineNo);
    return { lineNo: open[open.indexOf(lineNo) + direction] ?? lineNo };
  });
}
