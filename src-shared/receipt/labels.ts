import { z } from 'zod';

const labelSchema = z.string().min(1).max(48);

/** The words of a receipt in one language: resources/locales/<language>/receipt.json. The program holds none of them. */
export const receiptLabelsSchema = z.strictObject({
  preview: labelSchema,
  training: labelSchema,
  duplicate: labelSchema,
  phone: labelSchema,
  capital: labelSchema,
  receiptNumber: labelSchema,
  date: labelSchema,
  till: labelSchema,
  cashier: labelSchema,
  customer: labelSchema,
  note: labelSchema,
  discount: labelSchema,
  subtotal: labelSchema,
  discounts: labelSchema,
  exclusive: labelSchema,
  /** Between a tax with its rate and the amount it is taken on. */
  taxOn: labelSchema,
  exempt: labelSchema,
  total: labelSchema,
  stampDuty: labelSchema,
  rounding: labelSchema,
  payable: labelSchema,
  refund: labelSchema,
  change: labelSchema,
  items: labelSchema,
  approval: labelSchema,
  reference: labelSchema,
  signature: labelSchema,
  /** Of a ticket that takes goods back, sells others for them, or takes a whole ticket back; and of which receipt. */
  returned: labelSchema,
  exchanged: labelSchema,
  voided: labelSchema,
  ofReceipt: labelSchema,
});
export type ReceiptLabels = z.infer<typeof receiptLabelsSchema>;
