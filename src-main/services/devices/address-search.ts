import { type FoundPrinter, MAX_SCANNED_ADDRESSES, type NetworkSearch } from '../../../src-shared/contract/device-setup-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { PrinterSettings } from '../../../src-shared/settings/store-settings.ts';
import { type AddressProblem, parseAddresses } from '../../devices/discovery/addresses.ts';
import { type NetworkFinding, searchNetwork } from '../../devices/discovery/network-search.ts';
import { proposeProfile } from '../../devices/discovery/propose-profile.ts';
import type { PrinterProfile } from '../../devices/profiles/printer-profile.ts';
import type { TcpAddress } from '../../devices/transport/tcp.ts';

const NOTHING: NetworkSearch = { state: 'none', looked: 0, total: 0, found: [], refused: 0 };

export interface AddressSearchParts {
  readonly printers: () => readonly PrinterSettings[];
  readonly profiles: () => readonly PrinterProfile[];
  readonly onError: (error: unknown) => void;
  readonly search?: typeof searchNetwork;
}

/** The search for printers on the network: one at a time, looked in on while it runs, and called off whenever the technician has seen enough. */
export class AddressSearch {
  readonly #parts: AddressSearchParts;
  #current: NetworkSearch = NOTHING;
  #running: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();

  constructor(parts: AddressSearchParts) {
    this.#parts = parts;
  }

  /** Addresses at which a printer of this till stands are listed as its own and not asked: a second connection would wedge it. */
  begin(text: string): Result<NetworkSearch, Refusal> {
    if (this.#running !== null) return fail(refusal('devices.search-running'));
    const addresses = parseAddresses(text, MAX_SCANNED_ADDRESSES);
    if (!addresses.ok) return fail(refusalOf(addresses.error));
    const own = addresses.value.flatMap((address) => this.#ownAt(address));
    const asked = addresses.value.filter((address) => this.#ownAt(address).length === 0);
    const total = addresses.value.length;
    const running = new AbortController();
    this.#running = running;
    this.#current = { state: 'searching', looked: own.length, total, found: own, refused: 0 };
    const profiles = this.#parts.profiles();
    const search = this.#parts.search ?? searchNetwork;
    this.#ended = search({
      addresses: asked,
      signal: running.signal,
      onProgress: ({ looked, found, refused }) => {
        const others = found.map((finding) => foundPrinter(finding, profiles));
        this.#current = { ...this.#current, looked: own.length + looked, found: [...own, ...others], refused };
      },
    })
      .catch(this.#parts.onError)
      .then(() => {
        this.#running = null;
        this.#current = { ...this.#current, state: running.signal.aborted ? 'cancelled' : 'done' };
      });
    return ok(this.#current);
  }

  progress(): NetworkSearch {
    return this.#current;
  }

  /** Answers once every connection has been given back. */
  async cancel(): Promise<NetworkSearch> {
    this.#running?.abort();
    await this.#ended;
    return this.#current;
  }

  #ownAt({ host, port }: TcpAddress): FoundPrinter[] {
    return this.#parts
      .printers()
      .filter(({ transport }) => transport.kind === 'tcp' && transport.host.toLowerCase() === host.toLowerCase() && transport.port === port)
      .slice(0, 1)
      .map(({ transport, name, profileId, printerId }) => ({
        transport,
        label: name,
        where: `${host}:${port}`,
        answer: 'not-asked',
        fault: null,
        profileId,
        usedBy: printerId,
      }));
  }
}

function foundPrinter({ address, answer, maker, model, fault }: NetworkFinding, profiles: readonly PrinterProfile[]): FoundPrinter {
  const name = [maker, model].filter((part) => part !== null).join(' ');
  const where = `${address.host}:${address.port}`;
  return {
    transport: { kind: 'tcp', ...address },
    label: name === '' ? where : name,
    where,
    answer,
    fault,
    profileId: proposeProfile(name, profiles),
    usedBy: null,
  };
}

function refusalOf(problem: AddressProblem): Refusal {
  switch (problem.code) {
    case 'none':
      return refusal('devices.address-none');
    case 'too-many':
      return refusal('devices.address-too-many', { count: problem.count, max: MAX_SCANNED_ADDRESSES });
    case 'wrong':
    case 'impossible':
    case 'port':
      return refusal(`devices.address-${problem.code}`, { where: problem.where });
  }
}
