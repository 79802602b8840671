import { create } from 'zustand';
import type { Product } from '../../../src-shared/catalog/product.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ScanOutcome } from '../../../src-shared/contract/terminal-api.ts';
import type { LocalizedText } from '../../../src-shared/text/localized-text.ts';

export type LineTab = 'quantity' | 'price' | 'discount' | 'note';

/** What stands in the place of the product keys. Nothing of it ever covers the cart or the total. */
export type Panel =
  | { readonly kind: 'products' }
  | { readonly kind: 'line'; readonly lineId: string; readonly tab: LineTab }
  | {
      readonly kind: 'missing-figure';
      readonly figure: 'quantity' | 'price';
      readonly product: Product;
      readonly code: string;
      /** Already given, when one figure is asked for after the other. */
      readonly quantityMilli: number | null;
      readonly unitPriceMinor: number | null;
      /** The weight was taken from the scale: `quantityMilli` is what it said. */
      readonly readingId: string | null;
    }
  | { readonly kind: 'unknown-code'; readonly code: string; readonly reason: Extract<ScanOutcome, { kind: 'not-found' }>['reason'] }
  | { readonly kind: 'ad-hoc'; readonly code: string | null }
  | { readonly kind: 'ticket-discount' }
  | { readonly kind: 'ticket-note' }
  | { readonly kind: 'virtual-scanner' }
  | { readonly kind: 'camera' };

/** What the message strip says until the next act. */
export type Message =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Beside a scanner on the screen, which stays for the next code; else such a code has a panel of its own. */
  | { readonly kind: 'unknown-code'; readonly code: string; readonly reason: Extract<ScanOutcome, { kind: 'not-found' }>['reason'] }
  | { readonly kind: 'line-voided'; readonly name: LocalizedText }
  | { readonly kind: 'held' }
  | { readonly kind: 'drawer-opened' };

interface SellView {
  readonly panel: Panel;
  /** The scanner on the screen that comes back once a figure it asked for is given. */
  readonly behind: Panel | null;
  readonly query: string;
  readonly message: Message | null;
  /** The category whose keys are shown; null until one is chosen: the first. */
  readonly categoryId: string | null;
  /** Raised to ask the search box for the focus. */
  readonly searchCalls: number;
}

export const useSellView = create<SellView>(() => ({
  panel: { kind: 'products' },
  behind: null,
  query: '',
  message: null,
  categoryId: null,
  searchCalls: 0,
}));

/** A scanner on the screen stays there from scan to scan. */
export function isScannerPanel({ kind }: Panel): boolean {
  return kind === 'virtual-scanner' || kind === 'camera';
}

/** Puts a panel in the place of the product keys, and the search away. */
export function showPanel(panel: Panel): void {
  useSellView.setState(({ panel: before, behind }) => {
    const isAsked = panel.kind === 'missing-figure' || panel.kind === 'ad-hoc';
    return { panel, query: '', behind: !isAsked ? null : isScannerPanel(before) ? before : behind };
  });
}

/** Back to the product keys, or to the scanner that asked for what the panel gave. */
export function closePanel(): void {
  showPanel(useSellView.getState().behind ?? { kind: 'products' });
}

export function sayMessage(message: Message | null): void {
  useSellView.setState({ message });
}

export function setQuery(query: string): void {
  useSellView.setState(({ panel }) => ({ query, panel: query === '' ? panel : { kind: 'products' } }));
}

/** Puts the focus into the search box, over whatever panel is open. */
export function callSearch(query = ''): void {
  useSellView.setState(({ searchCalls }) => ({ searchCalls: searchCalls + 1, query, panel: { kind: 'products' } }));
}

export function showCategory(categoryId: string): void {
  useSellView.setState({ categoryId });
}
