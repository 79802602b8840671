import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import { verifyFolder } from '../../../src-main/ledger/verify.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { type Ended, endOf } from '../limited-child.ts';

const CHILD = join(import.meta.dirname, '../../../src-main/ledger/testing/selling-child.ts');
const PROGRAMS = 4;

/** Several programs are started on one folder: at the same moment, and while one has it. */
export const twoPrograms: FaultCase = {
  name: 'two-programs',
  fault: 'two programs on one file',
  passes: 'one sells, and the others refuse, naming it',
  shortTimes: 1,
  longTimes: 10,
  run: startTwice,
};

async function startTwice({ times }: FaultRun): Promise<FaultOutcome> {
  const terminal = new TestTerminal();
  terminal.open().close();
  const violations: string[] = [];
  let refused = 0;
  for (let round = 1; round <= times; round += 1) {
    const first = nextSale(terminal);
    const started = await startPrograms(terminal.folder, first, PROGRAMS);
    const holders = started.filter(({ said }) => said === 'open');
    const [holder] = holders;
    if (holder === undefined || holders.length > 1)
      violations.push(`round ${round}: ${holders.length} of ${PROGRAMS} programs opened the folder`);
    const late = await startPrograms(terminal.folder, first, 1);
    for (const { said } of late) {
      if (!said.includes('"ledger.locked"') || !said.includes(`"pid":${holder?.child.pid ?? 0}`))
        violations.push(`round ${round}: ${said}`);
    }
    refused += started.length - holders.length + late.length;
    await Promise.all([...started, ...late].map(killed));
    const { fault } = await verifyFolder(terminal.folder, { quickCheck: true });
    if (fault !== null) violations.push(`round ${round}: the journal does not hold: ${fault.code}`);
  }
  terminal.remove();
  const did = `${PROGRAMS} programs were started on one folder at once, and one more while one of them sold: ${refused} refused, one sold each time.`;
  return { did, times, violations };
}

function nextSale(terminal: TestTerminal): number {
  const ledger = terminal.open();
  const { sales } = ledger.counts();
  ledger.close();
  return sales + 1;
}

interface Started {
  readonly child: ChildProcess;
  readonly end: Promise<Ended>;
  /** Its first line: `open`, or the refusal. */
  readonly said: string;
}

function startPrograms(folder: string, first: number, count: number): Promise<readonly Started[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const child = spawn(process.execPath, [CHILD, folder, String(first)], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
      const end = endOf(child, 'a program that sells');
      const said = await new Promise<string>((resolve) => {
        const lines = createInterface({ input: child.stdout });
        lines.once('line', resolve);
        lines.once('close', () => {
          resolve('ended without a word');
        });
      });
      return { child, said, end };
    }),
  );
}

async function killed({ child, end }: Started): Promise<void> {
  child.kill('SIGKILL');
  await end;
}
