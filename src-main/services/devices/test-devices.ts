import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { authorize } from '../authorize.ts';
import { currentTillId } from '../till/sessions.ts';
import type { Till } from '../till.ts';

/**
 * Opens the drawer behind one printer, for the technician who stands before it. An opening without a sale like any other, so it is in the
 * journal before it is a pulse.
 */
export async function testDrawer(
  till: Till,
  { printerId, reason }: RequestOf<'drawer.test'>,
): Promise<Result<Record<string, never>, Refusal>> {
  if (!till.settings.printers.some((printer) => printer.printerId === printerId)) return fail(refusal('devices.printer-unknown'));
  const allowed = authorize(till, 'devices.manage');
  if (!allowed.ok) return allowed;
  const { person, approval } = allowed.value;
  const body = { tillId: currentTillId(till), reason, ...(approval === null ? {} : { approval }) };
  const entry = till.ledger.append({ type: 'drawer.opened', v: 1, body }, person.personId);
  if (!entry.ok) return entry;
  const opened = await till.printing.openDrawer(printerId);
  return opened.ok ? ok({}) : fail(refusal('print.not-possible', { fault: opened.error }));
}
