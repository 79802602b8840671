import { scryptSync } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { normaliseEnrolmentCode } from '../../../src-shared/contract/cloud-api.ts';
import { type Command, commandSchema } from '../../../src-shared/contract/heartbeat.ts';
import type { PageQuery } from '../../../src-shared/contract/route.ts';
import { type AskedCommand, commandListCursorSchema } from '../../../src-shared/contract/terminals-routes.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import { notify } from '../../platform/notify.ts';
import { pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { type Acting, audit } from '../audit/service.ts';
import { newEnrolmentCode } from './enrolment-code.ts';
import type { TerminalParts } from './service.ts';

const HASH_BYTES = 32;

/**
 * What a locked terminal compares a typed code with. scrypt with the command's id as its salt: the terminal does the same
 * (`src-main/sync/remote-orders.ts`), and a thief who reads its disk has to try for a long time.
 */
function hashUnlockCode(code: string, commandId: string): string {
  return scryptSync(normaliseEnrolmentCode(code), commandId, HASH_BYTES).toString('hex');
}

/**
 * Asks a terminal to do something at its next heartbeat. A lock comes with a code that opens it where there is no network; it is kept nowhere.
 * @throws Problem `not-found`, `terminal.revoked`
 */
export async function sendCommand(
  { database, now }: Pick<TerminalParts, 'database' | 'now'>,
  terminal: TerminalCaller,
  asked: AskedCommand,
  acting: Acting,
): Promise<{ readonly commandId: string; readonly unlockCode: string | null }> {
  const { merchantId, terminalId } = terminal;
  const commandId = uuidv7({ msecs: now().getTime() });
  const unlockCode = asked.kind === 'lock' ? newEnrolmentCode() : null;
  const command: Command = asked.kind === 'lock' ? { kind: 'lock', unlockHash: hashUnlockCode(unlockCode ?? '', commandId) } : asked;
  await asMerchant(database, merchantId, async (tx) => {
    const row = await tx
      .selectFrom('terminal')
      .select('state')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not-found');
    if (row.state === 'revoked') throw new Problem('terminal.revoked');
    await tx
      .insertInto('remote_command')
      .values({
        merchant_id: merchantId,
        command_id: commandId,
        terminal_id: terminalId,
        command: JSON.stringify(command),
        created_at: now(),
        asked_by: acting.caller.merchantId === merchantId && 'id' in acting.caller ? acting.caller.id : null,
      })
      .execute();
    await audit(tx, acting, { act: 'terminal.commanded', subject: terminalId, after: { kind: asked.kind } }, now());
    await notify(tx, 'commands', merchantId);
  });
  return { commandId, unlockCode };
}

/** What was asked of a terminal, the newest first. */
export function listCommands(database: Database, { merchantId, terminalId }: TerminalCaller, query: PageQuery) {
  const place = readCursor(query.cursor, commandListCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    let found = tx.selectFrom('remote_command').selectAll().where('merchant_id', '=', merchantId).where('terminal_id', '=', terminalId);
    if (place !== null) found = found.where(sql<boolean>`(created_at, command_id) < (${place.at}::timestamptz, ${place.commandId}::uuid)`);
    const rows = await found
      .orderBy('created_at', 'desc')
      .orderBy('command_id', 'desc')
      .limit(query.limit + 1)
      .execute();
    return pageOfRows(
      rows,
      query.limit,
      (row) => ({
        commandId: row.command_id,
        command: withoutHash(commandSchema.parse(row.command)),
        askedAt: row.created_at.toISOString(),
        askedBy: row.asked_by,
        doneAt: row.done_at?.toISOString() ?? null,
        outcome: row.outcome,
      }),
      (row) => ({ at: row.created_at.toISOString(), commandId: row.command_id }),
    );
  });
}

function withoutHash(command: Command): AskedCommand {
  return command.kind === 'lock' ? { kind: 'lock' } : command;
}
