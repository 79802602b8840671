import type { z } from 'zod';
import type { EPOCH_ROUTES, EpochGrant } from '../../../src-shared/contract/epochs-api.ts';
import { asMerchant, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { type Acting, audit } from '../audit/service.ts';
import { raiseTasks } from '../tasks/service.ts';
import { assertActive, type TerminalParts } from '../terminals/service.ts';

type Asked = z.infer<(typeof EPOCH_ROUTES)['beginEpoch']['body']>;
type Parts = Pick<TerminalParts, 'database' | 'now'>;

interface KnownGrant {
  readonly epoch: number;
  readonly request_id: string;
  readonly finding: EpochGrant['finding'];
  readonly machine: string;
  readonly released_at: Date | null;
}

/**
 * Grants the next epoch of a terminal to the machine that asks first, closes every epoch before it, and tells the people. The same request is
 * answered the same, however often it is sent. To a machine that comes after another one has been granted a later epoch than its own:
 * `ledger.superseded`, and people are told the names of both.
 * @throws Problem `ledger.superseded`, `terminal.…`
 */
export async function grantEpoch({ database, now }: Parts, caller: TerminalCaller, asked: Asked, address: string): Promise<EpochGrant> {
  const decided = await asMerchant(database, caller.merchantId, async (tx) => {
    await lockTerminal(tx, caller);
    const grants = await grantsOf(tx, caller);
    const own = grants.find((grant) => grant.request_id === asked.requestId);
    const newer = grants.find((grant) => grant.epoch > (own?.epoch ?? asked.head.epoch) && grant.released_at === null);
    if (newer !== undefined) {
      const detail = { terminal: caller.terminalId, goesOn: newer.machine, toldOff: asked.machine, address };
      await raiseTasks(
        tx,
        caller.merchantId,
        [{ kind: 'ledger.superseded', subject: `${caller.terminalId}/${asked.requestId}`, detail }],
        'once',
      );
      return { superseded: newer.epoch };
    }
    if (own !== undefined) return { granted: { epoch: own.epoch, finding: own.finding } };
    return { granted: await grantNext(tx, caller, asked, grants, now()) };
  });
  if ('superseded' in decided) throw new Problem('ledger.superseded', { epoch: decided.superseded });
  return decided.granted;
}

async function grantNext(
  tx: Tx,
  { merchantId, terminalId }: TerminalCaller,
  asked: Asked,
  grants: readonly KnownGrant[],
  at: Date,
): Promise<EpochGrant> {
  const epochs = await tx
    .selectFrom('terminal_epoch')
    .select('epoch')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .execute();
  const known = [asked.head.epoch, asked.begunEpoch, ...[...epochs, ...grants].map(({ epoch }) => epoch)];
  const epoch = Math.max(...known) + 1;
  const held = await tx
    .selectFrom('entry')
    .select('hash')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', asked.head.epoch)
    .where('seq', '=', asked.head.seq)
    .executeTakeFirst();
  const finding = held?.hash === asked.head.hash ? 'tail-lost' : 'forked';
  const { requestId, machine, head } = asked;
  await tx
    .insertInto('epoch_grant')
    .values({ merchant_id: merchantId, terminal_id: terminalId, epoch, request_id: requestId, finding, machine, granted_at: at })
    .execute();
  await tx
    .updateTable('terminal_epoch')
    .set({ state: 'quarantined' })
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '<', epoch)
    .execute();
  const detail = { terminal: terminalId, machine, epoch: head.epoch, seq: head.seq, goesOnIn: epoch };
  await raiseTasks(tx, merchantId, [{ kind: `ledger.${finding}`, subject: `${terminalId}/${head.epoch}`, detail }], 'once');
  return { epoch, finding };
}

/** Whether this request holds the terminal's name: an epoch after this one was granted to it, and none to another since. */
export async function holdsName(tx: Tx, caller: TerminalCaller, requestId: string | null, epoch: number): Promise<boolean> {
  if (requestId === null) return false;
  const [newest] = await grantsOf(tx, caller);
  return newest !== undefined && newest.request_id === requestId && newest.released_at === null && newest.epoch > epoch;
}

/** A manager says that the machine that holds the name is gone. */
export async function releaseEpochs({ database, now }: Parts, { merchantId, terminalId }: TerminalCaller, acting: Acting): Promise<void> {
  await asMerchant(database, merchantId, async (tx) => {
    const released = await tx
      .updateTable('epoch_grant')
      .set({ released_at: now() })
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('released_at', 'is', null)
      .executeTakeFirst();
    if (released.numUpdatedRows === 0n) throw new Problem('not-found');
    await audit(tx, acting, { act: 'terminal.name-released', subject: terminalId }, now());
  });
}

/** The terminal's grants, the newest first. */
function grantsOf(tx: Tx, { merchantId, terminalId }: TerminalCaller): Promise<readonly KnownGrant[]> {
  return tx
    .selectFrom('epoch_grant')
    .select(['epoch', 'request_id', 'finding', 'machine', 'released_at'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .orderBy('epoch', 'desc')
    .execute();
}

/** Two machines that ask at once are answered one after the other. */
async function lockTerminal(tx: Tx, caller: TerminalCaller): Promise<void> {
  await tx
    .selectFrom('terminal')
    .select('terminal_id')
    .where('merchant_id', '=', caller.merchantId)
    .where('terminal_id', '=', caller.terminalId)
    .forUpdate()
    .execute();
  await assertActive(tx, caller);
}
