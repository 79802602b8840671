import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Refusal } from '../../src-shared/contract/refusal.ts';
import {
  type Operation,
  type RequestOf,
  type ResponseOf,
  TERMINAL_API,
  type TerminalEvent,
} from '../../src-shared/contract/terminal-api.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { looseCash } from '../../src-shared/till/cash-count.ts';
import { plainProtector } from '../ledger/identity.ts';
import type { Log, LogFields } from '../services/log.ts';
import type { Till } from '../services/till.ts';
import type { StartFailure } from './start-failure.ts';
import { startTerminal, type Terminal } from './terminal.ts';

/** No test is heard on the network it runs on, and none is about a second more or less. */
const LOOPBACK = { host: '127.0.0.1', port: 0, multicast: false, limitMs: 20_000 };

/** A terminal for tests: the real one on a folder of its own, called over the contract, with a clock in the test's hand. */
export class TestTerminal {
  readonly root: string;
  readonly clock = { now: new Date('2026-11-20T10:00:00Z') };
  readonly events: TerminalEvent[] = [];
  readonly logged: string[] = [];
  #terminal: Terminal | null = null;

  constructor(root: string = mkdtempSync(join(tmpdir(), 'contacto-terminal-'))) {
    this.root = root;
  }

  get terminal(): Terminal {
    if (this.#terminal === null) throw new Error('the test has not started its terminal');
    return this.#terminal;
  }

  get till(): Till {
    const till = this.terminal.till();
    if (till === null) throw new Error('the test has not set its terminal up');
    return till;
  }

  async start(options: { readonly checkAfterMs?: number } = {}): Promise<Result<null, StartFailure>> {
    const write = (message: string, fields: LogFields = {}): void => {
      this.logged.push(`${message} ${JSON.stringify(fields)}`);
    };
    const log: Log = { info: write, warn: write, error: write };
    const started = await startTerminal({
      root: this.root,
      protector: plainProtector,
      log,
      now: () => this.clock.now,
      lanWay: LOOPBACK,
      ...options,
    });
    if (!started.ok) return started;
    this.#terminal = started.value;
    started.value.onEvent((event) => {
      this.events.push(event);
    });
    return ok(null);
  }

  /** The demo shop, with its manager signed in and the till open with nothing in it. */
  async startDemo(): Promise<void> {
    const started = await this.start();
    if (!started.ok) throw new Error(started.error.code);
    await this.must('setup.demo', { language: 'fr' });
    await this.must('person.sign-in', { personId: 'amina' });
    await this.must('till.open', { tillId: this.till.settings.till.tillId, float: looseCash(0) });
  }

  /** Calls an operation as a screen does; an answer outside the contract is a failure of the test. */
  async call<O extends Operation>(operation: O, request: RequestOf<O>): Promise<Result<ResponseOf<O>, Refusal>> {
    const answer = await this.terminal.handle(operation, request);
    if (!answer.ok) return answer;
    const parsed = TERMINAL_API[operation].response.parse(answer.value);
    return ok(parsed as ResponseOf<O>); // The schema is that of this operation; the compiler cannot tie the two by the name.
  }

  /** As `call`, for what has to be done. */
  async must<O extends Operation>(operation: O, request: RequestOf<O>): Promise<ResponseOf<O>> {
    const answer = await this.call(operation, request);
    if (!answer.ok) throw new Error(`${operation} was refused: ${answer.error.code} ${JSON.stringify(answer.error.params)}`);
    return answer.value;
  }

  async close(): Promise<void> {
    const terminal = this.#terminal;
    this.#terminal = null;
    await terminal?.close();
  }

  /** Closes the terminal and removes its folder. */
  async end(): Promise<void> {
    await this.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}
