import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { authorize } from './authorize.ts';
import { errorFields } from './log.ts';
import { currentTillId } from './till/sessions.ts';
import { signedIn, type Till } from './till.ts';

/**
 * Opens the drawer without a sale: an event of the journal before it is a pulse, for the journal must know of every opening, and an opening
 * that failed does no harm there.
 */
export async function openDrawer(till: Till, reason: string): Promise<Result<Record<string, never>, Refusal>> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const printerId = till.settings.receiptPrinterId;
  if (printerId === null) return fail(refusal('print.not-possible', { fault: 'printer.unknown' }));
  const authorized = authorize(till, 'drawer.open');
  if (!authorized.ok) return authorized;
  const { approval } = authorized.value;
  const body = { tillId: currentTillId(till), reason, ...(approval === null ? {} : { approval }) };
  const entry = till.ledger.append({ type: 'drawer.opened', v: 1, body }, person.value.personId);
  if (!entry.ok) return entry;
  const opened = await till.printing.openDrawer(printerId);
  return opened.ok ? ok({}) : fail(refusal('print.not-possible', { fault: opened.error }));
}

/** Opens the drawer for a sale that has just been completed. Nobody waits for it; the state line shows a printer in trouble. */
export function pulseDrawer(till: Till): void {
  const printerId = till.settings.receiptPrinterId;
  if (printerId !== null) pulseDrawerOf(till, printerId);
}

/** Opens the drawer on a printer, for an act that is in the journal already. */
export function pulseDrawerOf(till: Till, printerId: string): void {
  till.printing
    .openDrawer(printerId)
    .then((opened) => {
      if (!opened.ok) till.log.warn('the drawer did not open', { fault: opened.error });
    })
    .catch((error: unknown) => {
      till.log.error('the drawer could not be asked to open', errorFields(error));
    });
}
