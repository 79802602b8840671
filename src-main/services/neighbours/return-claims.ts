/** Longer than a neighbour has to answer and to complete its ticket; short enough that a till which went dark holds nobody up. */
const CLAIM_LIFE_MS = 5_000;
const MAX_CLAIMS = 1_000;

interface Claim {
  readonly by: string;
  readonly untilMs: number;
}

/**
 * Which till may give back goods of a receipt at this moment. The till that sold them keeps this for all the tills of the store, itself
 * among them: two tills that ask at the same time do not both find the same piece returnable. In memory only: what a restart forgets would
 * have ended by then.
 */
export class ReturnClaims {
  readonly #claims = new Map<string, Claim>();

  /** True when it is free or this till's already; it is this till's then for some seconds. A till completes one ticket at a time. */
  claim(saleId: string, terminal: string, now: Date): boolean {
    const nowMs = now.getTime();
    for (const [id, { untilMs }] of this.#claims) if (untilMs <= nowMs) this.#claims.delete(id);
    const standing = this.#claims.get(saleId);
    if (standing !== undefined && standing.by !== terminal) return false;
    if (standing === undefined && this.#claims.size >= MAX_CLAIMS) return false;
    this.#claims.set(saleId, { by: terminal, untilMs: nowMs + CLAIM_LIFE_MS });
    return true;
  }
}
