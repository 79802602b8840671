import { sql } from 'kysely';
import type { EpochHead, PushAnswer, PushedEntry, ServerHeads } from '../../../src-shared/contract/cloud-api.ts';
import { GENESIS_HASH } from '../../../src-shared/ledger/entry.ts';
import { intColumn, textColumn, timeColumn } from '../../platform/columns.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { Problem, type ProblemCode } from '../../platform/problem.ts';
import type { ServerIdentity, TerminalCaller } from '../../platform/tokens.ts';
import { emitEvent } from '../events/service.ts';
import { raiseTasks } from '../tasks/service.ts';
import { assertActive, loadKeys } from '../terminals/service.ts';
import { putAside } from './aside.ts';
import { type CheckedEntry, checkBatch } from './check-batch.ts';
import { reachOfPage } from './reach.ts';

export { reachOfPage } from './reach.ts';

/** Entries handed back to a terminal at a time. */
const PULL_BACK_LIMIT = 500;

export interface IngestParts {
  readonly database: Database;
  readonly identity: ServerIdentity;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** Entries were stored: whoever interprets them may begin. */
  readonly onStored: (merchantId: string) => void;
}

/** A conflict found under the lock. It is stored what is to be stored of it, and then told. */
interface Conflict {
  readonly code: Extract<ProblemCode, 'ledger.gap' | 'ledger.fork' | 'ledger.quarantined'>;
  readonly seq: number | null;
}

interface Taken {
  readonly head: EpochHead;
  readonly stored: number;
  readonly conflict: Conflict | null;
}

/**
 * Takes a batch of a terminal's entries: once, in order, whatever they say. Entries held already are skipped when their hash is equal, so a
 * batch sent again does no harm. In one transaction under the lock of the epoch's row (LEDGER-AND-SYNC, rule 8).
 * @throws Problem `ledger.bad-entry`, `ledger.gap`, `ledger.fork`, `ledger.quarantined`, `terminal.…`
 */
export async function push(
  parts: IngestParts,
  caller: TerminalCaller,
  batch: { readonly epoch: number; readonly entries: readonly PushedEntry[] },
): Promise<PushAnswer> {
  const { database, identity } = parts;
  const { merchantId, terminalId } = caller;
  const keys = await asMerchant(database, merchantId, async (tx) => {
    await assertActive(tx, caller);
    return loadKeys(tx, caller);
  });
  const checked = await checkBatch(batch.entries, { terminalId, epoch: batch.epoch, keys });
  if (!checked.ok) {
    throw new Problem('ledger.bad-entry', { ...checked.error, epoch: batch.epoch, serverEpoch: identity.serverEpoch });
  }
  const taken = await asMerchant(database, merchantId, (tx) => take(tx, caller, batch.epoch, checked.value));
  parts.metrics.entriesTaken(taken.stored);
  if (taken.stored > 0) parts.onStored(merchantId);
  const { lastSeq, lastHash } = taken.head;
  if (taken.conflict !== null) {
    const { code, seq } = taken.conflict;
    throw new Problem(code, { epoch: batch.epoch, lastSeq, lastHash, seq, serverEpoch: identity.serverEpoch });
  }
  return { serverEpoch: identity.serverEpoch, lastSeq, lastHash };
}

async function take(tx: Tx, caller: TerminalCaller, epoch: number, entries: readonly CheckedEntry[]): Promise<Taken> {
  const head = await lockEpoch(tx, caller, epoch);
  const known = entries.filter(({ entry }) => entry.seq <= head.lastSeq);
  const fresh = entries.slice(known.length);
  const forkedAt = await findFork(tx, caller, known);
  if (forkedAt !== null) {
    await quarantine(tx, caller, head, entries.slice(entries.findIndex(({ entry }) => entry.seq === forkedAt)));
    return { head: { ...head, state: 'quarantined' }, stored: 0, conflict: { code: 'ledger.fork', seq: forkedAt } };
  }
  const [first] = fresh;
  const last = fresh.at(-1);
  if (first === undefined || last === undefined) return { head, stored: 0, conflict: null };
  if (head.state === 'quarantined') {
    await quarantine(tx, caller, head, fresh);
    return { head, stored: 0, conflict: { code: 'ledger.quarantined', seq: first.entry.seq } };
  }
  if (first.entry.seq !== head.lastSeq + 1) return { head, stored: 0, conflict: { code: 'ledger.gap', seq: first.entry.seq } };
  if (first.entry.prev !== head.lastHash) {
    // What is held and what is sent part here: two machines have written on from the same entry.
    await quarantine(tx, caller, head, fresh);
    return { head: { ...head, state: 'quarantined' }, stored: 0, conflict: { code: 'ledger.fork', seq: first.entry.seq } };
  }
  await store(tx, caller, fresh);
  return { head: { ...head, lastSeq: last.entry.seq, lastHash: last.entry.hash }, stored: fresh.length, conflict: null };
}

/** The epoch's row, locked until the transaction ends; made when this is the first that is heard of the epoch. */
export async function lockEpoch(tx: Tx, { merchantId, terminalId }: TerminalCaller, epoch: number): Promise<EpochHead> {
  await tx
    .insertInto('terminal_epoch')
    .values({ merchant_id: merchantId, terminal_id: terminalId, epoch, last_hash: GENESIS_HASH })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('terminal_epoch')
    .select(['last_seq', 'last_hash', 'state'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', epoch)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { epoch, lastSeq: row.last_seq, lastHash: row.last_hash, state: row.state };
}

/** The first of the entries sent again that is not the one held at its place; null when all are. */
export async function findFork(tx: Tx, { merchantId, terminalId }: TerminalCaller, known: readonly CheckedEntry[]): Promise<number | null> {
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return null;
  const held = await tx
    .selectFrom('entry')
    .select(['seq', 'hash'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', first.entry.epoch)
    .where('seq', '>=', first.entry.seq)
    .where('seq', '<=', last.entry.seq)
    .execute();
  const hashes = new Map(held.map(({ seq, hash }) => [seq, hash]));
  return known.find(({ entry }) => hashes.get(entry.seq) !== entry.hash)?.entry.seq ?? null;
}

/** Stores entries that go on with the chain of their epoch, whose row is locked; one statement for them all: their rows travel as one JSON text. */
export async function store(tx: Tx, caller: TerminalCaller, fresh: readonly CheckedEntry[]): Promise<void> {
  const { merchantId, terminalId } = caller;
  const rows = fresh.map(({ entry, text }) => {
    const { epoch, seq, id, type, v, at, actor, hash, sig, keyId } = entry;
    const columns = { type: textColumn(type), v: intColumn(v), at: timeColumn(at), actor: textColumn(actor) };
    return { epoch, seq, id, ...columns, text, hash, sig, key_id: keyId };
  });
  await sql`
    INSERT INTO entry (merchant_id, terminal_id, epoch, seq, id, type, v, at, actor, text, hash, sig, key_id)
    SELECT ${merchantId}, ${terminalId}, epoch, seq, id, type, v, at, actor, text, hash, sig, key_id
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS row(
      epoch int, seq int, id uuid, type text, v int, at timestamptz, actor text, text text, hash text, sig text, key_id text
    )`.execute(tx);
  const last = fresh.at(-1);
  if (last === undefined) return;
  await tx
    .updateTable('terminal_epoch')
    .set({ last_seq: last.entry.seq, last_hash: last.entry.hash, last_at: timeColumn(last.entry.at) })
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', last.entry.epoch)
    .execute();
}

/** Keeps a tail that fits no chain, closes the epoch, and tells the people of it. Nothing held is overwritten. */
async function quarantine(
  tx: Tx,
  { merchantId, terminalId }: TerminalCaller,
  head: EpochHead,
  tail: readonly CheckedEntry[],
): Promise<void> {
  await putAside(tx, { merchantId, terminalId }, tail, head.state === 'quarantined' ? 'after-fork' : 'fork');
  await tx
    .updateTable('terminal_epoch')
    .set({ state: 'quarantined' })
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', head.epoch)
    .execute();
  const detail = { terminal: terminalId, epoch: head.epoch, seq: tail[0]?.entry.seq ?? null };
  if (head.state === 'open')
    await emitEvent(tx, { merchantId, type: 'ledger.forked', subject: terminalId, data: { epoch: detail.epoch, seq: detail.seq } });
  await raiseTasks(tx, merchantId, [{ kind: 'ledger.forked', subject: `${terminalId}/${head.epoch}`, detail }], 'once');
}

/** Where the server stands with a terminal: what it compares itself with after a start. */
export function heads({ database, identity, now }: IngestParts, caller: TerminalCaller): Promise<ServerHeads> {
  return asMerchant(database, caller.merchantId, async (tx) => {
    await assertActive(tx, caller);
    const rows = await tx
      .selectFrom('terminal_epoch')
      .select(['epoch', 'last_seq', 'last_hash', 'state'])
      .where('merchant_id', '=', caller.merchantId)
      .where('terminal_id', '=', caller.terminalId)
      .orderBy('epoch')
      .execute();
    const epochs = rows.map((row) => ({ epoch: row.epoch, lastSeq: row.last_seq, lastHash: row.last_hash, state: row.state }));
    return { serverEpoch: identity.serverEpoch, serverTime: now().toISOString(), epochs };
  });
}

/** A terminal's own entries, for one that has lost the end of its journal. */
export function pullBack(
  { database }: IngestParts,
  caller: TerminalCaller,
  { epoch, after }: { readonly epoch: number; readonly after: number },
): Promise<{ entries: PushedEntry[]; more: boolean }> {
  return asMerchant(database, caller.merchantId, async (tx) => {
    await assertActive(tx, caller);
    const through = await reachOfPage(tx, { ...caller, epoch }, after, after + PULL_BACK_LIMIT);
    const entries = await tx
      .selectFrom('entry')
      .select(['text', 'hash', 'sig'])
      .where('merchant_id', '=', caller.merchantId)
      .where('terminal_id', '=', caller.terminalId)
      .where('epoch', '=', epoch)
      .where('seq', '>', after)
      .where('seq', '<=', through)
      .orderBy('seq')
      .execute();
    const behind = await tx
      .selectFrom('entry')
      .select('seq')
      .where('merchant_id', '=', caller.merchantId)
      .where('terminal_id', '=', caller.terminalId)
      .where('epoch', '=', epoch)
      .where('seq', '=', through + 1)
      .executeTakeFirst();
    return { entries, more: behind !== undefined };
  });
}
