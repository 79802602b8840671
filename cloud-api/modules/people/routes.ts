import { PEOPLE_OFFICE_ROUTES } from '../../../src-shared/contract/people-office-routes.ts';
import { personSchema } from '../../../src-shared/people/person.ts';
import { roleSchema } from '../../../src-shared/people/roles.ts';
import type { Database } from '../../platform/database.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { assertSameId, listRows } from '../changes/service.ts';
import { deleteRole, peopleOf, putPerson, putRole, rolesOfMerchant } from './service.ts';

/** The people of the tills and their roles, for the back office. */
export function peopleRoutes({ database }: { readonly database: Database }): readonly ServedRoute[] {
  return implement(PEOPLE_OFFICE_ROUTES, {
    listPeople: ({ caller, query }) => listRows(database, peopleOf(caller.merchantId), query, personSchema),
    putPerson: (call) => {
      assertSameId(call.params.personId, call.body.row.personId);
      return putPerson(database, call, call.body.row, call.body.base);
    },
    listRoles: ({ caller, query }) => listRows(database, rolesOfMerchant(caller.merchantId), query, roleSchema),
    putRole: (call) => {
      assertSameId(call.params.roleId, call.body.row.roleId);
      return putRole(database, call, call.body.row, call.body.base);
    },
    deleteRole: async (call) => {
      await deleteRole(database, call, call.params.roleId, call.query.base);
      return {};
    },
  });
}
