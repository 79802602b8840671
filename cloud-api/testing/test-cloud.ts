import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { createMerchant } from '../modules/merchants/service.ts';
import { createEnrolmentCode } from '../modules/terminals/service.ts';
import type { CloudConfig } from '../platform/config.ts';
import { type Cloud, startCloud } from '../start-cloud.ts';
import type { Journal } from './journal.ts';
import { type OfficePerson, type OfficeWanted, signInPerson } from './office-person.ts';
import type { TestDatabase } from './test-database.ts';

export interface Answer {
  readonly status: number;
  // What came back is looked at by the tests, whatever it is.
  readonly body: { readonly [member: string]: unknown };
  readonly headers: Headers;
}

interface TestCloudOptions {
  readonly publicRequestsPerMinute?: number;
  readonly log?: Logger;
  /** Whatever else the test wants to be otherwise. */
  readonly settings?: Partial<CloudConfig>;
}

/** A cloud on a database of its own, and a caller of it. */
export class TestCloud {
  readonly cloud: Cloud;
  readonly #database: TestDatabase;
  readonly #dataDir: string;
  nowMs = Date.parse('2026-01-05T09:00:00Z');

  private constructor(cloud: Cloud, database: TestDatabase, dataDir: string, clock: { now: () => Date }) {
    this.cloud = cloud;
    this.#database = database;
    this.#dataDir = dataDir;
    clock.now = () => new Date(this.nowMs);
  }

  static async start(
    database: TestDatabase,
    { publicRequestsPerMinute = 60, log = pino({ level: 'silent' }), settings = {} }: TestCloudOptions = {},
  ): Promise<TestCloud> {
    const clock = { now: () => new Date() };
    const dataDir = mkdtempSync(join(tmpdir(), 'contacto-data-'));
    const config: CloudConfig = {
      database: database.config,
      dataDir,
      host: '127.0.0.1',
      port: 0,
      publicUrl: null,
      trustedProxies: 1,
      publicRequestsPerMinute,
      terminalRequestsPerMinute: 60_000,
      logLevel: 'silent',
      migrateOnStart: true,
      jobs: false,
      webhooksToPrivate: false,
      natsUrl: null,
      redisUrl: null,
      tracesUrl: null,
      signUp: true,
      mail: { smtpUrl: null, from: 'Contacto <contacto@example.test>' },
      secretKey: null,
      oidc: null,
      ...settings,
    };
    return new TestCloud(await startCloud(config, log, () => clock.now()), database, dataDir, clock);
  }

  get now(): Date {
    return new Date(this.nowMs);
  }

  merchant(name = 'El Baraka'): Promise<{ readonly merchantId: string; readonly storeId: string }> {
    return createMerchant(this.cloud.database, uuidv7, { merchant: name, store: 'Alger' });
  }

  code(place: { readonly merchantId: string; readonly storeId: string }, terminalName = 'Caisse 1') {
    return createEnrolmentCode({ database: this.cloud.database, now: () => this.now }, { ...place, terminalName, replaces: null });
  }

  /** Somebody of a merchant's back office, signed in. An owner of the merchant, unless another role is wanted. */
  office(merchantId: string, wanted: OfficeWanted = {}): Promise<OfficePerson> {
    return signInPerson(this.cloud.database, () => this.now, merchantId, wanted);
  }

  /** Every letter sent so far, oldest first, as it lies in the folder. */
  async letters(): Promise<readonly string[]> {
    await this.cloud.sendLetters();
    const folder = join(this.#dataDir, 'mail');
    const names = readdirSync(this.#dataDir).includes('mail') ? readdirSync(folder).sort() : [];
    return names.map((name) => readFileSync(join(folder, name), 'utf8'));
  }

  /** Enrols a journal's terminal and signs it in. */
  async enrolled(journal: Journal, place?: { readonly merchantId: string; readonly storeId: string }): Promise<string> {
    const { code } = await this.code(place ?? (await this.merchant()));
    const enrolled = await this.post('/v1/terminal/enrolment', journal.enrolment(code));
    if (enrolled.status !== 200) throw new Error(JSON.stringify(enrolled.body));
    return await this.token(journal);
  }

  async token(journal: Journal): Promise<string> {
    const answer = await this.post('/v1/terminal/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: await journal.assertion(this.now),
    });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return String(answer.body['access_token']);
  }

  push(token: string, entries: Journal['entries'], epoch = 1): Promise<Answer> {
    return this.post('/v1/terminal/ledger/entries', { epoch, entries }, token);
  }

  post(path: string, body: unknown, token?: string): Promise<Answer> {
    return this.send(path, { method: 'POST', body: JSON.stringify(body) }, token);
  }

  get(path: string, token?: string): Promise<Answer> {
    return this.send(path, { method: 'GET' }, token);
  }

  async send(path: string, init: RequestInit, token?: string): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    // Each caller of a test is one of its own to the limits.
    headers.set('x-forwarded-for', `10.0.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(`${this.cloud.address}${path}`, { ...init, headers });
    return { status: response.status, body: (await response.json()) as Answer['body'], headers: response.headers };
  }

  async stop(): Promise<void> {
    await this.cloud.stop();
    await this.#database.remove();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
