import { z } from 'zod';

/**
 * The acts that not everybody may do. A name is released with the entries that carry it: adding is allowed, renaming is not.
 * Who may do them is a role (`roles.ts`); who lacks one asks somebody who has it.
 */
export const PERMISSIONS = [
  'discount.over-limit',
  'price.change',
  'line.void',
  'ticket.void',
  'sale.void',
  'return.with-receipt',
  'return.without-receipt',
  'drawer.open',
  'receipt.reprint',
  'till.open',
  'till.count',
  'till.close',
  'till.paid-in',
  'till.paid-out',
  'till.drop',
  'till.x-report',
  'till.variance',
  'period.close',
  'customer.edit',
  'account.charge',
  'account.adjust',
  'account.over-limit',
  'invoice.issue',
  'journal.view',
  'journal.export',
  'report.view',
  'people.manage',
  'settings.change',
  'devices.manage',
  'training.switch',
] as const;
export const permissionSchema = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof permissionSchema>;
