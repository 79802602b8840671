import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf, ResponseOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import { resolvePrintJob } from '../services/reprint.ts';
import { selfTestPrinter } from '../services/self-test.ts';
import type { Till } from '../services/till.ts';
import type { Printers } from './printers.ts';

/** What the operations on printers need of the composition; both are null until the terminal is set up. */
export interface PrintingParts {
  readonly till: () => Till | null;
  readonly printers: () => Printers | null;
  /** Tells the screens the state line anew. */
  readonly tellStatus: () => void;
}

/** Ties the operations on print jobs, printers and the virtual ones of practice. */
export function printingHandlers({ till, printers, tellStatus }: PrintingParts) {
  const onTill =
    <Request, Response>(use: (till: Till, request: Request) => Result<Response, Refusal>) =>
    (request: Request): Result<Response, Refusal> => {
      const open = till();
      return open === null ? fail(refusal('setup.needed')) : use(open, request);
    };
  const onPrinters =
    <Request>(use: (printers: Printers, request: Request) => void) =>
    (request: Request): Result<Record<string, never>, Refusal> => {
      const open = printers();
      if (open === null) return fail(refusal('setup.needed'));
      use(open, request);
      return ok({});
    };
  return {
    'print.jobs': onTill((open) => ok({ jobs: [...open.printing.jobs()] })),
    'print.resolve': onTill((open, { jobId, word }: RequestOf<'print.resolve'>) => resolvePrintJob(open, jobId, word)),
    'printer.self-test': onTill((open, { printerId }: RequestOf<'printer.self-test'>) => {
      const tested = selfTestPrinter(open, printerId);
      tellStatus();
      return tested;
    }),
    'virtual-printer.pages': async ({
      limit,
    }: RequestOf<'virtual-printer.pages'>): Promise<Result<ResponseOf<'virtual-printer.pages'>, Refusal>> => {
      const open = printers();
      return open === null ? fail(refusal('setup.needed')) : ok(await open.virtualPages(limit));
    },
    'virtual-printer.fault': onPrinters((open, { fault, printerId }: RequestOf<'virtual-printer.fault'>) => {
      open.setVirtualFault(fault, printerId ?? null);
    }),
    'virtual-printer.drawer': onPrinters((open, { behaviour }: RequestOf<'virtual-printer.drawer'>) => {
      open.setVirtualDrawer(behaviour);
    }),
  } satisfies Partial<Handlers>;
}
