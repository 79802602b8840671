import type Database from 'better-sqlite3';
import { type HeldCart, heldCartSchema } from '../../src-shared/contract/held-cart.ts';
import type { HandOverEnd } from '../../src-shared/contract/lan-api.ts';
import { type Cart, cartSchema } from '../../src-shared/sale/cart.ts';

/** Hand-overs that are over and still remembered, so that a question that comes late or twice is known for what it is. */
const MAX_REMEMBERED = 1_000;

export interface GivenCart {
  readonly cart: Cart;
  readonly held: HeldCart;
}

/** A hand-over as its owner has it open. */
export interface OpenGift {
  readonly handOverId: string;
  readonly taker: string;
  readonly held: HeldCart;
}

/** A hand-over as its taker has it open: `taken` until the owner has heard of it, `withdrawing` until it has heard that nothing came of it. */
export interface OpenTaking {
  readonly handOverId: string;
  readonly cartId: string;
  readonly owner: string;
  readonly state: 'asking' | 'taken' | 'withdrawing';
}

/**
 * How a ticket on hold goes from one till to another, so that whatever is cut or crashes it is with one of them.
 *
 *   owner   held ── take ──► given ── taken ──────► settled          taker   (none) ── ask() ──► asking ── take() ──► taken ── told ──► (none)
 *             ▲                │                                                                   │
 *             └── withdrawn ───┘  (and remembered: a take of this id that comes late is refused)   └── withdraw() ──► withdrawing ── told ──► (none)
 *
 * The owner sells it in `held` alone, the taker from `taken` on. Each arrow is on the disk, synced, before the other side hears of it, and
 * the taker leaves `asking` once: so `taken` there and `held` here never meet. What was cut is told again until it is heard.
 */
export interface HandOvers {
  /** The owner's: gives a ticket on hold to a till. The same again for the same id and till; null where the ticket is not to be had. */
  give(handOverId: string, cartId: string, taker: string): GivenCart | null;
  /** The owner's: the taker's word on how it ended. Heard twice, or of something unknown, it does no harm. */
  settle(handOver: { readonly handOverId: string; readonly cartId: string; readonly taker: string }, end: HandOverEnd): void;
  /** The owner's, oldest ticket first. */
  openGifts(): readonly OpenGift[];
  /** The taker's: what it will ask for, written before it asks. */
  ask(handOverId: string, cartId: string, owner: string): void;
  /** The taker's: puts the ticket among its own on hold. False where it has withdrawn meanwhile, and the ticket is not its own. */
  take(handOverId: string, given: GivenCart): boolean;
  /** The taker's: it will never take it under this id. Nothing where it has it already. */
  withdraw(handOverId: string): void;
  /** The taker's: the owner has heard how it ended. */
  forgetTaking(handOverId: string): void;
  openTakings(): readonly OpenTaking[];
  taking(handOverId: string): OpenTaking | null;
}

export const HAND_OVERS_SCHEMA = `
CREATE TABLE gift (
  gift_no INTEGER PRIMARY KEY,
  hand_over_id TEXT NOT NULL UNIQUE,
  cart_id TEXT NOT NULL,
  taker TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('given', 'taken', 'withdrawn')),
  held TEXT,
  cart TEXT
) STRICT;
CREATE TABLE taking (
  hand_over_id TEXT PRIMARY KEY,
  cart_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asking', 'taken', 'withdrawing'))
) STRICT, WITHOUT ROWID;
`;

interface GiftRow {
  readonly hand_over_id: string;
  readonly taker: string;
  readonly cart_id: string;
  readonly state: 'given' | HandOverEnd;
  readonly held: string | null;
  readonly cart: string | null;
}

/** The tickets on hold, which a hand-over takes from and puts back to. */
export interface HeldPlaces {
  /** Takes a ticket off hold; null where it is not on hold. */
  remove(cartId: string): GivenCart | null;
  insert(given: GivenCart): void;
}

export function handOversOn(db: Database.Database, places: HeldPlaces): HandOvers {
  return { ...giftsOn(db, places), ...takingsOn(db, places) };
}

/** A transaction that is on the disk when it returns, in a file whose other writes may be lost with the power. */
function durable<A extends unknown[], R>(db: Database.Database, write: (...args: A) => R): (...args: A) => R {
  const transaction = db.transaction(write);
  return (...args) => {
    db.pragma('synchronous = FULL');
    try {
      return transaction(...args);
    } finally {
      db.pragma('synchronous = NORMAL');
    }
  };
}

function giftsOn(db: Database.Database, places: HeldPlaces): Pick<HandOvers, 'give' | 'settle' | 'openGifts'> {
  const find = db.prepare<[string], GiftRow>('SELECT hand_over_id, cart_id, taker, state, held, cart FROM gift WHERE hand_over_id = ?');
  const open = db.prepare<[], GiftRow>(
    `SELECT hand_over_id, cart_id, taker, state, held, cart FROM gift WHERE state = 'given' ORDER BY gift_no`,
  );
  const insert = db.prepare<[string, string, string, string, string | null, string | null]>(
    'INSERT INTO gift (hand_over_id, cart_id, taker, state, held, cart) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const end = db.prepare<[string, string]>('UPDATE gift SET state = ?, held = NULL, cart = NULL WHERE hand_over_id = ?');
  const forget = db.prepare<[number]>(`DELETE FROM gift WHERE state <> 'given' AND gift_no <= (SELECT max(gift_no) FROM gift) - ?`);
  const give = (handOverId: string, cartId: string, taker: string): GivenCart | null => {
    const before = find.get(handOverId);
    if (before !== undefined) return before.taker === taker && before.cart_id === cartId ? givenOf(before) : null;
    const given = places.remove(cartId);
    if (given === null) return null;
    insert.run(handOverId, cartId, taker, 'given', JSON.stringify(given.held), JSON.stringify(given.cart));
    forget.run(MAX_REMEMBERED);
    return given;
  };
  const settle: HandOvers['settle'] = ({ handOverId, cartId, taker }, how) => {
    const before = find.get(handOverId);
    if (before === undefined) {
      // It was withdrawn before it was asked for: the question may still be on its way.
      if (how === 'withdrawn') insert.run(handOverId, cartId, taker, 'withdrawn', null, null);
      forget.run(MAX_REMEMBERED);
      return;
    }
    const given = givenOf(before);
    if (before.taker !== taker || given === null) return;
    if (how === 'withdrawn') places.insert(given);
    end.run(how, handOverId);
  };
  return {
    give: durable(db, give),
    settle: durable(db, settle),
    openGifts: () =>
      open.all().flatMap((row) => {
        const given = givenOf(row);
        return given === null ? [] : [{ handOverId: row.hand_over_id, taker: row.taker, held: given.held }];
      }),
  };
}

/** Null once the hand-over is over, and the ticket is no longer kept here. */
function givenOf({ held, cart }: Pick<GiftRow, 'held' | 'cart'>): GivenCart | null {
  if (held === null || cart === null) return null;
  return { held: heldCartSchema.parse(JSON.parse(held)), cart: cartSchema.parse(JSON.parse(cart)) };
}

interface TakingRow {
  readonly hand_over_id: string;
  readonly cart_id: string;
  readonly owner: string;
  readonly state: OpenTaking['state'];
}

type Takings = Pick<HandOvers, 'ask' | 'take' | 'withdraw' | 'forgetTaking' | 'openTakings' | 'taking'>;

function takingsOn(db: Database.Database, places: HeldPlaces): Takings {
  const find = db.prepare<[string], TakingRow>('SELECT hand_over_id, cart_id, owner, state FROM taking WHERE hand_over_id = ?');
  const all = db.prepare<[], TakingRow>('SELECT hand_over_id, cart_id, owner, state FROM taking ORDER BY hand_over_id');
  const insert = db.prepare<[string, string, string]>(
    `INSERT INTO taking (hand_over_id, cart_id, owner, state) VALUES (?, ?, ?, 'asking')`,
  );
  const leaveAsking = db.prepare<[string, string]>(`UPDATE taking SET state = ? WHERE hand_over_id = ? AND state = 'asking'`);
  const remove = db.prepare<[string]>('DELETE FROM taking WHERE hand_over_id = ?');
  return {
    ask: durable(db, (handOverId: string, cartId: string, owner: string) => {
      insert.run(handOverId, cartId, owner);
    }),
    take: durable(db, (handOverId: string, given: GivenCart) => {
      if (leaveAsking.run('taken', handOverId).changes === 0) return false;
      places.insert(given);
      return true;
    }),
    withdraw: durable(db, (handOverId: string) => {
      leaveAsking.run('withdrawing', handOverId);
    }),
    forgetTaking: durable(db, (handOverId: string) => {
      remove.run(handOverId);
    }),
    openTakings: () => all.all().map(takingOf),
    taking: (handOverId) => {
      const row = find.get(handOverId);
      return row === undefined ? null : takingOf(row);
    },
  };
}

function takingOf({ hand_over_id, cart_id, owner, state }: TakingRow): OpenTaking {
  return { handOverId: hand_over_id, cartId: cart_id, owner, state };
}
