import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import axios from 'axios';
import { Webhook } from 'standardwebhooks';
import { AddressRefused, isPublicAddress, publicLookup } from './address-guard.ts';

export interface WebhookMessage {
  readonly url: string;
  /** The same at every attempt: a receiver that has taken it knows it by this. */
  readonly id: string;
  readonly body: string;
  /** The one in force first. */
  readonly secrets: readonly string[];
}

export interface SendPolicy {
  /** For the whole attempt, from the look-up of the name to the receiver's status. */
  readonly timeoutMs: number;
  /** Whether addresses that are not public may be reached. */
  readonly toPrivate: boolean;
}

/** What came of one attempt. It counts with a 2xx alone; `gone` asks not to be sent to again (410). */
export interface SendOutcome {
  readonly outcome: 'taken' | 'gone' | 'failed';
  readonly status: number | null;
  readonly fault: 'status' | 'timeout' | 'address-refused' | 'unreachable' | null;
}

/** Sends a message once, signed by the Standard Webhooks scheme. It never throws: an attempt that fails is an outcome. */
export async function sendWebhook({ url, id, body, secrets }: WebhookMessage, policy: SendPolicy, now: Date): Promise<SendOutcome> {
  const signal = AbortSignal.timeout(policy.timeoutMs);
  const signature = secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' ');
  try {
    if (!policy.toPrivate) assertPublicHost(url);
    const answer = await axios.post<Readable>(url, body, {
      signal,
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Contacto-Webhooks/1',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': signature,
      },
      // The status is all that counts: what a receiver says besides is not read, however much it is.
      responseType: 'stream',
      validateStatus: () => true,
      // A redirect could lead where this address may not.
      maxRedirects: 0,
      proxy: false,
      ...(policy.toPrivate ? {} : { lookup: publicLookup }),
    });
    answer.data.on('error', () => undefined).destroy();
    return outcomeOf(answer.status);
  } catch (error) {
    if (signal.aborted) return { outcome: 'failed', status: null, fault: 'timeout' };
    const isRefused = error instanceof AddressRefused || (axios.isAxiosError(error) && error.cause instanceof AddressRefused);
    return { outcome: 'failed', status: null, fault: isRefused ? 'address-refused' : 'unreachable' };
  }
}

/** A literal address is connected to without a look-up. */
function assertPublicHost(url: string): void {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new AddressRefused(`${host} is not a public address`);
}

function outcomeOf(status: number): SendOutcome {
  if (status >= 200 && status < 300) return { outcome: 'taken', status, fault: null };
  return { outcome: status === 410 ? 'gone' : 'failed', status, fault: 'status' };
}
