import type { Person } from '../../../src-shared/people/person.ts';
import { personSchema } from '../../../src-shared/people/person.ts';
import { holds, isBuiltInRole, MANAGER_ROLE_ID, type Role, roleSchema, rolesOf } from '../../../src-shared/people/roles.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { type Acting, audit } from '../audit/service.ts';
import { allRows, deleteRow, type Held, lockEdits, putRow, type RowPlace, readRow } from '../changes/service.ts';

/** The people and their roles are the same in all stores of a merchant. */
export function peopleOf(merchantId: string): RowPlace {
  return { merchantId, kind: 'person', storeId: null };
}

export function rolesOfMerchant(merchantId: string): RowPlace {
  return { merchantId, kind: 'role', storeId: null };
}

/** @throws Problem `row.unknown-reference`, `people.nobody-manages`, `conflict`, `not-found` */
export function putPerson(database: Database, acting: Acting, row: Person, base: number | null): Promise<Held<Person>> {
  return edit(database, acting, async (tx, merchantId) => {
    const place = peopleOf(merchantId);
    const before = await readRow(tx, place, row.personId);
    const held = await putRow(tx, place, { id: row.personId, base, row });
    const { roles } = await readBook(tx, merchantId);
    if (!rolesOf({ roles }).some(({ roleId }) => roleId === row.roleId)) throw new Problem('row.unknown-reference', { at: 'roleId' });
    await audit(tx, acting, { act: 'person.changed', subject: row.personId, before: before?.row, after: row });
    return held;
  });
}

/** @throws Problem `row.not-held` for the manager's role; `people.nobody-manages`, `conflict`, `not-found` */
export function putRole(database: Database, acting: Acting, row: Role, base: number | null): Promise<Held<Role>> {
  // A built-in role is called by words of the program's own; one of the merchant's has none but its name.
  if (row.roleId === MANAGER_ROLE_ID) throw new Problem('row.not-held', { at: 'roleId' });
  if ((row.name === null) !== isBuiltInRole(row.roleId)) throw new Problem('row.not-held', { at: 'name' });
  return edit(database, acting, async (tx, merchantId) => {
    const place = rolesOfMerchant(merchantId);
    const before = await readRow(tx, place, row.roleId);
    const held = await putRow(tx, place, { id: row.roleId, base, row });
    await audit(tx, acting, { act: 'role.changed', subject: row.roleId, before: before?.row, after: row });
    return held;
  });
}

/** @throws Problem `row.in-use` while somebody has it; `people.nobody-manages`, `conflict`, `not-found` */
export async function deleteRole(database: Database, acting: Acting, roleId: string, base: number): Promise<void> {
  await edit(database, acting, async (tx, merchantId) => {
    const { people } = await readBook(tx, merchantId);
    const holder = people.find((person) => person.roleId === roleId);
    if (holder !== undefined && !isBuiltInRole(roleId)) throw new Problem('row.in-use', { kind: 'person', id: holder.personId });
    await deleteRow(tx, rolesOfMerchant(merchantId), roleId, base);
    await audit(tx, acting, { act: 'role.deleted', subject: roleId });
  });
}

/** One edit after another; at its end somebody must be able to manage people, if there are any. */
function edit<T>(database: Database, { caller }: Acting, change: (tx: Tx, merchantId: string) => Promise<T>): Promise<T> {
  const { merchantId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    const done = await change(tx, merchantId);
    const { people, roles } = await readBook(tx, merchantId);
    const isManaged = people.some((person) => person.active && holds(person, 'people.manage', { roles }));
    if (people.length > 0 && !isManaged) throw new Problem('people.nobody-manages');
    return done;
  });
}

async function readBook(tx: Tx, merchantId: string): Promise<{ readonly people: readonly Person[]; readonly roles: readonly Role[] }> {
  const people = await allRows(tx, peopleOf(merchantId), personSchema);
  const roles = await allRows(tx, rolesOfMerchant(merchantId), roleSchema);
  return { people, roles };
}
