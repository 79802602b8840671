// Longer than a file should be by a few lines: who the neighbours are, where, and how they are asked is one thing.
import type { HeldCart } from '../../src-shared/contract/held-cart.ts';
import type { LanAnswer, LanAsked, LanQuestion } from '../../src-shared/contract/lan-api.ts';
import type { LanState, Neighbour } from '../../src-shared/contract/neighbours-api.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { addressKey, type LanAddress, readAddress } from './addresses.ts';
import { Finder } from './finder.ts';
import { type AskFailure, LanClient } from './lan-client.ts';
import { type LanIdentity, type LedgerIdentity, makeLanIdentity } from './lan-identity.ts';
import { type LanLog, ToldOnce } from './lan-log.ts';
import { type LanAnswers, LanServer } from './lan-server.ts';
import { bookText, type KnownTerminal, type NeighbourBook, readBook } from './neighbour-book.ts';

/** How often the neighbours are asked how they are when nobody asks for it. */
const LOOK_INTERVAL_MS = 15_000;
/** Addresses asked in one look: those of the settings, those found, those where a till was. */
const MAX_ADDRESSES = 100;

/** How the local network is used. */
export interface LanWay {
  /** The address it listens at; null: all of this machine. */
  readonly host: string | null;
  /** 0: any that is free. */
  readonly port: number;
  /** Whether to announce and to look by multicast. */
  readonly multicast: boolean;
  /** How long a neighbour may take to answer. */
  readonly limitMs?: number;
}

export interface LanOptions {
  readonly ledger: LedgerIdentity;
  /** Null: switched off. */
  readonly way: LanWay | null;
  /** Where the book of the tills is kept over restarts. `write` throws the system's error. */
  readonly bookFile: { read(): string | null; write(text: string): void };
  /** Addresses of the settings, as they were typed. */
  readonly addresses: () => readonly string[];
  readonly answers: LanAnswers;
  /** What a neighbour said of itself; where it was heard up to is asked before each look. */
  readonly hear: (terminal: KnownTerminal, news: LanAnswer<'news'>) => void;
  readonly heardThrough: (terminal: string) => number;
  readonly now: () => Date;
  readonly log: LanLog;
  readonly onChange: () => void;
}

interface Seen {
  readonly isReachable: boolean;
  readonly lastSeenAt: string | null;
  readonly held: readonly HeldCart[];
}

const NEVER_SEEN: Seen = { isReachable: false, lastSeenAt: null, held: [] };

/** What runs while this till has neighbours. */
interface Running {
  readonly server: LanServer;
  readonly client: LanClient;
  readonly finder: Finder | null;
}

/** The tills of one store among themselves: who they are, where they are, and how they are asked. Selling waits for nothing of it. */
export class Lan {
  readonly #options: LanOptions;
  readonly #stopped = new AbortController();
  readonly #places = new Map<string, LanAddress>();
  readonly #seen = new Map<string, Seen>();
  readonly #strangers = new ToldOnce();
  #book: NeighbourBook | null = null;
  #running: Running | null = null;
  /** The store that what runs was made for. */
  #startedFor: string | null = null;
  #starting: Promise<void> = Promise.resolve();
  #hasFailed = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: LanOptions) {
    this.#options = options;
    const read = readBook(options.bookFile.read());
    if (!read.ok) options.log.warn('the list of the store’s tills cannot be read: the cloud tells it again', { detail: read.error.detail });
    else this.#take(read.value);
  }

  /** The cloud has named the tills of the store. One that it no longer counts among them is not talked to from here on. */
  know(book: NeighbourBook): void {
    const text = bookText(book);
    if (this.#book !== null && bookText(this.#book) === text) return;
    try {
      this.#options.bookFile.write(text);
    } catch (error) {
      this.#options.log.warn('the list of the store’s tills could not be kept', { detail: error instanceof Error ? error.message : '' });
    }
    this.#take(book);
    this.#options.onChange();
  }

  /** Resolves once the door is open, or has failed to open; for who needs to know. */
  started(): Promise<void> {
    return this.#starting;
  }

  /** The port it listens at; null while it does not. */
  get port(): number | null {
    return this.#running?.server.port ?? null;
  }

  state(): LanState {
    const running = this.#running;
    const state = this.#hasFailed ? 'failed' : running === null ? 'off' : 'on';
    return { state, findsByItself: running?.finder?.isWorking ?? false, neighbours: this.neighbours().map((each) => this.neighbour(each)) };
  }

  /** The tills that may be asked. */
  neighbours(): readonly KnownTerminal[] {
    const { terminal } = this.#options.ledger;
    return (this.#book?.terminals ?? []).filter((each) => each.terminal !== terminal && each.state === 'active');
  }

  neighbour({ terminal, name }: KnownTerminal): Neighbour {
    const { isReachable, lastSeenAt } = this.#seen.get(terminal) ?? NEVER_SEEN;
    return { terminal, name, isReachable, lastSeenAt };
  }

  /** The tickets a neighbour had on hold when it last answered. */
  heldBy(terminal: string): readonly HeldCart[] {
    return this.#seen.get(terminal)?.held ?? [];
  }

  /** A till by its id, whatever its state; null for one that never was of the store. */
  named(terminal: string): KnownTerminal | null {
    return this.#book?.terminals.find((each) => each.terminal === terminal) ?? null;
  }

  /** Asks one till. Never rejects, and never takes longer than the limit. */
  async ask<Q extends LanQuestion>(terminal: string, question: Q, asked: LanAsked<Q>): Promise<Result<LanAnswer<Q>, AskFailure>> {
    const address = this.#places.get(terminal);
    if (this.#running === null || address === undefined || !this.neighbours().some((each) => each.terminal === terminal)) {
      return fail({ kind: 'silent' });
    }
    const answer = await this.#running.client.ask(address, question, asked, this.#stopped.signal);
    // Another till of the store has taken the address over: what it says is not this one's word.
    if (answer.ok && answer.value.terminal !== terminal) return fail({ kind: 'silent' });
    this.#note(terminal, answer.ok || answer.error.kind === 'refused');
    return answer.ok ? { ok: true, value: answer.value.answer } : answer;
  }

  /** Asks every address where a till is, or may be, how it is. Resolves when all have answered or had their time. */
  async look(): Promise<void> {
    const looks = await Promise.allSettled(this.#addresses().map((address) => this.#lookAt(address)));
    for (const look of looks) {
      // What was heard could not be looked up or kept: it is asked for again.
      if (look.status === 'rejected') this.#options.log.warn('a neighbour could not be heard', { detail: String(look.reason) });
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#starting;
    const running = this.#running;
    this.#running = null;
    await Promise.all([running?.server.stop(), running?.finder?.stop()]);
  }

  #take(book: NeighbourBook | null): void {
    const isMoved = book !== null && this.#book !== null && book.storeId !== this.#book.storeId;
    this.#book = book;
    if (isMoved) this.#places.clear();
    const { way } = this.#options;
    if (way === null || book === null || this.neighbours().length === 0) return;
    if (this.#running !== null && this.#startedFor === book.storeId) return;
    this.#startedFor = book.storeId;
    this.#starting = this.#starting.then(() => this.#start(way, book.storeId));
  }

  async #start(way: LanWay, storeId: string): Promise<void> {
    const { ledger, log, onChange } = this.#options;
    const before = this.#running;
    this.#running = null;
    await Promise.all([before?.server.stop(), before?.finder?.stop()]);
    if (this.#stopped.signal.aborted) return;
    try {
      const identity = await makeLanIdentity(ledger, storeId);
      const server = await this.#listen(way, identity);
      const client = new LanClient({ identity, book: this.#bookNow, ...(way.limitMs === undefined ? {} : { limitMs: way.limitMs }) });
      const onFound = () => void this.look();
      const finder = way.multicast ? new Finder({ storeId, terminal: ledger.terminal, port: server.port, log, onFound }) : null;
      this.#running = { server, client, finder };
      this.#hasFailed = false;
      log.info('this till answers the others of its store', { port: server.port });
      this.#timer ??= setInterval(() => void this.look(), LOOK_INTERVAL_MS).unref();
      void this.look();
    } catch (error) {
      this.#hasFailed = true;
      log.warn('this till cannot be reached by the others of its store', { detail: error instanceof Error ? error.message : '' });
    }
    onChange();
  }

  /** On the port of the settings; on any other where it is taken, which those who find it by multicast learn. */
  async #listen(way: LanWay, identity: LanIdentity): Promise<LanServer> {
    const { answers, ledger, log } = this.#options;
    const options = { identity, book: this.#bookNow, ownTerminal: ledger.terminal, answers, host: way.host, log };
    try {
      return await LanServer.listen({ ...options, port: way.port });
    } catch (error) {
      if (way.port === 0) throw error;
      log.warn('the port for the other tills is taken', { port: way.port });
      return LanServer.listen({ ...options, port: 0 });
    }
  }

  readonly #bookNow = (): NeighbourBook => this.#book ?? NOBODY_KNOWN;

  #addresses(): readonly LanAddress[] {
    const typed = this.#options.addresses().flatMap((text) => readAddress(text) ?? []);
    const all = [...this.#places.values(), ...typed, ...(this.#running?.finder?.addresses() ?? [])];
    return [...new Map(all.map((address) => [addressKey(address), address])).values()].slice(0, MAX_ADDRESSES);
  }

  async #lookAt(address: LanAddress): Promise<void> {
    const { heardThrough, hear, log, ledger } = this.#options;
    const key = addressKey(address);
    const expected = [...this.#places].find(([, place]) => addressKey(place) === key)?.[0] ?? null;
    const after = expected === null ? 0 : heardThrough(expected);
    const answer = await this.#running?.client.ask(address, 'news', { after }, this.#stopped.signal);
    if (answer === undefined || this.#stopped.signal.aborted) return;
    if (!answer.ok) {
      if (answer.error.kind === 'stranger' && this.#strangers.isNews(key, answer.error.reason))
        log.warn('an address is no till of this store', { host: address.host, reason: answer.error.reason });
      if (expected !== null) this.#note(expected, false);
      return;
    }
    const { terminal, answer: news } = answer.value;
    const known = this.neighbours().find((each) => each.terminal === terminal);
    if (known === undefined || terminal === ledger.terminal) return;
    if (expected !== null && expected !== terminal) this.#places.delete(expected);
    this.#places.set(terminal, address);
    this.#note(terminal, true, news.held);
    hear(known, news);
  }

  #note(terminal: string, isReachable: boolean, held?: readonly HeldCart[]): void {
    const before = this.#seen.get(terminal) ?? NEVER_SEEN;
    const lastSeenAt = isReachable ? this.#options.now().toISOString() : before.lastSeenAt;
    this.#seen.set(terminal, { isReachable, lastSeenAt, held: held ?? before.held });
    if (before.isReachable !== isReachable) this.#options.onChange();
  }
}

/** Before the cloud has said anything nobody is let in. */
const NOBODY_KNOWN: NeighbourBook = { storeId: '00000000-0000-4000-8000-000000000000', terminals: [] };
