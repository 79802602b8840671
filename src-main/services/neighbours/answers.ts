import type { PushedEntry } from '../../../src-shared/contract/cloud-api.ts';
import { type LanAnswer, type LanAsked, MAX_LAN_ENTRIES } from '../../../src-shared/contract/lan-api.ts';
import type { LanAnswers } from '../../lan/lan-server.ts';
import { nodeDigest } from '../../ledger/entry-crypto.ts';
import { placeOf, positionOf } from '../../ledger/position.ts';
import { tell } from '../ticket.ts';
import type { Till } from '../till.ts';

/** What this till tells the others of its store, each of whom has proven who it is. Throws while there is no till, which they take as no answer. */
export function lanAnswers(tillNow: () => Till | null): LanAnswers {
  const till = (): Till => {
    const open = tillNow();
    if (open === null) throw new Error('the till is not open');
    return open;
  };
  return {
    news: ({ after }) => news(till(), after),
    receipt: (asked, asker) => receipt(till(), asked, asker),
    take: (asked, asker) => take(till(), asked, asker),
    settle: ({ end, ...handOver }, asker) => {
      till().drafts.settle({ ...handOver, taker: asker }, end);
      tellHeld(till());
      return {};
    },
    standing: ({ handOverId }, asker) => {
      const taking = till().drafts.taking(handOverId);
      return { standing: taking?.owner === asker ? taking.state : 'unknown' };
    },
  };
}

function news(till: Till, after: number): LanAnswer<'news'> {
  const positions = till.ledger.returns.foreignAfter(after, MAX_LAN_ENTRIES);
  const through = positions.at(-1) ?? Math.max(after, positionOf(till.ledger.head()));
  return {
    held: [...till.drafts.held()],
    entries: entriesAt(till, positions),
    through,
    more: positions.length === MAX_LAN_ENTRIES,
  };
}

function receipt(till: Till, { by, claim }: LanAsked<'receipt'>, asker: string): LanAnswer<'receipt'> {
  const own = by.kind === 'sale' ? till.ledger.findSale(by.saleId) : till.ledger.findSaleByNumber(by.receiptNumber);
  const saleId = by.kind === 'sale' ? by.saleId : (own?.sale.saleId ?? null);
  if (saleId === null) return { entries: [], isClaimed: true };
  const about = till.ledger.returns.positionsAbout(saleId);
  const positions = own === null ? about : [positionOf(own.entry), ...about];
  const isClaimed = own === null || !claim || till.returnClaims.claim(saleId, asker, till.now());
  return { entries: entriesAt(till, positions.slice(0, MAX_LAN_ENTRIES)), isClaimed };
}

function take(till: Till, { handOverId, cartId }: LanAsked<'take'>, asker: string): LanAnswer<'take'> {
  // A power cut may have put a ticket back on hold that was sold since: the journal knows better than the drafts.
  if (till.ledger.findSale(cartId) !== null) return { kind: 'gone' };
  const given = till.drafts.give(handOverId, cartId, asker);
  if (given === null) return { kind: 'gone' };
  till.log.info('a ticket on hold was handed over', { cartId, to: asker });
  tellHeld(till);
  return { kind: 'given', ...given };
}

/** The number of tickets on hold has become another. */
function tellHeld(till: Till): void {
  if (till.ticket !== null) tell(till, null);
}

function entriesAt(till: Till, positions: readonly number[]): PushedEntry[] {
  return positions.flatMap((position) => {
    const { epoch, seq } = placeOf(position);
    const [entry] = till.ledger.entriesAfter({ epoch, seq: seq - 1 }, 1);
    return entry === undefined ? [] : [{ text: nodeDigest.text(entry.bytes), hash: entry.hash, sig: entry.sig }];
  });
}
