import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TerminalAnswer, TerminalCall } from '../../src-shared/contract/terminal-calls.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { sell, TestTerminal } from '../ledger/testing/test-terminal.ts';
import type { CallFailure } from './cloud-client.ts';
import { EpochRequests } from './epoch-request.ts';
import { PushMachine } from './push-machine.ts';
import type { SyncLedger } from './sync-ledger.ts';

let disk: TestTerminal;
let ledger: Ledger;
let folder: string;
beforeEach(() => {
  disk = new TestTerminal();
  ledger = disk.open();
  folder = mkdtempSync(join(tmpdir(), 'contacto-push-'));
});
afterEach(() => {
  ledger.close();
  disk.remove();
  rmSync(folder, { recursive: true, force: true });
});

const TOKEN = { access_token: 'token', token_type: 'Bearer', expires_in: 600 };

/** A cloud that takes whatever it is sent, of one terminal. */
function machineOn(given: SyncLedger): PushMachine {
  const call = <C extends TerminalCall>(name: C): Promise<Result<TerminalAnswer<C>, CallFailure>> => {
    const { seq: lastSeq, hash: lastHash } = ledger.head();
    const heads = { serverEpoch: 'e', serverTime: new Date(disk.clock.wallMs).toISOString(), epochs: [] };
    const pushed = { serverEpoch: 'e', lastSeq, lastHash, rejected: [] };
    const answer = name === 'token' ? TOKEN : name === 'heads' ? heads : pushed;
    return Promise.resolve(ok(answer as unknown as TerminalAnswer<C>)); // Each name is answered with what its own route gives.
  };
  let serverEpoch: string | null = null;
  const options = {
    ledger: given,
    client: { call },
    renewal: { requests: new EpochRequests(join(folder, 'epoch-request.json')), pulledBackFolder: folder, machine: 'test' },
    now: () => new Date(disk.clock.wallMs),
    random: () => 0,
    serverEpoch: () => serverEpoch,
    keepServerEpoch: (told: string) => {
      serverEpoch = told;
    },
    onChange: () => undefined,
    log: { info: () => undefined, warn: () => undefined },
  };
  return new PushMachine(options, new AbortController().signal);
}

test('a disk that will not be read for a while ends no sending: every later step tries again, until all is sent', async () => {
  sell(ledger, 'sale-1');
  let refusals = 3;
  const entriesAfter: Ledger['entriesAfter'] = (...asked) => {
    refusals -= 1;
    if (refusals >= 0) throw new Error('disk I/O error');
    return ledger.entriesAfter(...asked);
  };
  const machine = machineOn(new Proxy(ledger, { get: (_, name) => (name === 'entriesAfter' ? entriesAfter : memberOf(name)) }));
  for (let step = 0; step < 10 && machine.state.kind !== 'idle'; step += 1) await machine.step();
  expect(machine.state.kind).toBe('idle');
  expect(ledger.counts().unacknowledged).toBe(0);
});

/** A member of the ledger, which keeps what is its own to itself. */
function memberOf(name: string | symbol): unknown {
  const member: unknown = Reflect.get(ledger, name, ledger);
  return typeof member === 'function' ? (member.bind(ledger) as unknown) : member;
}
