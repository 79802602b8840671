import type { TerminalStatus } from '../../src-shared/contract/terminal-state.ts';

export type NetworkState = TerminalStatus['network'];

const PROBE_INTERVAL_MS = 30_000;
const PROBE_TIMEOUT_MS = 5_000;
/** The answer of a health check is a line; a captive portal's page is not read. */
const MAX_ANSWER_BYTES = 10_000;

export interface NetworkProbe {
  state(): NetworkState;
  stop(): void;
}

export interface NetworkProbeOptions {
  /** Asked before each probe: the address is a setting and may change. Null: there is no cloud. */
  readonly cloudUrl: () => string | null;
  readonly onChange: () => void;
}

/**
 * Looks every half minute whether the cloud answers, for the state line only: nothing waits for it, and no sale depends on it. Without a
 * cloud nothing is sent anywhere.
 */
export function startNetworkProbe({ cloudUrl, onChange }: NetworkProbeOptions): NetworkProbe {
  let state: NetworkState = cloudUrl() === null ? 'not-set-up' : 'offline';
  const stopped = new AbortController();
  const probe = async (): Promise<void> => {
    const url = cloudUrl();
    const found = url === null ? 'not-set-up' : await reach(url, stopped.signal);
    if (stopped.signal.aborted || found === state) return;
    state = found;
    onChange();
  };
  // The first look waits for the event loop: a start is not held up by it.
  const first = setImmediate(() => void probe());
  const timer = setInterval(() => void probe(), PROBE_INTERVAL_MS);
  timer.unref();
  return {
    state: () => state,
    stop: () => {
      stopped.abort();
      clearImmediate(first);
      clearInterval(timer);
    },
  };
}

async function reach(cloudUrl: string, signal: AbortSignal): Promise<NetworkState> {
  try {
    // Loaded only where there is a cloud: a tenth of the program's start, and of its memory, are this package's.
    const { default: axios } = await import('axios');
    await axios.get(`${cloudUrl.replace(/\/+$/, '')}/health`, {
      timeout: PROBE_TIMEOUT_MS,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
      maxContentLength: MAX_ANSWER_BYTES,
      maxRedirects: 0,
      responseType: 'text',
    });
    return 'online';
  } catch {
    return 'offline';
  }
}
