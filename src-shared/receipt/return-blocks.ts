import type { SaleCompleted } from '../ledger/bodies.ts';
import type { ReceiptBlock } from './document.ts';
import { type ReceiptWords, textBlock } from './receipt-words.ts';

/**
 * What a ticket that takes goods back says of itself: that it is a return, an exchange or the taking back of a whole ticket, and of which
 * receipts. Nothing on a ticket that only sells.
 */
export function returnBlocks(sale: Pick<SaleCompleted, 'lines' | 'voids'>, words: ReceiptWords): readonly ReceiptBlock[] {
  const { labels } = words;
  if (sale.voids !== undefined) return titled(labels.voided, [sale.voids.receiptNumber], words);
  const back = sale.lines.filter((line) => line.quantityMilli < 0);
  if (back.length === 0) return [];
  const numbers = back.flatMap(({ returnOf, returnTerms }) => returnOf?.receiptNumber ?? returnTerms?.foreignReceipt?.receiptNumber ?? []);
  return titled(back.length === sale.lines.length ? labels.returned : labels.exchanged, [...new Set(numbers)], words);
}

function titled(title: string, numbers: readonly string[], words: ReceiptWords): readonly ReceiptBlock[] {
  return [
    textBlock(title, { align: 'center', emphasis: 'strong', size: 2 }),
    ...numbers.map((number) => textBlock(`${words.labels.ofReceipt} ${words.code(number)}`, { align: 'center' })),
  ];
}
