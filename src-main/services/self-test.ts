import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { PrintJob } from '../../src-shared/contract/terminal-state.ts';
import type { EntryBody } from '../../src-shared/ledger/bodies.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { authorize } from './authorize.ts';
import { pulseDrawerOf } from './drawer.ts';
import type { Till } from './till.ts';

const DRAWER_REASON = 'self-test';

/**
 * Prints a printer's test page and opens the drawer on it: the entries and the job in one transaction, then the pulse, which goes before
 * the page as it would before a receipt.
 */
export function selfTestPrinter(till: Till, printerId: string): Result<{ readonly job: PrintJob }, Refusal> {
  const printer = till.settings.printers.find((candidate) => candidate.printerId === printerId);
  const profile = till.printing.profile(printerId);
  if (printer === undefined || profile === null) return fail(refusal('print.not-possible', { fault: 'printer.unknown' }));
  const allowed = authorize(till, 'devices.manage', { printer: printer.name });
  if (!allowed.ok) return allowed;
  const { person, approval } = allowed.value;
  const jobId = till.newId();
  const hasDrawer = profile.drawer !== null;
  const facts = { printerName: printer.name, profileName: profile.name, at: shownTime(till), hasDrawer };
  const document =
    profile.language === 'zpl' ? till.papers.labelTest(facts, person.language) : till.papers.selfTest(facts, person.language);
  const acts: EntryBody[] = [{ type: 'printer.self-tested', v: 1, body: { printerId, jobId, approval } }];
  if (hasDrawer) acts.push({ type: 'drawer.opened', v: 1, body: { tillId: till.settings.till.tillId, reason: DRAWER_REASON } });
  const recorded = till.ledger.record({
    actor: person.personId,
    acts,
    printJobs: () => [{ jobId, kind: 'self-test', printerId, title: document.title, saleId: null, copy: 1, document }],
  });
  if (!recorded.ok) return recorded;
  if (hasDrawer) pulseDrawerOf(till, printerId);
  till.printing.wake();
  const job = till.printing.jobs().find((candidate) => candidate.jobId === jobId);
  return job === undefined ? fail(refusal('print.job-unknown')) : ok({ job });
}

/** `2026-11-20 10:58` in the store's time zone: a test page is compared with others, not read by customers. */
function shownTime(till: Till): string {
  const format = { timeZone: till.settings.timeZone, dateStyle: 'short', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat('sv-SE', format).format(till.now());
}
