import { backoffMs } from './backoff.ts';
import type { EnrolFailure, Sync } from './sync.ts';

/** A cloud that was started beside this terminal, and a code that is good there: taken without anybody typing it. */
export interface EnrolmentOffer {
  readonly cloudUrl: string;
  readonly code: string;
}

interface OfferLog {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** The offer of whoever started this program, in `CONTACTO_ENROL_URL` and `CONTACTO_ENROL_CODE`; null where there is none. */
export function readOffer(environment: Readonly<Record<string, string | undefined>>): EnrolmentOffer | null {
  const { CONTACTO_ENROL_URL: cloudUrl = '', CONTACTO_ENROL_CODE: code = '' } = environment;
  return cloudUrl === '' || code === '' ? null : { cloudUrl, code };
}

/**
 * Enrols with the offer as soon as that cloud answers, however long it takes to come up. A refusal ends it: the terminal can still be
 * enrolled by hand. Returns what calls it off.
 */
export function takeOffer(sync: Pick<Sync, 'cloudUrl' | 'enrol'>, offer: EnrolmentOffer, log: OfferLog): () => void {
  const calledOff = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const attempt = async (failures: number): Promise<void> => {
    if (sync.cloudUrl !== null) return;
    const enrolled = await sync.enrol(offer.cloudUrl, offer.code);
    if (enrolled.ok) log.info('enrolled with the cloud that was started beside this terminal', { cloudUrl: offer.cloudUrl });
    else if (calledOff.signal.aborted) return;
    else if (isTemporary(enrolled.error)) {
      timer = setTimeout(() => void attempt(failures + 1), backoffMs(failures + 1, Math.random()));
      timer.unref();
    } else log.warn('the cloud that was started beside this terminal did not take it', { ...enrolled.error });
  };
  void attempt(0);
  return () => {
    calledOff.abort();
    clearTimeout(timer);
  };
}

function isTemporary(failure: EnrolFailure): boolean {
  return failure.kind === 'unreachable' || failure.kind === 'busy';
}
