import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Bonjour, type Service } from 'bonjour-service';
import { addressKey, type LanAddress } from './addresses.ts';
import type { LanLog } from './lan-log.ts';

const SERVICE_TYPE = 'contacto';
/** Hexadecimal digits of the store's hash: the tills of one store find each other, and the network learns no name of the shop. */
const STORE_HASH_DIGITS = 16;
/** Whoever floods the network with announcements is not remembered for ever. */
const MAX_FOUND = 100;

export interface FinderOptions {
  readonly storeId: string;
  readonly terminal: string;
  readonly port: number;
  readonly log: LanLog;
  /** A till was announced at an address. */
  readonly onFound: () => void;
}

/**
 * Announces this till by multicast DNS (RFC 6762, RFC 6763) as `_contacto._tcp` and listens for others. What is heard is a hint where to ask:
 * nothing of it is believed, and whoever answers there has to prove who it is.
 */
export class Finder {
  readonly #bonjour: Bonjour;
  readonly #options: FinderOptions;
  readonly #found = new Map<string, LanAddress>();
  #isWorking = true;

  constructor(options: FinderOptions) {
    this.#options = options;
    const { storeId, terminal, port, log } = options;
    const failed = (error: unknown): void => {
      // A network without multicast: the addresses of the settings are what is left.
      if (this.#isWorking) log.warn('tills do not find each other by themselves', { detail: error instanceof Error ? error.message : '' });
      this.#isWorking = false;
    };
    this.#bonjour = new Bonjour({}, failed);
    // The package does not listen for it, and an error that nobody listens for ends the program: a port that is taken, one not allowed.
    socketOf(this.#bonjour['server']).on('error', failed);
    const store = storeHash(storeId);
    // Its name is the terminal's id, which no other has: asking the network first whether it is free would only cost a wait.
    this.#bonjour.publish({ name: terminal, type: SERVICE_TYPE, port, txt: { store, terminal }, probe: false });
    this.#bonjour.find({ type: SERVICE_TYPE }, (service) => {
      this.#heard(service);
    });
  }

  get isWorking(): boolean {
    return this.#isWorking;
  }

  addresses(): readonly LanAddress[] {
    return [...this.#found.values()];
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#bonjour.unpublishAll(() => {
        this.#bonjour.destroy(resolve);
      });
    });
  }

  #heard({ txt, port, addresses = [] }: Service): void {
    const said = announcementOf(txt);
    if (said === null || said.store !== storeHash(this.#options.storeId) || said.terminal === this.#options.terminal) return;
    for (const host of addresses) {
      // Good on one network card alone, and the announcement does not say which (RFC 4007, 11).
      if (host.toLowerCase().startsWith('fe80:')) continue;
      const address = { host, port };
      if (this.#found.size < MAX_FOUND) this.#found.set(addressKey(address), address);
    }
    this.#options.onFound();
  }
}

/** The emitter inside, which the package names to nobody. Throws where a later release keeps it elsewhere. */
function socketOf(server: unknown): Pick<EventEmitter, 'on'> {
  const mdns: unknown = typeof server === 'object' && server !== null && 'mdns' in server ? server.mdns : null;
  if (mdns instanceof EventEmitter) return mdns;
  throw new Error('multicast DNS has no socket to listen to');
}

/** What a till says of itself on the network; null where it is something else, or nonsense. */
export function announcementOf(txt: unknown): { readonly store: string; readonly terminal: string } | null {
  if (typeof txt !== 'object' || txt === null || !('store' in txt) || !('terminal' in txt)) return null;
  const { store, terminal } = txt;
  return typeof store === 'string' && typeof terminal === 'string' ? { store, terminal } : null;
}

/** A name for the store that says nothing to who does not know its id. */
export function storeHash(storeId: string): string {
  return createHash('sha256').update(storeId).digest('hex').slice(0, STORE_HASH_DIGITS);
}
