import type { z } from 'zod';
import { type HeartbeatAnswer, type heartbeatRequestSchema, MAX_COMMANDS } from '../../../src-shared/contract/heartbeat.ts';
import { asMerchant, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import type { TerminalParts } from './service.ts';

type HeartbeatRequest = z.infer<typeof heartbeatRequestSchema>;

/**
 * Notes how a terminal is, takes its word on the commands it has done, and hands it those it has not. A suspended terminal is heard too: it may
 * have to be locked, or let back in.
 * @throws Problem `terminal.unknown`, `terminal.revoked`
 */
export function heartbeat({ database, now }: TerminalParts, caller: TerminalCaller, beat: HeartbeatRequest): Promise<HeartbeatAnswer> {
  return asMerchant(database, caller.merchantId, async (tx) => {
    const place = await placeOf(tx, caller);
    await noteState(tx, caller, beat, now());
    await noteOutcomes(tx, caller, beat.done, now());
    return { serverTime: now().toISOString(), ...place, commands: await waitingCommands(tx, caller) };
  });
}

async function placeOf(tx: Tx, { merchantId, terminalId }: TerminalCaller) {
  const row = await tx
    .selectFrom('terminal')
    .innerJoin('store', (join) =>
      join.onRef('store.merchant_id', '=', 'terminal.merchant_id').onRef('store.store_id', '=', 'terminal.store_id'),
    )
    .select(['terminal.name', 'terminal.state', 'terminal.store_id', 'store.name as storeName'])
    .where('terminal.merchant_id', '=', merchantId)
    .where('terminal.terminal_id', '=', terminalId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('terminal.unknown');
  if (row.state === 'revoked') throw new Problem('terminal.revoked');
  return { standing: row.state, terminalName: row.name, storeId: row.store_id, storeName: row.storeName };
}

async function noteState(tx: Tx, { merchantId, terminalId }: TerminalCaller, beat: HeartbeatRequest, at: Date): Promise<void> {
  const { done: _done, clock, ...state } = beat;
  await tx
    .updateTable('terminal')
    .set({ seen_at: at, heartbeat: JSON.stringify({ ...state, clockOffsetMs: at.getTime() - Date.parse(clock) }) })
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .execute();
}

/** The first word on a command counts: an answer that was lost is told again. */
async function noteOutcomes(tx: Tx, { merchantId, terminalId }: TerminalCaller, done: HeartbeatRequest['done'], at: Date): Promise<void> {
  for (const { commandId, outcome } of done) {
    await tx
      .updateTable('remote_command')
      .set({ done_at: at, outcome })
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('command_id', '=', commandId)
      .where('done_at', 'is', null)
      .execute();
  }
}

async function waitingCommands(tx: Tx, { merchantId, terminalId }: TerminalCaller): Promise<HeartbeatAnswer['commands']> {
  const waiting = await tx
    .selectFrom('remote_command')
    .select(['command_id', 'command'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('done_at', 'is', null)
    .orderBy('created_at')
    .orderBy('command_id')
    .limit(MAX_COMMANDS)
    .execute();
  return waiting.map((row) => ({ commandId: row.command_id, command: row.command }));
}
