import { keptHeartbeatSchema } from '../../../src-shared/contract/heartbeat.ts';
import type { PageQuery } from '../../../src-shared/contract/route.ts';
import { type TerminalView, terminalListCursorSchema } from '../../../src-shared/contract/terminals-routes.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { notify } from '../../platform/notify.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { type Acting, audit } from '../audit/service.ts';
import type { TerminalParts } from './service.ts';

type Parts = Pick<TerminalParts, 'database' | 'now'>;

function views(tx: Tx, merchantId: string) {
  return tx
    .selectFrom('terminal')
    .innerJoin('store', (join) =>
      join.onRef('store.merchant_id', '=', 'terminal.merchant_id').onRef('store.store_id', '=', 'terminal.store_id'),
    )
    .selectAll('terminal')
    .select('store.name as store_name')
    .where('terminal.merchant_id', '=', merchantId);
}

type ViewRow = Awaited<ReturnType<ReturnType<typeof views>['execute']>>[number];

function viewOf(row: ViewRow): TerminalView {
  return {
    terminalId: row.terminal_id,
    name: row.name,
    storeId: row.store_id,
    storeName: row.store_name,
    state: row.state,
    enrolledAt: row.enrolled_at.toISOString(),
    seenAt: row.seen_at?.toISOString() ?? null,
    // Written by another version it may have another shape: the list is shown all the same.
    heartbeat: keptHeartbeatSchema.nullable().catch(null).parse(row.heartbeat),
    replacedBy: row.replaced_by,
  };
}

/** Every terminal of a merchant, those that were revoked too. */
export function listTerminals(database: Database, merchantId: string, query: PageQuery): Promise<Page<TerminalView>> {
  const place = readCursor(query.cursor, terminalListCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    let found = views(tx, merchantId);
    if (place !== null) found = found.where('terminal.terminal_id', '>', place.terminalId);
    const rows = await found
      .orderBy('terminal.terminal_id')
      .limit(query.limit + 1)
      .execute();
    return pageOfRows(rows, query.limit, viewOf, (row) => ({ terminalId: row.terminal_id }));
  });
}

/** @throws Problem `not-found` */
export function findTerminal(database: Database, terminal: TerminalCaller): Promise<TerminalView> {
  return asMerchant(database, terminal.merchantId, (tx) => viewIn(tx, terminal));
}

async function viewIn(tx: Tx, { merchantId, terminalId }: TerminalCaller): Promise<TerminalView> {
  const row = await views(tx, merchantId).where('terminal.terminal_id', '=', terminalId).executeTakeFirst();
  if (row === undefined) throw new Problem('not-found');
  return viewOf(row);
}

/** Renames a terminal, or moves it to another store. @throws Problem `not-found` for a terminal or a store there is none of. */
export function changeTerminal(
  { database, now }: Parts,
  terminal: TerminalCaller,
  change: { readonly name?: string | undefined; readonly storeId?: string | undefined },
  acting: Acting,
): Promise<TerminalView> {
  const { merchantId, terminalId } = terminal;
  return asMerchant(database, merchantId, async (tx) => {
    const before = await viewIn(tx, terminal);
    const { name = before.name, storeId = before.storeId } = change;
    const store = await tx
      .selectFrom('store')
      .select('store_id')
      .where('merchant_id', '=', merchantId)
      .where('store_id', '=', storeId)
      .executeTakeFirst();
    if (store === undefined) throw new Problem('not-found', { storeId });
    await tx
      .updateTable('terminal')
      .set({ name, store_id: storeId })
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .execute();
    const was = { name: before.name, storeId: before.storeId };
    await audit(tx, acting, { act: 'terminal.changed', subject: terminalId, before: was, after: { name, storeId } }, now());
    await notify(tx, 'commands', merchantId);
    return viewIn(tx, terminal);
  });
}

/**
 * Suspends, resumes or revokes a terminal. A revoked one stays revoked: its machine comes back by a code of its own.
 * @throws Problem `not-found`, `terminal.revoked`
 */
export function setStanding(
  { database, now }: Parts,
  terminal: TerminalCaller,
  state: TerminalView['state'],
  acting: Acting,
): Promise<TerminalView> {
  const { merchantId, terminalId } = terminal;
  return asMerchant(database, merchantId, async (tx) => {
    const before = await tx
      .selectFrom('terminal')
      .select('state')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .forUpdate()
      .executeTakeFirst();
    if (before === undefined) throw new Problem('not-found');
    if (before.state === 'revoked' && state !== 'revoked') throw new Problem('terminal.revoked');
    if (before.state !== state) {
      await tx
        .updateTable('terminal')
        .set(state === 'revoked' ? { state, revoked_at: now() } : { state })
        .where('merchant_id', '=', merchantId)
        .where('terminal_id', '=', terminalId)
        .execute();
      await audit(tx, acting, { act: `terminal.${ACTS[state]}`, subject: terminalId, before, after: { state } }, now());
      await notify(tx, 'commands', merchantId);
    }
    return viewIn(tx, terminal);
  });
}

const ACTS = { active: 'resumed', suspended: 'suspended', revoked: 'revoked' } as const;
