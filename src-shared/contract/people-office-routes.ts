import { z } from 'zod';
import { personSchema } from '../people/person.ts';
import { roleSchema } from '../people/roles.ts';
import { pageQuerySchema, type Routes } from './route.ts';
import { deleteRoute, listRoute, putRoute } from './row-routes.ts';

const personParams = z.object({ personId: z.string().min(1).max(64) });
const roleParams = z.object({ roleId: z.string().min(1).max(64) });

/** Who works at the tills. How a person proves who she is stays on each till: see docs/adr/0026. */
export const PEOPLE_OFFICE_ROUTES = {
  listPeople: listRoute('/v1/people', 'people.read', 'The people of the tills, by id.', { row: personSchema, query: pageQuerySchema }),
  putPerson: putRoute('/v1/people/:personId', 'people.edit', 'Makes or changes a person; one who has left is set inactive.', {
    row: personSchema,
    params: personParams,
  }),
  listRoles: listRoute('/v1/till-roles', 'people.read', 'The roles the merchant has made, and the built-in ones it has changed.', {
    row: roleSchema,
    query: pageQuerySchema,
  }),
  putRole: putRoute('/v1/till-roles/:roleId', 'people.edit', 'Makes or changes a role; the manager’s cannot be.', {
    row: roleSchema,
    params: roleParams,
  }),
  deleteRole: deleteRoute('/v1/till-roles/:roleId', 'people.edit', 'Deletes a role nobody has, or gives a built-in one back what it had.', {
    params: roleParams,
  }),
} as const satisfies Routes;
