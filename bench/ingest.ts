import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { TestDatabase } from '../cloud-api/testing/test-database.ts';
import type { Ledger } from '../src-main/ledger/ledger.ts';
import { sell, TestTerminal } from '../src-main/ledger/testing/test-terminal.ts';
import { CloudClient } from '../src-main/sync/cloud-client.ts';
import { enrolTerminal } from '../src-main/sync/enrol.ts';
import { EpochRequests } from '../src-main/sync/epoch-request.ts';
import { PushLoop } from '../src-main/sync/push-loop.ts';
import { prepareCodes, startCloudProcess, urlOf, withDatabase } from './cloud-process.ts';
import { atLeast, type Figure, quantile, shown } from './figure.ts';

/**
 * What a terminal's waiting sales take to be in the cloud, from its own sync over HTTP into PostgreSQL (signatures, chain and all), against
 * bare batched inserts of the same bytes into one table of the same server. The cloud runs in a process of its own. They take turns.
 *
 *     npm run bench -- ingest [--sales 10500] [--rounds 3]
 */
const RATIO_BAR = 0.5;
const BATCH = 500;
const OPTIONS = { sales: { type: 'string', default: '10500' }, rounds: { type: 'string', default: '3' } } as const;
const silent = { info: () => undefined, warn: () => undefined };

interface Row {
  readonly seq: number;
  readonly text: string;
  readonly hash: string;
  readonly sig: string;
}

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const terminal = new TestTerminal();
  const ledger = terminal.open();
  try {
    for (let sale = 1; sale <= Number(values.sales); sale += 1) sell(ledger, `sale-${sale}`);
    const ingest: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      bare.push(await withDatabase((database) => insertBare(database, rowsOf(ledger))));
      ingest.push(await withDatabase((database) => drain(database, ledger)));
      ledger.rewindAcknowledged({ epoch: 1, seq: 0 });
    }
    return figuresOf(rowsOf(ledger), quantile(ingest, 0.5), quantile(bare, 0.5));
  } finally {
    ledger.close();
    terminal.remove();
  }
}

function figuresOf(rows: readonly Row[], ingestSeconds: number, bareSeconds: number): readonly Figure[] {
  const megabytes = rows.reduce((sum, { text }) => sum + text.length, 0) / 1e6;
  return [
    atLeast(
      'ingest against bare inserts of the same bytes',
      Math.round((bareSeconds / ingestSeconds) * 100) / 100,
      'of the rate',
      RATIO_BAR,
    ),
    shown('entries', rows.length, ''),
    shown('bytes', Math.round(megabytes * 10) / 10, 'MB'),
    shown('waiting sales drained', Math.round(ingestSeconds * 10) / 10, 's'),
    shown('ingest', Math.round(rows.length / ingestSeconds), 'entries/s'),
    shown('bare inserts', Math.round(rows.length / bareSeconds), 'entries/s'),
  ];
}

function rowsOf(ledger: Ledger): readonly Row[] {
  return ledger
    .entriesAfter({ epoch: 1, seq: 0 }, 10_000_000)
    .map(({ seq, bytes, hash, sig }) => ({ seq, text: new TextDecoder().decode(bytes), hash, sig }));
}

async function insertBare(database: TestDatabase, rows: readonly Row[]): Promise<number> {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  await client.query('CREATE TABLE bare (seq int PRIMARY KEY, text text NOT NULL, hash text NOT NULL, sig text NOT NULL)');
  const startedAt = performance.now();
  for (let at = 0; at < rows.length; at += BATCH) {
    await client.query('INSERT INTO bare SELECT * FROM json_to_recordset($1::json) AS row(seq int, text text, hash text, sig text)', [
      JSON.stringify(rows.slice(at, at + BATCH)),
    ]);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await client.end();
  return seconds;
}

async function drain(database: TestDatabase, ledger: Ledger): Promise<number> {
  const [code = ''] = await prepareCodes(database, 1);
  const cloud = await startCloudProcess(urlOf(database));
  try {
    const client = new CloudClient(cloud.address);
    const request = { code, cloudUrl: cloud.address, programVersion: 'bench', signal: AbortSignal.timeout(30_000) };
    const enrolled = await enrolTerminal(client, ledger, request);
    if (!enrolled.ok) throw new Error(JSON.stringify(enrolled.error));
    const startedAt = performance.now();
    await sent(ledger, client, { serverEpoch: enrolled.value.serverEpoch, folder: mkdtempSync(join(tmpdir(), 'contacto-bench-')) });
    return (performance.now() - startedAt) / 1_000;
  } finally {
    await cloud.stop();
  }
}

async function sent(
  ledger: Ledger,
  client: CloudClient,
  { serverEpoch, folder }: { readonly serverEpoch: string; readonly folder: string },
): Promise<void> {
  let done: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    done = resolve;
  });
  const loop: PushLoop = new PushLoop({
    ledger,
    client,
    renewal: {
      requests: new EpochRequests(join(folder, 'epoch-request.json')),
      pulledBackFolder: join(folder, 'pulled-back'),
      machine: 'bench',
    },
    now: () => new Date(),
    random: Math.random,
    serverEpoch: () => serverEpoch,
    keepServerEpoch: () => undefined,
    onChange: () => {
      if (ledger.counts().unacknowledged === 0) done();
    },
    log: silent,
  });
  await finished;
  await loop.stop();
}
