const LARGEST_INVOICE = 40;
const SKUS = 300;
const RETURN_SHARE = 0.15;
const BLANK_SHARE = 0.02;
const ZERO_SHARE = 0.01;
const MOST_PIECES = 24;
const DEAREST_MINOR = 5_000;

/** A generator of pseudo-random numbers in [0, 1) that gives the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A file of sales in the form `replay` reads, with its totals: sales, returns, blank names, zero prices, rows doubled and out of their place. */
export function salesFile(invoices: number, random: () => number): { readonly sales: string; readonly totals: string } {
  const rows: string[] = [];
  const totals: string[] = [];
  const late: string[] = [];
  for (let index = 0; index < invoices; index++) {
    const isReturn = random() < RETURN_SHARE;
    const invoiceNo = `${isReturn ? 'C' : ''}${600_000 + index}`;
    const date = new Date(Date.UTC(2010, 11, 1, 8) + index * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    let totalMinor = 0;
    const lines = 1 + Math.floor(random() * random() * LARGEST_INVOICE);
    for (let line = 0; line < lines; line++) {
      const sku = 10_000 + Math.floor(random() * SKUS);
      const name = random() < BLANK_SHARE ? '' : `"ARTICLE ${sku}, ASSORTED"`;
      const quantity = (isReturn ? -1 : 1) * (1 + Math.floor(random() * MOST_PIECES));
      const priceMinor = random() < ZERO_SHARE ? 0 : 1 + Math.floor(random() * DEAREST_MINOR);
      totalMinor += quantity * priceMinor;
      const row = `${invoiceNo},${sku},${name},${quantity},${date},${decimal(priceMinor)}`;
      // One row in five hundred stands after all others, as in real files.
      (random() < 0.002 ? late : rows).push(row);
    }
    totals.push(`${invoiceNo},${date},${lines},0,${decimal(totalMinor)}`);
  }
  const sales = ['InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice', ...rows, ...late, ''].join('\n');
  return { sales, totals: ['InvoiceNo,InvoiceDate,lines,qty_sum,total', ...totals, ''].join('\n') };
}

function decimal(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
