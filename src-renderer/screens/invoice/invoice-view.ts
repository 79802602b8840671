import { create } from 'zustand';

interface InvoiceView {
  /** The ticket whose invoice is shown or made; null: closed. */
  readonly saleId: string | null;
}

export const useInvoiceView = create<InvoiceView>(() => ({ saleId: null }));

export function openInvoice(saleId: string): void {
  useInvoiceView.setState({ saleId });
}

export function closeInvoice(): void {
  useInvoiceView.setState({ saleId: null });
}
