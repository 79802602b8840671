import { existsSync, renameSync } from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { type HeldCart, heldCartSchema } from '../../src-shared/contract/held-cart.ts';
import { type SaleReceipt, saleReceiptSchema } from '../../src-shared/contract/terminal-state.ts';
import { type Cart, cartSchema } from '../../src-shared/sale/cart.ts';
import { type CartStates, cartStatesOn } from './cart-states.ts';
import { type CountDrafts, countDraftsOn } from './count-drafts.ts';
import { DRAFTS_SCHEMA, DRAFTS_SCHEMA_VERSION } from './drafts-schema.ts';
import { HAND_OVERS_SCHEMA, type HandOvers, type HeldPlaces, handOversOn } from './hand-overs.ts';

/** How many tickets can wait. Enough for any counter; a bound so that the list can be shown whole. */
export const MAX_HELD_CARTS = 100;

/** The version of a file that knows nothing of other tills. */
const BEFORE_HAND_OVERS = 1;
const WRITE_WAIT_MS = 2_000;
/** Pages that may gather in the write-ahead log when nobody tidies up. Moving them costs a wait for the disk, which no scan should pay. */
const MAX_LOG_PAGES = 10_000;

/**
 * Tickets in the making, kept beside the ledger so that a power cut gives the cashier the cart back. Written with synchronous=NORMAL: the
 * last moments may be lost in a power cut, the file itself is never torn. All methods throw SQLite's error when the disk refuses.
 */
export interface Drafts extends CartStates, CountDrafts, HandOvers {
  /** Puts a ticket aside; what was current is forgotten. */
  hold(cart: Cart, held: HeldCart): void;
  /** The held tickets, oldest first. */
  held(): readonly HeldCart[];
  heldCount(): number;
  /** A held ticket, left where it is. */
  heldCart(cartId: string): Cart | null;
  /** Takes a held ticket back as the current one; null where no such ticket waits. */
  recall(cartId: string): Cart | null;
  /** Forgets a held ticket that the journal has told of as given up. */
  forgetHeld(cartId: string): void;
  lastSale(): SaleReceipt | null;
  keepLastSale(sale: SaleReceipt | null): void;
  /** Moves what was written into the file, which waits for the disk: to be called when nobody is waiting. */
  tidy(): void;
  close(): void;
}

export interface OpenedDrafts {
  readonly drafts: Drafts;
  /** Where a damaged file was put, for the person to be told; null when all was well. */
  readonly setAside: string | null;
}

/**
 * Opens `drafts.db`. A file that is damaged, or of another version, is renamed beside it and an empty one takes its place: open carts are
 * then lost, sales never are. Throws only where not even an empty file can be made.
 */
export function openDrafts(path: string, now: Date): OpenedDrafts {
  try {
    const drafts = openWhole(path);
    if (drafts !== null) return { drafts, setAside: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  const aside = setAside(path, now);
  const fresh = openWhole(path);
  if (fresh === null) throw new Error(`${path} could not be made anew`);
  return { drafts: fresh, setAside: aside };
}

/** Null where the file is a whole database that is not ours to read. */
function openWhole(path: string): Drafts | null {
  const db = new Database(path, { timeout: WRITE_WAIT_MS });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma(`wal_autocheckpoint = ${MAX_LOG_PAGES}`);
    const version = db.pragma('user_version', { simple: true });
    if (version === 0 || version === BEFORE_HAND_OVERS) {
      db.transaction(() => {
        if (version === 0) db.exec(DRAFTS_SCHEMA);
        db.exec(HAND_OVERS_SCHEMA);
        db.pragma(`user_version = ${DRAFTS_SCHEMA_VERSION}`);
      })();
    } else if (version !== DRAFTS_SCHEMA_VERSION || db.pragma('quick_check', { simple: true }) !== 'ok') {
      db.close();
      return null;
    }
    const drafts = draftsOn(db);
    // Reading everything once at the start shows damage while setting it aside is still possible.
    drafts.current();
    drafts.before();
    drafts.held();
    drafts.lastSale();
    drafts.openGifts();
    drafts.openTakings();
    return drafts;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Damage shows as SQLite's own codes, or as rows that do not parse. */
function isDamage(error: unknown): boolean {
  if (error instanceof Database.SqliteError) return /^SQLITE_(CORRUPT|NOTADB|ERROR|MISMATCH)/.test(error.code);
  return error instanceof SyntaxError || error instanceof z.ZodError;
}

function setAside(path: string, now: Date): string {
  const stamp = now.toISOString().replaceAll(':', '-');
  const aside = `${path}.damaged-${stamp}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}

interface HeldRow {
  readonly cart_id: string;
  readonly label: string;
  readonly held_at: string;
  readonly person_id: string;
  readonly line_count: number;
  readonly total_minor: number;
}

function draftsOn(db: Database.Database): Drafts {
  const states = cartStatesOn(db);
  const { places, ...held } = heldOn(db, states);
  return {
    ...states,
    ...held,
    ...handOversOn(db, places),
    ...keptOn(db),
    ...countDraftsOn(db),
    tidy: () => {
      db.pragma('wal_checkpoint(PASSIVE)');
    },
    close: () => {
      db.close();
    },
  };
}

function heldOn(
  db: Database.Database,
  states: CartStates,
): Pick<Drafts, 'hold' | 'held' | 'heldCount' | 'heldCart' | 'recall' | 'forgetHeld'> & { readonly places: HeldPlaces } {
  const insert = db.prepare<[HeldRow & { readonly cart: string }]>(
    `INSERT INTO held (cart_id, label, held_at, person_id, line_count, total_minor, cart)
     VALUES (:cart_id, :label, :held_at, :person_id, :line_count, :total_minor, :cart)`,
  );
  const all = db.prepare<[], HeldRow>(
    'SELECT cart_id, label, held_at, person_id, line_count, total_minor FROM held ORDER BY held_at, cart_id',
  );
  const count = db.prepare<[], { readonly n: number }>('SELECT count(*) AS n FROM held');
  const peek = db.prepare<[string], { readonly cart: string }>('SELECT cart FROM held WHERE cart_id = ?');
  const take = db.prepare<[string], HeldRow & { readonly cart: string }>(
    'DELETE FROM held WHERE cart_id = ? RETURNING cart_id, label, held_at, person_id, line_count, total_minor, cart',
  );
  const put = (cart: Cart, held: HeldCart): void => {
    insert.run({
      cart_id: cart.cartId,
      label: held.label,
      held_at: held.heldAt,
      person_id: held.personId,
      line_count: held.lineCount,
      total_minor: held.totalMinor,
      cart: JSON.stringify(cart),
    });
  };
  return {
    places: {
      remove: (cartId) => {
        const row = take.get(cartId);
        return row === undefined ? null : { held: heldCartOf(row), cart: cartSchema.parse(JSON.parse(row.cart)) };
      },
      insert: ({ cart, held }) => {
        put(cart, held);
      },
    },
    hold: db.transaction((cart: Cart, held: HeldCart) => {
      states.drop();
      put(cart, held);
    }),
    held: () => all.all().map(heldCartOf),
    heldCart: (cartId) => {
      const row = peek.get(cartId);
      return row === undefined ? null : cartSchema.parse(JSON.parse(row.cart));
    },
    heldCount: () => count.get()?.n ?? 0,
    forgetHeld: (cartId) => {
      take.get(cartId);
    },
    recall: db.transaction((cartId: string) => {
      const row = take.get(cartId);
      if (row === undefined) return null;
      const cart = cartSchema.parse(JSON.parse(row.cart));
      states.begin(cart);
      return cart;
    }),
  };
}

function heldCartOf(row: HeldRow): HeldCart {
  return heldCartSchema.parse({
    cartId: row.cart_id,
    label: row.label,
    heldAt: row.held_at,
    personId: row.person_id,
    lineCount: row.line_count,
    totalMinor: row.total_minor,
  });
}

function keptOn(db: Database.Database): Pick<Drafts, 'lastSale' | 'keepLastSale'> {
  const get = db.prepare<[], { readonly value: string }>(`SELECT value FROM kept WHERE name = 'last-sale'`);
  const put = db.prepare<[string]>(
    `INSERT INTO kept (name, value) VALUES ('last-sale', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );
  const remove = db.prepare(`DELETE FROM kept WHERE name = 'last-sale'`);
  return {
    lastSale: () => {
      const row = get.get();
      return row === undefined ? null : saleReceiptSchema.parse(JSON.parse(row.value));
    },
    keepLastSale: (sale) => {
      if (sale === null) remove.run();
      else put.run(JSON.stringify(sale));
    },
  };
}
