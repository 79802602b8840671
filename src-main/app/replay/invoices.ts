import type { SaleLine } from './sale-line.ts';

export interface Invoice {
  readonly invoiceNo: string;
  readonly at: Date;
  readonly lines: readonly SaleLine[];
}

/** A real file has invoices whose rows lie apart, so that only its end says that an invoice is whole. Beyond this it is not a till's file. */
const MAX_INVOICES = 5_000_000;

/** Rows gathered into invoices, in the order in which each invoice first appears; its time is that of its first row. */
export class InvoiceBook {
  readonly #invoices = new Map<string, { readonly at: Date; readonly lines: SaleLine[] }>();

  add(line: SaleLine): void {
    const invoice = this.#invoices.get(line.invoiceNo);
    if (invoice !== undefined) {
      invoice.lines.push(line);
      return;
    }
    if (this.#invoices.size >= MAX_INVOICES) throw new RangeError(`More than ${MAX_INVOICES} invoices`);
    this.#invoices.set(line.invoiceNo, { at: line.at, lines: [line] });
  }

  has(invoiceNo: string): boolean {
    return this.#invoices.has(invoiceNo);
  }

  get size(): number {
    return this.#invoices.size;
  }

  *[Symbol.iterator](): Generator<Invoice> {
    for (const [invoiceNo, { at, lines }] of this.#invoices) yield { invoiceNo, at, lines };
  }
}
