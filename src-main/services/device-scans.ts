import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import { SCAN_CLAIM_LEASE_MS } from '../../src-shared/contract/scan-routing-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { errorFields } from './log.ts';
import { scan } from './scan.ts';
import type { Till } from './till.ts';

/** A screen answers an offer at once or not at all: by then the cashier has the next item in hand. */
const OFFER_STANDS_MS = 1_000;
/** Screens of one till, as the host lets in; the oldest claim gives way. */
const MAX_CLAIMS = 16;

export interface DeviceScan {
  readonly scannerId: string;
  readonly text: string;
  readonly symbology: string | null;
  readonly source: 'serial' | 'hid';
}

interface Offer {
  readonly screenId: string;
  readonly timer: NodeJS.Timeout;
}

export interface DeviceScansOptions {
  /** Null while the till is being opened. */
  readonly till: () => Till | null;
  readonly newId: () => string;
  readonly nowMs: () => number;
}

/**
 * What becomes of the scans of scanners that main listens to. Without a claim they are rung up here, at once. While a screen has claimed
 * scans, each is offered to it first; one that is not accepted in time is rung up, and the claim falls: every scan is acted on once, whether
 * or not the screen is still there.
 */
export class DeviceScans {
  readonly #options: DeviceScansOptions;
  /** When each claim lapses, the last to claim last. */
  readonly #claims = new Map<string, number>();
  readonly #offers = new Map<string, Offer>();

  constructor(options: DeviceScansOptions) {
    this.#options = options;
  }

  /** A renewal keeps its place: a dialog on one screen does not lose the scans to an older one on another. */
  claim(screenId: string): void {
    this.#claims.set(screenId, this.#options.nowMs() + SCAN_CLAIM_LEASE_MS);
    for (const oldest of this.#claims.keys()) {
      if (this.#claims.size <= MAX_CLAIMS) break;
      this.#claims.delete(oldest);
    }
  }

  release(screenId: string): void {
    this.#claims.delete(screenId);
  }

  accept(offerId: string): Result<Record<string, never>, Refusal> {
    const offer = this.#offers.get(offerId);
    if (offer === undefined) return fail(refusal('scan.offer-gone'));
    clearTimeout(offer.timer);
    this.#offers.delete(offerId);
    return ok({});
  }

  /** A scanner has read a code. A scan that no screen would show is not taken: goods nobody saw ring up are paid for by the wrong customer. */
  take(scanned: DeviceScan): void {
    const till = this.#options.till();
    if (till === null) return;
    if (!till.events.heard) {
      till.log.warn('a scan came while no screen was open, and was not taken', { scannerId: scanned.scannerId });
      return;
    }
    const screenId = this.#claimant();
    if (screenId === null) this.#ringUp(till, scanned);
    else this.#offer(till, scanned, screenId);
  }

  /** Forgets what is on offer: nothing is rung up on a till that is closing. */
  stop(): void {
    for (const { timer } of this.#offers.values()) clearTimeout(timer);
    this.#offers.clear();
    this.#claims.clear();
  }

  #claimant(): string | null {
    const now = this.#options.nowMs();
    for (const [screenId, lapsesAt] of this.#claims) if (lapsesAt <= now) this.#claims.delete(screenId);
    return [...this.#claims.keys()].at(-1) ?? null;
  }

  #offer(till: Till, scanned: DeviceScan, screenId: string): void {
    const offerId = this.#options.newId();
    const timer = setTimeout(() => {
      this.#offers.delete(offerId);
      this.release(screenId);
      till.log.warn('a screen that claimed scans did not answer', { screenId });
      try {
        this.take(scanned);
      } catch (error) {
        till.log.error('a scan could not be taken', errorFields(error));
      }
    }, OFFER_STANDS_MS);
    this.#offers.set(offerId, { screenId, timer });
    till.events.emit({ kind: 'scan', ...scanned, result: { kind: 'offered', offerId, screenId } });
  }

  #ringUp(till: Till, scanned: DeviceScan): void {
    const { text, symbology } = scanned;
    const done = scan(till, { text, symbology });
    const result = done.ok ? { kind: 'done' as const, outcome: done.value } : { kind: 'refused' as const, refusal: done.error };
    till.events.emit({ kind: 'scan', ...scanned, result });
  }
}
