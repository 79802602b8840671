import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { TcpAddress } from '../transport/tcp.ts';

/** The port printers listen on for raw bytes, by custom. */
const RAW_PORT = 9_100;
const MAX_PORT = 65_535;
const ADDRESS_BITS = 32;
/** Networks of one or two addresses have neither a name nor a broadcast address (RFC 3021). */
const LONGEST_PREFIX_WITH_ENDS = 30;
/** The whole of a name in the DNS, and what one label of it may hold (RFC 1123, 2.1). */
const MAX_HOST_LENGTH = 253;
const HOST_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

export type AddressProblem =
  | { readonly code: 'none' }
  /** Neither an address, nor a range, nor a name a machine could have. */
  | { readonly code: 'wrong'; readonly where: string }
  /** No machine in a shop can have it: loopback aside, the numbers kept for groups, for all, and for none. */
  | { readonly code: 'impossible'; readonly where: string }
  | { readonly code: 'port'; readonly where: string }
  | { readonly code: 'too-many'; readonly count: number };

/**
 * The addresses a technician typed, in their order and each once: `192.168.1.50`, `192.168.1.50:9101`, `192.168.1.50-80`,
 * `192.168.1.50-192.168.1.80`, `192.168.1.0/24`, `printer.local`, `[fe80::1]:9100`; several with commas, spaces or lines between. Nothing is
 * looked at that was not typed, so there is no default.
 */
export function parseAddresses(text: string, maxCount: number): Result<readonly TcpAddress[], AddressProblem> {
  const parts = text
    .replace(/\s*-\s*/g, '-')
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  if (parts.length === 0) return fail({ code: 'none' });
  const found = new Map<string, TcpAddress>();
  let count = 0;
  for (const part of parts) {
    const parsed = parsePart(part);
    if (!parsed.ok) return parsed;
    count += parsed.value.count;
    if (count > maxCount) return fail({ code: 'too-many', count });
    for (let index = 0; index < parsed.value.count; index++) {
      const address = { host: parsed.value.host(index), port: parsed.value.port };
      found.set(`${address.host.toLowerCase()} ${address.port}`, address);
    }
  }
  return ok([...found.values()]);
}

/** What one part comes to, unrolled only when it is known to be short. */
interface Part {
  readonly count: number;
  readonly host: (index: number) => string;
  readonly port: number;
}

function parsePart(part: string): Result<Part, AddressProblem> {
  const split = splitPort(part);
  if (split === null) return fail({ code: 'wrong', where: part });
  const { host, portText } = split;
  const port = portText === null ? RAW_PORT : Number(portText);
  if (!Number.isInteger(port) || port < 1 || port > MAX_PORT) return fail({ code: 'port', where: part });
  if (isIPv6(host)) return isImpossibleSix(host) ? fail({ code: 'impossible', where: part }) : ok({ count: 1, host: () => host, port });
  const range = rangeOf(host);
  if (range === null) return isHostName(host) ? ok({ count: 1, host: () => host, port }) : fail({ code: 'wrong', where: part });
  const { first, last } = range;
  if (last < first) return fail({ code: 'wrong', where: part });
  if (isImpossible(first) || isImpossible(last)) return fail({ code: 'impossible', where: part });
  return ok({ count: last - first + 1, host: (index) => addressText(first + index), port });
}

/** The port is what follows the last colon; an address of version 6 stands in brackets when it has one. */
function splitPort(part: string): { readonly host: string; readonly portText: string | null } | null {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(part);
  if (bracketed !== null) return isIPv6(bracketed[1] ?? '') ? { host: bracketed[1] ?? '', portText: bracketed[2] ?? null } : null;
  if (isIPv6(part)) return { host: part, portText: null };
  const [host = '', portText = null, ...rest] = part.split(':');
  return rest.length > 0 || host === '' ? null : { host, portText };
}

/** First and last address as numbers; null where it is none of version 4. */
function rangeOf(host: string): { readonly first: number; readonly last: number } | null {
  if (isIPv4(host)) return { first: addressNumber(host), last: addressNumber(host) };
  const network = /^([\d.]+)\/(\d{1,2})$/.exec(host);
  if (network !== null && isIPv4(network[1] ?? '')) return networkRange(addressNumber(network[1] ?? ''), Number(network[2]));
  const [from = '', to = '', ...rest] = host.split('-');
  if (!isIPv4(from) || to === '' || rest.length > 0) return null;
  const first = addressNumber(from);
  if (isIPv4(to)) return { first, last: addressNumber(to) };
  return /^\d{1,3}$/.test(to) && Number(to) <= 255 ? { first, last: first - (first % 256) + Number(to) } : null;
}

/** The machines of a network: without its own address and the one for all. */
function networkRange(address: number, prefix: number): { readonly first: number; readonly last: number } | null {
  if (prefix < 1 || prefix > ADDRESS_BITS) return null;
  const size = 2 ** (ADDRESS_BITS - prefix);
  const first = address - (address % size);
  const last = first + size - 1;
  return prefix > LONGEST_PREFIX_WITH_ENDS ? { first, last } : { first: first + 1, last: last - 1 };
}

/** 0.x is "this network", 224 and above are groups, experiments and everybody (RFC 6890). */
function isImpossible(address: number): boolean {
  const head = Math.floor(address / 2 ** 24);
  return head === 0 || head >= 224;
}

const NOBODYS = new BlockList();
NOBODYS.addAddress('::', 'ipv6');
NOBODYS.addSubnet('ff00::', 8, 'ipv6');
/** An address of version 4 written as one of version 6 (RFC 4291, 2.5.5.2). */
NOBODYS.addSubnet('::ffff:0.0.0.0', 104, 'ipv6');
NOBODYS.addSubnet('::ffff:224.0.0.0', 99, 'ipv6');

/** None, and groups (RFC 4291, 2.5.2 and 2.7); the same numbers of version 4 in their longer form. */
function isImpossibleSix(address: string): boolean {
  return NOBODYS.check(address.replace(/%.*$/, ''), 'ipv6');
}

function isHostName(host: string): boolean {
  // What looks like numbers and is no address is a mistyped address, not a name.
  if (host.length > MAX_HOST_LENGTH || /^[\d./-]+$/.test(host)) return false;
  return host
    .replace(/\.$/, '')
    .split('.')
    .every((label) => HOST_LABEL.test(label));
}

function addressNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function addressText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
