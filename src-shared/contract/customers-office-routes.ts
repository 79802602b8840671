import { z } from 'zod';
import { CUSTOMER_FIELDS, customerInputSchema, customerSchema } from '../customers/customer.ts';
import { customerIdSchema } from '../customers/customer-id.ts';
import { nothing, pageOf, pageQuerySchema, type Routes } from './route.ts';
import { heldOf, listRoute, readRoute, searchQuerySchema } from './row-routes.ts';

const MAX_CUSTOMER_EDITS = 100;
const customerParams = z.object({ customerId: customerIdSchema });

/**
 * What somebody changed of a customer, with what she saw before: that is the base it is merged on, field by field, so that no history of
 * personal data has to be kept. Fields that were not touched are left out.
 */
const customerEditSchema = z.strictObject({ was: customerInputSchema.partial(), is: customerInputSchema.partial() });
export type CustomerEdit = z.infer<typeof customerEditSchema>;

/** A field two people changed differently. What is held stands until somebody decides. */
export const customerConflictSchema = z.object({
  conflictId: z.uuid(),
  customerId: customerIdSchema,
  field: z.enum(CUSTOMER_FIELDS),
  held: z.unknown(),
  wanted: z.unknown(),
  at: z.iso.datetime(),
});
export type CustomerConflict = z.infer<typeof customerConflictSchema>;

const mergedSchema = heldOf(customerSchema).extend({ conflicts: z.array(z.enum(CUSTOMER_FIELDS)) });

export const CUSTOMERS_OFFICE_ROUTES = {
  listCustomers: listRoute('/v1/customers', 'customers.read', 'Customers by id, or by words of their names, phones and numbers.', {
    row: customerSchema,
    query: searchQuerySchema,
  }),
  readCustomer: readRoute('/v1/customers/:customerId', 'customers.read', 'A customer.', { row: customerSchema, params: customerParams }),
  createCustomer: {
    method: 'PUT',
    path: '/v1/customers/:customerId',
    access: 'customers.edit',
    summary: 'Makes a customer; one of this id that is there already is a conflict.',
    params: customerParams,
    query: nothing,
    body: customerInputSchema,
    response: heldOf(customerSchema),
  },
  editCustomer: {
    method: 'PATCH',
    path: '/v1/customers/:customerId',
    access: 'customers.edit',
    summary: 'Changes fields of a customer, merged with what others changed; fields changed by both are kept for a person to decide.',
    params: customerParams,
    query: nothing,
    body: customerEditSchema,
    response: mergedSchema,
  },
  eraseCustomer: {
    method: 'DELETE',
    path: '/v1/customers/:customerId',
    access: 'customers.edit',
    summary: 'Erases what is known of a customer, here and at every till.',
    params: customerParams,
    query: nothing,
    body: null,
    response: nothing,
  },
  listCustomerConflicts: {
    method: 'GET',
    path: '/v1/customer-conflicts',
    access: 'customers.read',
    summary: 'Fields that two people changed differently, the oldest first.',
    params: nothing,
    query: pageQuerySchema,
    body: null,
    response: pageOf(customerConflictSchema),
  },
  resolveCustomerConflict: {
    method: 'POST',
    path: '/v1/customer-conflicts/:conflictId',
    access: 'customers.edit',
    summary: 'Decides a conflict: what is held stays, or what was wanted takes its place.',
    params: z.object({ conflictId: z.uuid() }),
    query: nothing,
    body: z.strictObject({ take: z.enum(['held', 'wanted']) }),
    response: nothing,
  },
  pushCustomers: {
    method: 'POST',
    path: '/v1/terminal/customers',
    access: 'terminal',
    summary: 'What was written down of customers at a till. Sent again it does no harm.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      edits: z
        .array(
          z.discriminatedUnion('kind', [
            z.strictObject({ kind: z.literal('created'), customer: customerSchema }),
            customerEditSchema.extend({ kind: z.literal('changed'), customerId: customerIdSchema }),
            z.strictObject({ kind: z.literal('erased'), customerId: customerIdSchema }),
          ]),
        )
        .min(1)
        .max(MAX_CUSTOMER_EDITS),
    }),
    response: z.object({ conflicts: z.int().min(0) }),
  },
} as const satisfies Routes;
