import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type Cart, type CartLine, cartSchema } from '../../src-shared/sale/cart.ts';

/** How many steps can be taken back. */
export const MAX_UNDO_STEPS = 20;

/** The ticket on the counter as it stands and as it stood, newest first. */
export interface CartStates {
  /** The ticket as it was last saved, and null where there is none. */
  current(): Cart | null;
  /** How the ticket stood before the last change, or null where nothing is left to take back. */
  before(): Cart | null;
  /** How many changes can be taken back. */
  undoSteps(): number;
  /** Starts a ticket: what was current is forgotten, with its history. */
  begin(cart: Cart): void;
  /** Forgets the ticket and its history. */
  drop(): void;
  /** Saves the ticket after a change; how it stood before stays within reach of undo. */
  save(cart: Cart): void;
  /** Takes the last change back: `restored` stands in the place of what `before()` gave. */
  stepBack(restored: Cart): void;
}

interface StateRow {
  readonly seq: number;
  readonly head: string;
  readonly line_nos: string;
}

const lineNosSchema = z.array(z.int());

export function cartStatesOn(db: Database.Database): CartStates {
  const statements = prepare(db);
  /** Where a line that has not changed lies already. A changed line is a new object, so identity is enough. */
  let lineNos = new WeakMap<CartLine, number>();

  const storeLine = (line: CartLine): number => {
    const known = lineNos.get(line);
    if (known !== undefined) return known;
    const lineNo = Number(statements.insertLine.run(JSON.stringify(line)).lastInsertRowid);
    lineNos.set(line, lineNo);
    return lineNo;
  };
  const store = (cart: Cart): [head: string, lineNos: string] => {
    const { lines, ...head } = cart;
    return [JSON.stringify(head), `[${lines.map(storeLine).join()}]`];
  };
  const read = (offset: number): Cart | null => {
    const row = statements.newest.get(offset);
    if (row === undefined) return null;
    const numbers = lineNosSchema.parse(JSON.parse(row.line_nos));
    const lines: unknown[] = numbers.map((lineNo) => JSON.parse(statements.line.get(lineNo)?.line ?? 'null') as unknown);
    const cart = cartSchema.parse({ ...(JSON.parse(row.head) as object), lines });
    for (const [index, line] of cart.lines.entries()) lineNos.set(line, numbers[index] ?? 0);
    return cart;
  };
  const drop = (): void => {
    statements.forgetStates.run();
    statements.forgetLines.run();
    lineNos = new WeakMap();
  };
  const begin = (cart: Cart): void => {
    drop();
    statements.insertState.run(...store(cart));
  };
  const save = (cart: Cart): void => {
    const { lastInsertRowid } = statements.insertState.run(...store(cart));
    statements.forget.run(Number(lastInsertRowid) - MAX_UNDO_STEPS);
  };
  const stepBack = (restored: Cart): void => {
    const last = statements.newest.get(0);
    const before = statements.newest.get(1);
    if (last === undefined || before === undefined) throw new Error('nothing to take back');
    statements.dropState.run(last.seq);
    statements.rewrite.run(...store(restored), before.seq);
  };
  /** A write that was rolled back took the rows of its lines with it: nothing is known of where lines lie until they are written anew. */
  const whole = <A extends unknown[]>(write: (...args: A) => void): ((...args: A) => void) => {
    const transaction = db.transaction(write);
    return (...args) => {
      try {
        transaction(...args);
      } catch (error) {
        lineNos = new WeakMap();
        throw error;
      }
    };
  };
  return {
    current: () => read(0),
    before: () => read(1),
    undoSteps: () => Math.max(0, (statements.count.get()?.n ?? 0) - 1),
    begin: whole(begin),
    drop: whole(drop),
    save: whole(save),
    stepBack: whole(stepBack),
  };
}

function prepare(db: Database.Database) {
  return {
    newest: db.prepare<[number], StateRow>('SELECT seq, head, line_nos FROM cart_state ORDER BY seq DESC LIMIT 1 OFFSET ?'),
    count: db.prepare<[], { readonly n: number }>('SELECT count(*) AS n FROM cart_state'),
    line: db.prepare<[number], { readonly line: string }>('SELECT line FROM cart_line WHERE line_no = ?'),
    insertLine: db.prepare<[string]>('INSERT INTO cart_line (line) VALUES (?)'),
    insertState: db.prepare<[string, string]>('INSERT INTO cart_state (head, line_nos) VALUES (?, ?)'),
    forget: db.prepare<[number]>('DELETE FROM cart_state WHERE seq < ?'),
    forgetStates: db.prepare('DELETE FROM cart_state'),
    forgetLines: db.prepare('DELETE FROM cart_line'),
    dropState: db.prepare<[number]>('DELETE FROM cart_state WHERE seq = ?'),
    rewrite: db.prepare<[string, string, number]>('UPDATE cart_state SET head = ?, line_nos = ? WHERE seq = ?'),
  };
}
