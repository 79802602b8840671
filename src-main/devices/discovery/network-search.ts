import type { PrintFault } from '../../../src-shared/receipt/print-fault.ts';
import { type TcpAddress, tcpTransport } from '../transport/tcp.ts';
import { DEFAULT_LIMITS, type Transport } from '../transport/transport.ts';
import { askPrinter, type PrinterAnswer } from './ask-printer.ts';

/** Looked at together: enough that a class C takes seconds, few enough for the smallest router. */
const MAX_AT_ONCE = 24;
/** A printer on the shop's own network answers within milliseconds. */
const CONNECT_MS = 700;

/** What was found at one address. Nothing there is no finding. */
export interface NetworkFinding extends PrinterAnswer {
  readonly address: TcpAddress;
}

export interface SearchProgress {
  readonly looked: number;
  readonly found: readonly NetworkFinding[];
  /** Machines that are there, and turned the port down. */
  readonly refused: number;
}

export interface SearchOptions {
  readonly addresses: readonly TcpAddress[];
  /** Called after each address. */
  readonly onProgress: (progress: SearchProgress) => void;
  readonly signal: AbortSignal;
  readonly transport?: (address: TcpAddress) => Transport;
}

/**
 * Looks at each address once: one connection, questions, an orderly end. A printer serves one connection at a time and a forgotten one
 * wedges it, so whatever happens the connection is ended and its close waited for. Aborting begins no more; those under way are ended as well.
 */
export async function searchNetwork(options: SearchOptions): Promise<void> {
  const { addresses, onProgress, signal, transport = plainTransport } = options;
  const found: NetworkFinding[] = [];
  let looked = 0;
  let refused = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let address = addresses[next++]; address !== undefined && !signal.aborted; address = addresses[next++]) {
      const finding = await look(address, transport(address), signal);
      looked += 1;
      if (finding === 'printer.refused') refused += 1;
      else if (typeof finding === 'object') found.push(finding);
      onProgress({ looked, found: found.toSorted((a, b) => addresses.indexOf(a.address) - addresses.indexOf(b.address)), refused });
    }
  };
  await Promise.all(Array.from({ length: Math.min(MAX_AT_ONCE, addresses.length) }, work));
}

async function look(address: TcpAddress, transport: Transport, signal: AbortSignal): Promise<NetworkFinding | PrintFault> {
  const opened = await transport.open(signal);
  if (!opened.ok) return opened.error;
  const connection = opened.value;
  const answer = await askPrinter(connection, signal);
  await connection.close();
  return { address, ...answer };
}

function plainTransport(address: TcpAddress): Transport {
  return tcpTransport(address, { ...DEFAULT_LIMITS, connectMs: CONNECT_MS });
}
