import { sql } from 'kysely';
import type { Database } from '../platform/database.ts';

/**
 * A database's own word on its schema, as text that two databases have alike when they were made alike: tables with their columns, keys,
 * indexes, policies and grants; functions, triggers and sequences. Made of the catalogue, so that it needs no pg_dump and is the same on the
 * embedded database and on a server. Partitions by month are left out: they come with time, not with a migration.
 */
export async function describeSchema({ all }: Pick<Database, 'all'>): Promise<string> {
  const { rows } = await sql<{ line: string }>`
    WITH relation AS (
      SELECT c.oid, c.relname, c.relkind, c.relrowsecurity, c.relacl, c.relowner FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relname !~ '^entry_[0-9]{4}_[0-9]{2}'
    ), described AS (
      SELECT 1 AS part, relname AS owner, 0 AS place, format('-- %s', relname) || CASE WHEN relrowsecurity THEN ', row-level security' ELSE '' END AS line
      FROM relation WHERE relkind IN ('r', 'p')
      UNION ALL
      SELECT 1, relname, attnum, format('%s.%s %s%s%s', relname, attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END,
        coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), ''))
      FROM relation JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
      LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE relkind IN ('r', 'p')
      UNION ALL
      SELECT 1, relname, 10000, format('%s CONSTRAINT %s %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
      FROM relation JOIN pg_constraint ON conrelid = relation.oid WHERE contype IN ('p', 'u', 'f', 'c', 'x')
      UNION ALL
      SELECT 1, tablename, 10001, regexp_replace(indexdef, ' ON public\\.', ' ON ') FROM pg_indexes
      JOIN relation ON relname = tablename WHERE schemaname = 'public'
      UNION ALL
      SELECT 1, tablename, 10002, format('%s POLICY %s FOR %s TO %s USING (%s) CHECK (%s)', tablename, policyname, cmd, roles, qual, with_check)
      FROM pg_policies JOIN relation ON relname = tablename WHERE schemaname = 'public'
      UNION ALL
      SELECT 1, relname, 10003, format('GRANT %s ON %s TO %s', string_agg(privilege_type, ', ' ORDER BY privilege_type), relname, grantee::regrole)
      FROM relation CROSS JOIN aclexplode(relacl) WHERE relkind IN ('r', 'p') AND grantee <> relowner GROUP BY relname, grantee
      UNION ALL
      SELECT 1, relname, 10004, format('GRANT %s (%s) ON %s TO %s', privilege_type, string_agg(attname, ', ' ORDER BY attnum), relname, grantee::regrole)
      FROM relation JOIN pg_attribute ON attrelid = relation.oid CROSS JOIN aclexplode(attacl)
      WHERE relkind IN ('r', 'p') AND grantee <> relowner GROUP BY relname, grantee, privilege_type
      UNION ALL
      SELECT 1, relname, 10005, replace(pg_get_triggerdef(pg_trigger.oid), ' ON public.', ' ON ')
      FROM relation JOIN pg_trigger ON tgrelid = relation.oid WHERE NOT tgisinternal
      UNION ALL
      SELECT 2, relname, 0, format('SEQUENCE %s', relname) FROM relation WHERE relkind = 'S'
      UNION ALL
      SELECT 2, relname, 0, format('VIEW %s AS %s', relname, regexp_replace(pg_get_viewdef(oid), '\\s+', ' ', 'g')) FROM relation WHERE relkind IN ('v', 'm')
      UNION ALL
      SELECT 3, proname, 0, pg_get_functiondef(pg_proc.oid) FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    )
    SELECT line FROM described ORDER BY part, owner COLLATE "C", place, line COLLATE "C"`.execute(all);
  const head = '-- What the migrations make, in the database’s own words. Not run: written by `npx node build/write-cloud-schema.ts`.\n';
  return head + rows.map(({ line }) => `${line.startsWith('-- ') ? '\n' : ''}${line.trimEnd()}\n`).join('');
}
