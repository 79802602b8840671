import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { type AuditEntry, auditCursorSchema, type auditQuerySchema } from '../../../src-shared/contract/merchants-routes.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import type { OfficeCaller } from '../../platform/routes.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';

/** Values longer than this are cut: the audit names what changed and is no second copy of the data. */
const MAX_TEXT = 500;
const MAX_MEMBERS = 50;
const MAX_DEPTH = 4;
const HIDDEN = '[hidden]';
/** Members whose value is a secret or leads to one, whatever they belong to. */
const SECRET_MEMBER = /password|secret|token|hash|proof|assertion|recovery|api_?key$|^(pin|key)$/i;

/** The server itself: its command line and its jobs. */
export interface SystemCaller {
  readonly kind: 'system';
  readonly merchantId: string;
  /** Such as `command-line` or `sign-in`. */
  readonly id: string;
}

/** Who acts, and from where: a handler's own call is one. */
export interface Acting {
  readonly caller: Pick<OfficeCaller, 'kind' | 'merchantId' | 'id'> | TerminalCaller | SystemCaller;
  readonly request: { readonly address: string };
}

/** A sensitive act, such as `store.renamed`. */
export interface AuditedAct {
  /** What was done, as `<thing>.<past participle>`. */
  readonly act: string;
  /** The id of what it was done to. */
  readonly subject: string;
  /** The values that changed, as they were and as they are. Members that look like secrets are hidden. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * Notes a sensitive act in the transaction that does it: neither is there without the other. `tx` is one of `asMerchant` for the caller's
 * merchant, or the platform's own.
 */
export async function audit(
  tx: Tx,
  { caller, request }: Acting,
  { act, subject, before, after }: AuditedAct,
  at: Date = new Date(),
): Promise<void> {
  const actor = 'kind' in caller ? { kind: caller.kind, id: caller.id } : { kind: 'terminal' as const, id: caller.terminalId };
  await tx
    .insertInto('audit_entry')
    .values({
      merchant_id: caller.merchantId,
      audit_id: uuidv7(),
      at,
      actor_kind: actor.kind,
      actor_id: actor.id,
      address: request.address,
      act,
      subject,
      before: before === undefined ? null : JSON.stringify(withoutSecrets(before)),
      after: after === undefined ? null : JSON.stringify(withoutSecrets(after)),
    })
    .execute();
}

/** A merchant's audit, the newest first. */
export function listAudit(database: Database, merchantId: string, query: z.infer<typeof auditQuerySchema>): Promise<Page<AuditEntry>> {
  const place = readCursor(query.cursor, auditCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    let found = tx.selectFrom('audit_entry').selectAll().where('merchant_id', '=', merchantId);
    if (place !== null) found = found.where('audit_id', '<', place.auditId);
    if (query.act !== undefined) found = found.where('act', '=', query.act);
    if (query.actorId !== undefined) found = found.where('actor_id', '=', query.actorId);
    if (query.subject !== undefined) found = found.where('subject', '=', query.subject);
    const rows = await found
      .orderBy('audit_id', 'desc')
      .limit(query.limit + 1)
      .execute();
    return pageOfRows(
      rows,
      query.limit,
      (row) => ({
        auditId: row.audit_id,
        at: row.at.toISOString(),
        actor: { kind: row.actor_kind, id: row.actor_id },
        address: row.address,
        act: row.act,
        subject: row.subject,
        before: row.before,
        after: row.after,
      }),
      (row) => ({ auditId: row.audit_id }),
    );
  });
}

/** A copy that may be kept for years: bounded, and without the members that are secrets. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map((item) => withoutSecrets(item, depth + 1));
  const members = Object.entries(value).slice(0, MAX_MEMBERS);
  return Object.fromEntries(members.map(([name, member]) => [name, SECRET_MEMBER.test(name) ? HIDDEN : withoutSecrets(member, depth + 1)]));
}
