import type { z } from 'zod';
import type { DIAGNOSTICS_ROUTES } from '../../../src-shared/contract/diagnostics-api.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { assertKnown, type TerminalParts } from './service.ts';

/** Files kept of one terminal. */
const MAX_FILES = 10;

/** Keeps a diagnostics file somebody has asked for. @throws Problem `not-found` for a command that asked for none. */
export async function keepDiagnostics(
  { database, now }: Pick<TerminalParts, 'database' | 'now'>,
  caller: TerminalCaller,
  sent: z.infer<(typeof DIAGNOSTICS_ROUTES)['sendDiagnostics']['body']>,
): Promise<void> {
  const { merchantId, terminalId } = caller;
  await asMerchant(database, merchantId, async (tx) => {
    await assertKnown(tx, caller);
    const asked = await tx
      .selectFrom('remote_command')
      .select('command')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('command_id', '=', sent.commandId)
      .executeTakeFirst();
    if (asked === undefined) throw new Problem('not-found');
    await tx
      .insertInto('terminal_diagnostics')
      .values({
        merchant_id: merchantId,
        terminal_id: terminalId,
        command_id: sent.commandId,
        file_name: sent.fileName,
        content: Buffer.from(sent.gzipBase64, 'base64'),
        received_at: now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const kept = tx
      .selectFrom('terminal_diagnostics')
      .select('command_id')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .orderBy('received_at', 'desc')
      .orderBy('command_id', 'desc')
      .limit(MAX_FILES);
    await tx
      .deleteFrom('terminal_diagnostics')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('command_id', 'not in', kept)
      .execute();
  });
}

/** The files of a terminal, the newest first. */
export function listDiagnostics(database: Database, { merchantId, terminalId }: TerminalCaller) {
  return asMerchant(database, merchantId, async (tx) => {
    const rows = await tx
      .selectFrom('terminal_diagnostics')
      .select(['command_id', 'file_name', 'received_at'])
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .orderBy('received_at', 'desc')
      .orderBy('command_id', 'desc')
      .execute();
    return {
      files: rows.map((row) => ({ commandId: row.command_id, fileName: row.file_name, receivedAt: row.received_at.toISOString() })),
    };
  });
}

/** One file. @throws Problem `not-found` */
export function readDiagnostics(database: Database, { merchantId, terminalId }: TerminalCaller, commandId: string) {
  return asMerchant(database, merchantId, async (tx) => {
    const row = await tx
      .selectFrom('terminal_diagnostics')
      .select(['file_name', 'content'])
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('command_id', '=', commandId)
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not-found');
    return { fileName: row.file_name, content: row.content };
  });
}
