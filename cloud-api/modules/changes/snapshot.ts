import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, createZstdCompress } from 'node:zlib';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { createGate } from '../../platform/gate.ts';
import type { RequestFacts, StreamAnswer } from '../../platform/routes.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { assertActive } from '../terminals/service.ts';
import { formatCursor } from './cursor.ts';
import { cursorNow, type PullScope, readConsistently, rowFor, selectScope } from './pull.ts';
import { Spool } from './spool.ts';

/** Rows fetched at a time. */
const FETCH_ROWS = 2_000;
/** The first level of both: the line to a shop is slow, and so is a machine that serves thirty of them. */
const GZIP_LEVEL = 1;
const ZSTD_LEVEL = 1;
/** Each being read holds a connection of the pool: a chain that enrols all its tills at once leaves some for those that sell. */
const fewAtATime = createGate(3, 200);

/**
 * Everything a terminal needs, of one instant, as lines of JSON. The database is read at its own speed into a file, and the terminal reads
 * that at hers: a slow line holds no transaction open. A stream that lacks its last line was cut.
 */
export async function sendSnapshot(
  { database, log }: { readonly database: Database; readonly log: Logger },
  caller: TerminalCaller,
  { signal, header }: Pick<RequestFacts, 'signal' | 'header'>,
): Promise<StreamAnswer> {
  await asMerchant(database, caller.merchantId, (tx) => assertActive(tx, caller));
  return async (response) => {
    const encoding = /\bzstd\b/.test(header('accept-encoding') ?? '') ? 'zstd' : 'gzip';
    const spool = await Spool.create();
    const writing = fewAtATime(() => writeSnapshot(database, caller, { spool, encoding, signal })).then(
      () => spool.end('finished'),
      (error: unknown) => {
        if (!signal.aborted) log.error({ err: error }, 'a snapshot was not written to its end');
        spool.end('failed');
      },
    );
    try {
      response.setHeader('Content-Type', 'application/x-ndjson');
      response.setHeader('Content-Encoding', encoding);
      await pipeline(spool.read(), response);
    } catch (error) {
      // Whoever has hung up or is cut off sees it by the missing end.
      if (!signal.aborted) response.destroy(error instanceof Error ? error : undefined);
    } finally {
      await writing;
      await spool.remove();
    }
  };
}

interface Target {
  readonly spool: Spool;
  readonly encoding: 'gzip' | 'zstd';
  readonly signal: AbortSignal;
}

function writeSnapshot(database: Database, caller: TerminalCaller, { spool, encoding, signal }: Target): Promise<void> {
  const compressor =
    encoding === 'zstd'
      ? createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } })
      : createGzip({ level: GZIP_LEVEL });
  const sink = new Writable({
    write: (bytes: Uint8Array, _encoding, done) => {
      spool.write(bytes).then(() => {
        done();
      }, done);
    },
  });
  return readConsistently(database, caller, async (tx) => {
    const scope = await selectScope(tx, caller);
    await pipeline(Readable.from(snapshotText(tx, scope)), compressor, sink, { signal });
  });
}

/** The snapshot's lines, many in each piece. */
async function* snapshotText(tx: Tx, scope: PullScope): AsyncGenerator<string> {
  const held = sql`FROM change_log WHERE merchant_id = ${scope.merchantId} AND scope IN (${scope.merchantId}, ${scope.storeId}) AND row IS NOT NULL`;
  const { rows: counted } = await sql<{ rows: number }>`SELECT count(*)::int AS rows ${held}`.execute(tx);
  const rows = counted[0]?.rows ?? 0;
  yield `${JSON.stringify({ format: 1, cursor: formatCursor(await cursorNow(tx, scope)), rows })}\n`;
  // The lines are put together by the database: they only pass through here.
  await sql`
    DECLARE snapshot NO SCROLL CURSOR FOR
    SELECT '{"kind":' || to_json(kind) || ',"id":' || to_json(row_id) || ',"version":' || version || ',"row":' || (${rowFor(scope)})::text || E'}\n' AS line
    ${held} ORDER BY scope, kind, row_id`.execute(tx);
  for (;;) {
    const { rows: lines } = await sql<{ line: string }>`FETCH ${sql.lit(FETCH_ROWS)} FROM snapshot`.execute(tx);
    if (lines.length === 0) break;
    yield lines.map(({ line }) => line).join('');
  }
  yield `${JSON.stringify({ end: true, rows })}\n`;
}
