import type { Verification } from '../../../src-shared/contract/journal-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { positionOf } from '../../ledger/position.ts';
import { authorize } from '../authorize.ts';
import type { Till } from '../till.ts';

/** Has the whole journal checked beside the selling. That it was checked, by whom and with what verdict is an entry of its own. */
export function verifyJournal(till: Till): Result<Verification, Refusal> {
  const right = authorize(till, 'journal.view');
  if (!right.ok) return right;
  const { person, approval } = right.value;
  till.reports.verify(({ state, checked, fault }) => {
    if (state === 'not-done') return;
    const found = fault === null ? null : { code: fault.code, epoch: fault.epoch, seq: fault.seq };
    const told = till.ledger.append(
      { type: 'journal.verified', v: 1, body: { entries: checked, fault: found, approval } },
      person.personId,
    );
    if (!told.ok) till.log.error('a check of the journal could not be told in it', { code: told.error.code });
  });
  return ok(verificationOf(till));
}

/** How the check goes, or what the last one found. */
export function lookAtVerification(till: Till): Result<Verification, Refusal> {
  const right = authorize(till, 'journal.view');
  return right.ok ? ok(verificationOf(till)) : right;
}

function verificationOf(till: Till): Verification {
  const { state, checked, fault } = till.reports.verification;
  const { entries } = till.ledger.counts();
  return { state, checked, entries, fault: fault === null ? null : { ...placed(till, fault) } };
}

/** When the broken entry says it was made, where it can still be read. */
function placed(
  till: Till,
  { code, epoch, seq, detail }: { readonly code: string; readonly epoch: number; readonly seq: number; readonly detail: string },
): NonNullable<Verification['fault']> {
  let at: string | null = null;
  try {
    at = seq === 0 ? null : (till.ledger.entryAt(positionOf({ epoch, seq }))?.at ?? null);
  } catch {
    // Its bytes are no entry any more, which is what was found.
  }
  return { code, epoch, seq, at, detail };
}
