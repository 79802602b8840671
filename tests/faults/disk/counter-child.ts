/**
 * A whole terminal that completes one sale for cash and dies by its own hand at a point of it: `counter-child.ts FOLDER POINT`. The folder is
 * set up, its printer is behind a port. Says `cart ID REVISION` before it completes the sale, and `paid` when it is answered.
 */
import { writeSync } from 'node:fs';
import { argv, kill, pid, stdout } from 'node:process';
import { TestTerminal } from '../../../src-main/app/terminal.fixture.ts';
import type { DeathPoint } from './death-points.ts';

const CURCUMA = '6139990044030';
const [, , folder = '', point = ''] = argv;

const shop = new TestTerminal(folder);
await shop.start();
await shop.must('person.sign-in', { personId: 'amina' });
await shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' });
const { cart } = await shop.must('terminal.state', {});
if (cart === null) throw new Error('no ticket is open');
const { cartId } = cart;
const tender = { tenderId: 'cash', kind: 'cash' as const, amountMinor: cart.remainingCashMinor, card: null, reference: null };
const paid = await shop.must('cart.command', { cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
say(`cart ${cartId} ${paid.cart.revision}`);

const { ledger, printing } = shop.till;
dieAround(ledger, 'completeSale', 'before the commit', 'after the commit');
dieAround(printing, 'openDrawer', 'before the drawer', 'after the drawer');
dieAround(ledger.printJobs, 'markSending', 'before the sending is noted', 'after the sending is noted');
dieAround(ledger.printJobs, 'markWrote', 'before the first byte is noted', 'after the first byte is noted');
// A printer that a busy machine does not let answer in time is asked about, and never noted as printed: as far as this sale comes.
for (const end of ['markUnconfirmed', 'markFailed'] as const) ledger.printJobs[end] = die;
dieAround(ledger.printJobs, 'markPrinted', 'before it is noted as printed', 'after it is noted as printed');
await shop.must('sale.complete', { cartId, revision: paid.cart.revision });
say('paid');

/** Puts the program’s end before or behind a method of one of its parts. */
function dieAround<Name extends string>(
  part: Record<Name, (...args: never[]) => unknown>,
  name: Name,
  before: DeathPoint,
  after: DeathPoint,
): void {
  const original = part[name].bind(part);
  part[name] = (...args) => {
    if (point === before) die();
    const answer = original(...args);
    if (point !== after) return answer;
    if (!(answer instanceof Promise)) die();
    return Promise.resolve(answer).finally(die);
  };
}

function die(): never {
  kill(pid, 'SIGKILL');
  throw new Error('Nothing runs after this');
}

/** On the pipe before the next step. */
function say(line: string): void {
  writeSync(stdout.fd, `${line}\n`);
}
