import { ok, type Result } from '../../src-shared/result.ts';
import { signAssertion } from './assertion.ts';
import type { CallFailure, CloudClient } from './cloud-client.ts';
import type { SyncLedger } from './sync-ledger.ts';

/** A token is renewed this long before its end. */
const TOKEN_MARGIN_MS = 60_000;

export interface TokenKeeperOptions {
  readonly ledger: Pick<SyncLedger, 'terminal' | 'keyId' | 'signText'>;
  readonly client: Pick<CloudClient, 'call'>;
  readonly now: () => Date;
}

/** The terminal's access token, which everything that calls the cloud shares: signed in for when it is wanted, and once for all who wait. */
export class TokenKeeper {
  readonly #options: TokenKeeperOptions;
  #token: { readonly text: string; readonly endsAtMs: number } | null = null;
  #signingIn: Promise<Result<string, CallFailure>> | null = null;

  constructor(options: TokenKeeperOptions) {
    this.#options = options;
  }

  /** A token that is good for a while yet; signs in where there is none. */
  token(signal: AbortSignal): Promise<Result<string, CallFailure>> {
    const token = this.#token;
    if (token !== null && token.endsAtMs - TOKEN_MARGIN_MS > this.#options.now().getTime()) return Promise.resolve(ok(token.text));
    this.#signingIn ??= this.#signIn(signal).finally(() => {
      this.#signingIn = null;
    });
    return this.#signingIn;
  }

  /** The cloud did not take this token. One that has taken its place meanwhile is kept. */
  refused(text: string): void {
    if (this.#token?.text === text) this.#token = null;
  }

  /** A cloud to which our clock is years off says what time it is there, and is asked again with an assertion of that time. */
  async #signIn(signal: AbortSignal): Promise<Result<string, CallFailure>> {
    const { now } = this.#options;
    const first = await this.#ask(now(), signal);
    const cloudTime = first.ok ? null : timeAtCloud(first.error);
    const answer = cloudTime === null ? first : await this.#ask(cloudTime, signal);
    if (!answer.ok) return answer;
    const { access_token: text, expires_in: seconds } = answer.value;
    this.#token = { text, endsAtMs: now().getTime() + seconds * 1_000 };
    return ok(text);
  }

  #ask(at: Date, signal: AbortSignal) {
    const { ledger, client } = this.#options;
    const body = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' as const, assertion: signAssertion(ledger, at) };
    return client.call('token', { body, signal });
  }
}

/** The time a refusal names; null where it names none. */
function timeAtCloud(failure: CallFailure): Date | null {
  if (failure.kind !== 'refused' || failure.code !== 'sign-in.refused') return null;
  const { serverTime } = failure.members;
  const at = typeof serverTime === 'string' ? new Date(serverTime) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at;
}
