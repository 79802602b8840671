import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { OfficeRight } from '../../../src-shared/contract/route.ts';
import { type Task, taskCursorSchema, type taskQuerySchema } from '../../../src-shared/contract/task-routes.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';
import type { OfficeCaller } from '../../platform/routes.ts';
import { emitEvent } from '../events/service.ts';

/** Something people should look at. The same matter, by kind and subject, is one task. */
export interface RaisedTask {
  readonly kind: string;
  readonly subject: string;
  readonly detail: object;
}

/** `open`: also one that was done, for it has happened again. `once`: one that was done stays done. */
type Raising = 'open' | 'once';

/** Raises tasks in the caller's transaction; one that is open already is left as it is. */
export async function raiseTasks(tx: Tx, merchantId: string, raised: readonly RaisedTask[], raising: Raising): Promise<void> {
  if (raised.length === 0) return;
  const rows = raised.map((task) => ({ task_id: randomUUID(), ...task }));
  const again =
    raising === 'open'
      ? sql`DO UPDATE SET done_at = NULL, done_by = NULL, created_at = now(), detail = excluded.detail WHERE task.done_at IS NOT NULL`
      : sql`DO NOTHING`;
  // In the order of the key, so that two who raise the same tasks wait for each other and never cross.
  const opened = await sql<{ task_id: string; kind: string; subject: string }>`
    INSERT INTO task (merchant_id, task_id, kind, subject, detail)
    SELECT ${merchantId}::uuid, task_id, kind, subject, detail
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS raised(task_id uuid, kind text, subject text COLLATE "C", detail jsonb)
    ORDER BY kind, subject
    ON CONFLICT (merchant_id, kind, subject) ${again}
    RETURNING task_id, kind, subject`.execute(tx);
  for (const { task_id: taskId, kind, subject: about } of opened.rows) {
    await emitEvent(tx, { merchantId, type: 'task.raised', subject: taskId, data: { kind, about } });
  }
}

/** Tasks of a merchant, the newest first. */
export function listTasks(database: Database, merchantId: string, query: z.infer<typeof taskQuerySchema>): Promise<Page<Task>> {
  const place = readCursor(query.cursor, taskCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    let found = tx
      .selectFrom('task')
      .select(['task_id', 'kind', 'subject', 'detail', 'created_at', 'done_at', 'done_by'])
      .where('merchant_id', '=', merchantId)
      .orderBy('created_at', 'desc')
      .orderBy('task_id', 'desc')
      .limit(query.limit + 1);
    if (query.state !== 'all') found = found.where('done_at', query.state === 'open' ? 'is' : 'is not', null);
    if (query.kind !== undefined) found = found.where('kind', '=', query.kind);
    if (place !== null) {
      const last = sql`SELECT created_at, task_id FROM task WHERE merchant_id = ${merchantId} AND task_id = ${place.taskId}`;
      found = found.where(sql<boolean>`(created_at, task_id) < (${last})`);
    }
    return pageOfRows(await found.execute(), query.limit, taskOf, (row) => ({ taskId: row.task_id }));
  });
}

interface TaskRow {
  readonly task_id: string;
  readonly kind: string;
  readonly subject: string;
  readonly detail: unknown;
  readonly created_at: Date;
  readonly done_at: Date | null;
  readonly done_by: string | null;
}

function taskOf(row: TaskRow): Task {
  const { task_id: taskId, kind, subject, detail, created_at, done_at, done_by: doneBy } = row;
  return { taskId, kind, subject, detail, createdAt: created_at.toISOString(), doneAt: done_at?.toISOString() ?? null, doneBy };
}

/** Who may say that a matter is dealt with: whoever may put it right. By the first part of a task's kind; of others, who runs the shop. */
const FINISHING_RIGHTS: Readonly<Record<string, OfficeRight>> = {
  stock: 'stock.edit',
  ledger: 'ledger.mend',
  terminal: 'terminals.manage',
};

/**
 * Marks a task done. One that is done stays as it was, so that a second tap changes nothing.
 * @throws Problem `not-found`, `right.missing`
 */
export function finishTask(database: Database, caller: OfficeCaller, taskId: string, now: Date): Promise<Task> {
  return asMerchant(database, caller.merchantId, async (tx) => {
    const { merchantId } = caller;
    const row = await tx
      .selectFrom('task')
      .select(['task_id', 'kind', 'subject', 'detail', 'created_at', 'done_at', 'done_by'])
      .where('merchant_id', '=', merchantId)
      .where('task_id', '=', taskId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not-found');
    const right = FINISHING_RIGHTS[row.kind.split('.')[0] ?? ''] ?? 'merchant.edit';
    if (!caller.rights.has(right)) throw new Problem('right.missing', { right });
    if (row.done_at !== null) return taskOf(row);
    const done = { done_at: now, done_by: caller.id };
    await tx.updateTable('task').set(done).where('merchant_id', '=', merchantId).where('task_id', '=', taskId).execute();
    return taskOf({ ...row, ...done });
  });
}
