import { z } from 'zod';
import { nothing, type OfficeRight, pageOf, pageQuerySchema } from './route.ts';

/** Of a row: rises with every change, and says what an edit was made on. */
const versionSchema = z.int().min(1);

/** A row as the cloud holds it. */
export function heldOf<S extends z.ZodType>(row: S) {
  return z.object({ version: versionSchema, row });
}

/** A row as it is to be. `base` is the version it was read at; null: it must not be there yet. */
function editOf<S extends z.ZodType>(row: S) {
  return z.strictObject({ base: versionSchema.nullable(), row });
}

/** A list that may be searched: every word, or its beginning, in any of the row's writings and codes. */
export const searchQuerySchema = pageQuerySchema.extend({ search: z.string().max(200).optional() });

/** The rows of a kind, by id. */
export function listRoute<S extends z.ZodType, Q extends z.ZodType>(
  path: string,
  access: OfficeRight,
  summary: string,
  { row, query }: { readonly row: S; readonly query: Q },
) {
  return { method: 'GET', path, access, summary, params: nothing, query, body: null, response: pageOf(heldOf(row)) } as const;
}

/** One row with its version. */
export function readRoute<S extends z.ZodType, P extends z.ZodType>(
  path: string,
  access: OfficeRight,
  summary: string,
  { row, params }: { readonly row: S; readonly params: P },
) {
  return { method: 'GET', path, access, summary, params, query: nothing, body: null, response: heldOf(row) } as const;
}

/** Makes or changes one row; `conflict` when it is not what it was read as. */
export function putRoute<S extends z.ZodType, P extends z.ZodType>(
  path: string,
  access: OfficeRight,
  summary: string,
  { row, params }: { readonly row: S; readonly params: P },
) {
  return { method: 'PUT', path, access, summary, params, query: nothing, body: editOf(row), response: heldOf(row) } as const;
}

/** Deletes one row; `conflict` when it is not what it was read as. */
export function deleteRoute<P extends z.ZodType>(path: string, access: OfficeRight, summary: string, { params }: { readonly params: P }) {
  const query = z.object({ base: z.coerce.number().pipe(versionSchema) });
  return { method: 'DELETE', path, access, summary, params, query, body: null, response: nothing } as const;
}
