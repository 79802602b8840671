import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import axios, { type AxiosInstance } from 'axios';
import { Journal } from '../cloud-api/testing/journal.ts';
import { prepareCodes, startCloudProcess, urlOf, withDatabase } from './cloud-process.ts';
import { atMost, type Figure, quantile, shown, under } from './figure.ts';

/**
 * The cloud as its terminals feel it, in a process of its own on PostgreSQL: how long a push of one entry takes at fifty a second; two hundred
 * terminals polling and pushing for a minute; what an entry costs when many are held already.
 *
 *     npm run bench -- api [--seconds 60] [--terminals 200] [--held 100000]
 */
const PUSHES_PER_SECOND = 50;
const PUSH_SECONDS = 20;
const BATCH = 500;
const OPTIONS = {
  seconds: { type: 'string', default: '60' },
  terminals: { type: 'string', default: '200' },
  held: { type: 'string', default: '100000' },
} as const;

/** Each terminal of the crowd pushes an entry and looks for changes once in so long. */
const CROWD_EVERY_MS = 2_000;

interface Till {
  readonly journal: Journal;
  readonly headers: { readonly authorization: string };
  /** Entries pushed so far. */
  sent: number;
}

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  return withDatabase(async (database) => {
    const codes = await prepareCodes(database, Number(values.terminals) + 1);
    const limits = { CLOUD_PUBLIC_REQUESTS_PER_MINUTE: '100000', CLOUD_TERMINAL_REQUESTS_PER_MINUTE: '1000000' };
    const cloud = await startCloudProcess(urlOf(database), limits);
    const http = axios.create({ baseURL: cloud.address, timeout: 30_000, validateStatus: () => true });
    try {
      const [holder, ...tills] = await Promise.all(codes.map((code) => enrolled(http, code)));
      if (holder === undefined) throw new Error('no till');
      const round = await roundTrips(http, tills);
      const crowd = await crowdOf(http, tills, Number(values.seconds));
      const growth = await growthOf(http, holder, Number(values.held));
      return [...round, ...crowd, ...growth];
    } finally {
      await cloud.stop();
    }
  });
}

async function enrolled(http: AxiosInstance, code: string): Promise<Till> {
  const journal = new Journal();
  await done(http.post('/v1/terminal/enrolment', journal.enrolment(code)));
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  const token = await done(http.post('/v1/terminal/token', { grant_type, assertion: await journal.assertion(new Date()) }));
  return { journal, headers: { authorization: `Bearer ${token['access_token'] as string}` }, sent: 0 };
}

async function done(answering: Promise<{ readonly status: number; readonly data: unknown }>): Promise<Record<string, unknown>> {
  const { status, data } = await answering;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(data)}`);
  return data as Record<string, unknown>;
}

/** Writes and pushes the next entries of a till. */
async function push(http: AxiosInstance, till: Till, count: number): Promise<void> {
  till.journal.write(count);
  const entries = till.journal.entries.slice(till.sent, till.sent + count);
  await done(http.post('/v1/terminal/ledger/entries', { epoch: 1, entries }, { headers: till.headers }));
  till.sent += count;
}

/** One push every twentieth of a second, whether the one before is answered or not: a slow answer does not spare the server the next. */
async function roundTrips(http: AxiosInstance, tills: readonly Till[]): Promise<readonly Figure[]> {
  const took: number[] = [];
  const underWay: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let sent = 0; sent < PUSHES_PER_SECOND * PUSH_SECONDS; sent += 1) {
    const dueAt = startedAt + (sent * 1_000) / PUSHES_PER_SECOND;
    await setTimeout(Math.max(0, dueAt - performance.now()));
    const till = tills[sent % tills.length];
    if (till === undefined) break;
    underWay.push(
      push(http, till, 1).then(() => {
        took.push(performance.now() - dueAt);
      }),
    );
  }
  await Promise.all(underWay);
  return [
    under('push of one entry at 50 a second, p99', quantile(took, 0.99), 'ms', 50),
    shown('push of one entry at 50 a second, median', quantile(took, 0.5), 'ms'),
  ];
}

async function crowdOf(http: AxiosInstance, tills: readonly Till[], seconds: number): Promise<readonly Figure[]> {
  const faults: string[] = [];
  let pushes = 0;
  const endAt = performance.now() + seconds * 1_000;
  const working = tills.map(async (till, index) => {
    await setTimeout((index * CROWD_EVERY_MS) / tills.length);
    while (performance.now() < endAt) {
      const beganAt = performance.now();
      try {
        await push(http, till, 1);
        await done(http.get('/v1/terminal/ledger/heads', { headers: till.headers }));
        pushes += 1;
      } catch (error) {
        faults.push(error instanceof Error ? error.message : String(error));
      }
      await setTimeout(Math.max(0, CROWD_EVERY_MS - (performance.now() - beganAt)));
    }
  });
  await setTimeout((seconds * 1_000) / 4);
  const early = await residentMegabytes(http);
  await Promise.all(working);
  const late = await residentMegabytes(http);
  if (faults.length > 0) process.stderr.write(`${[...new Set(faults)].slice(0, 5).join('\n')}\n`);
  return [
    atMost(`${tills.length} terminals for ${seconds} s: requests that failed`, faults.length, '', 0),
    shown('pushes and looks of theirs', pushes * 2, ''),
    atMost('memory at the end against a quarter of the way', late / early, '×', 1.25),
    shown('memory at the end', late, 'MB'),
  ];
}

async function residentMegabytes(http: AxiosInstance): Promise<number> {
  const { data } = await http.get<string>('/metrics');
  return Number(/^process_resident_memory_bytes (\S+)/mu.exec(data)?.[1] ?? Number.NaN) / 1e6;
}

/** One till's entries in full batches: the last tenth against the first. */
async function growthOf(http: AxiosInstance, till: Till, held: number): Promise<readonly Figure[]> {
  const perBatch: number[] = [];
  while (till.sent < held) {
    till.journal.write(BATCH);
    const entries = till.journal.entries.slice(till.sent, till.sent + BATCH);
    const startedAt = performance.now();
    await done(http.post('/v1/terminal/ledger/entries', { epoch: 1, entries }, { headers: till.headers }));
    perBatch.push((performance.now() - startedAt) / BATCH);
    till.sent += BATCH;
  }
  const tenth = Math.max(1, Math.floor(perBatch.length / 10));
  const first = quantile(perBatch.slice(0, tenth), 0.5);
  const last = quantile(perBatch.slice(-tenth), 0.5);
  return [
    atMost(`an entry’s cost with ${till.sent} held against the first`, last / first, '×', 1.5),
    shown('an entry’s cost in a full batch', last * 1_000, 'µs'),
  ];
}
