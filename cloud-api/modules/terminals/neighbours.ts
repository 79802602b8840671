import type { TerminalResponse } from '../../../src-shared/contract/cloud-api.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { assertActive } from './service.ts';

/**
 * The terminals of the caller's own store with every key they have signed with, the caller among them: whom it may talk to while the line to
 * the cloud is down. One that was suspended or revoked is named as that, so that its neighbours turn it away.
 */
export function neighbours(database: Database, caller: TerminalCaller): Promise<TerminalResponse<'neighbours'>> {
  const { merchantId, terminalId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    await assertActive(tx, caller);
    const { store_id: storeId } = await tx
      .selectFrom('terminal')
      .select('store_id')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .executeTakeFirstOrThrow();
    const rows = await tx
      .selectFrom('terminal')
      .innerJoin('terminal_key', (join) =>
        join.onRef('terminal_key.merchant_id', '=', 'terminal.merchant_id').onRef('terminal_key.terminal_id', '=', 'terminal.terminal_id'),
      )
      .select([
        'terminal.terminal_id as terminal',
        'terminal.name',
        'terminal.state',
        'terminal_key.key_id as keyId',
        'terminal_key.public_key_spki as publicKeySpki',
      ])
      .where('terminal.merchant_id', '=', merchantId)
      .where('terminal.store_id', '=', storeId)
      .orderBy('terminal.terminal_id')
      .orderBy('terminal_key.key_id')
      .execute();
    const byTerminal = Map.groupBy(rows, ({ terminal }) => terminal);
    const terminals = [...byTerminal].flatMap(([terminal, ofOne]) => {
      const [first] = ofOne;
      if (first === undefined) return [];
      const keys = ofOne.map(({ keyId, publicKeySpki }) => ({ keyId, publicKeySpki }));
      return [{ terminal, name: first.name, state: first.state, keys }];
    });
    return { storeId, terminals };
  });
}
