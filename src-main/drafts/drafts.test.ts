import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Cart, CartLine } from '../../src-shared/sale/cart.ts';
import { MAX_UNDO_STEPS } from './cart-states.ts';
import { type Drafts, openDrafts } from './drafts.ts';

let folder: string;
let path: string;
let drafts: Drafts;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-drafts-'));
  path = join(folder, 'drafts.db');
  drafts = open();
});
afterEach(() => {
  drafts.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): Drafts {
  return openDrafts(path, new Date('2026-11-20T10:00:00Z')).drafts;
}

function cart(cartId: string, revision: number): Cart {
  return {
    cartId,
    revision,
    currency: 'DZD',
    openedAt: '2026-11-20T09:00:00.000Z',
    personId: 'p1',
    lines: [],
    discount: null,
    note: null,
    tenders: [],
    events: [],
  };
}

const heldAs = (cartId: string, heldAt: string) => ({ cartId, label: 'blue coat', heldAt, personId: 'p1', lineCount: 0, totalMinor: 0 });

test('the ticket as last saved is there after a restart, with its way back', () => {
  drafts.begin(cart('c1', 0));
  drafts.save(cart('c1', 1));
  drafts.save(cart('c1', 2));
  drafts.close();
  drafts = open();
  expect(drafts.current()?.revision).toBe(2);
  expect(drafts.before()?.revision).toBe(1);
});

function line(lineId: string, quantityMilli: number): CartLine {
  return {
    lineId,
    productId: 'p',
    code: null,
    sku: 's',
    name: { en: 'Milk' },
    unit: 'piece',
    unitPriceMinor: 100,
    priceIncludesTax: true,
    taxGroupId: 'exempt',
    labelPriceMinor: null,
    quantityMilli,
    listPriceMinor: 100,
    discount: null,
    note: null,
  };
}

test('lines come back in their order and as they stood, in the present and in the past, before and after a restart', () => {
  const [a, b] = [line('1', 1_000), line('2', 1_000)];
  const b2 = { ...b, quantityMilli: 2_000 };
  drafts.begin(cart('c1', 0));
  drafts.save({ ...cart('c1', 1), lines: [a] });
  drafts.save({ ...cart('c1', 2), lines: [b, a] });
  drafts.save({ ...cart('c1', 3), lines: [b2, a] });
  drafts.close();
  drafts = open();
  expect(drafts.current()?.lines).toEqual([b2, a]);
  const before = drafts.before()!;
  expect(before.lines).toEqual([b, a]);
  drafts.stepBack({ ...before, revision: 4 });
  expect(drafts.current()).toEqual({ ...cart('c1', 4), lines: [b, a] });
  drafts.save({ ...drafts.current()!, revision: 5, lines: [b2] });
  drafts.close();
  drafts = open();
  expect(drafts.current()?.lines).toEqual([b2]);
  expect(drafts.before()?.lines).toEqual([b, a]);
});

test('the way back is bounded, and going back and forth does not shorten it', () => {
  drafts.begin(cart('c1', 0));
  for (let revision = 1; revision <= 50; revision++) drafts.save(cart('c1', revision));
  for (let round = 0; round < 5; round++) {
    for (let step = 0; step < 10; step++) drafts.stepBack(drafts.before()!);
    for (let step = 0; step < 10; step++) drafts.save(cart('c1', 100 + step));
  }
  let steps = 0;
  for (let before = drafts.before(); before !== null; before = drafts.before(), steps++) drafts.stepBack(before);
  expect(steps).toBe(MAX_UNDO_STEPS);
});

test('a new ticket forgets the history of the one before', () => {
  drafts.begin(cart('c1', 0));
  drafts.save(cart('c1', 1));
  drafts.begin(cart('c2', 0));
  expect(drafts.before()).toBeNull();
  expect(drafts.current()?.cartId).toBe('c2');
});

test('a held ticket leaves the counter and comes back whole, once', () => {
  drafts.begin(cart('c1', 3));
  drafts.hold(cart('c1', 3), heldAs('c1', '2026-11-20T09:30:00.000Z'));
  expect(drafts.current()).toBeNull();
  drafts.hold(cart('c0', 1), heldAs('c0', '2026-11-20T09:10:00.000Z'));
  expect(drafts.held().map((held) => held.cartId)).toEqual(['c0', 'c1']);
  expect(drafts.recall('c1')).toEqual(cart('c1', 3));
  expect(drafts.current()).toEqual(cart('c1', 3));
  expect(drafts.recall('c1')).toBeNull();
  expect(drafts.heldCount()).toBe(1);
});

test('a damaged file is set aside under its own name and the till starts with an empty one', () => {
  drafts.close();
  for (const damage of [Buffer.from('this is no database, whatever its name says. '.repeat(50)), torn(path), wrongRow(path)]) {
    rmSync(`${path}-wal`, { force: true });
    rmSync(`${path}-shm`, { force: true });
    writeFileSync(path, damage);
    const opened = openDrafts(path, new Date('2026-11-20T10:00:00Z'));
    drafts = opened.drafts;
    expect(opened.setAside).toBe(`${path}.damaged-2026-11-20T10-00-00.000Z`);
    expect(readFileSync(opened.setAside!).length).toBeGreaterThan(0);
    expect(drafts.current()).toBeNull();
    drafts.begin(cart('c9', 0));
    expect(drafts.current()?.cartId).toBe('c9');
    drafts.close();
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    drafts = open();
    drafts.close();
  }
});

test('drafts of a newer program are set aside, not misread', () => {
  drafts.close();
  const db = new Database(path);
  db.pragma('user_version = 99');
  db.close();
  const opened = openDrafts(path, new Date());
  drafts = opened.drafts;
  expect(opened.setAside).not.toBeNull();
});

/** A database of many pages with one in the middle overwritten. */
function torn(from: string): Buffer {
  const db = new Database(from);
  for (let i = 0; i < 200; i++)
    db.prepare('INSERT INTO cart_state (head, line_nos) VALUES (?, ?)').run(JSON.stringify(cart(`c${String(i)}`, i)), '[]');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const bytes = readFileSync(from);
  bytes.fill(0xa5, 4_096, 12_288);
  return bytes;
}

/** A sound database whose row is no cart. */
function wrongRow(from: string): Buffer {
  rmSync(from, { force: true });
  openDrafts(from, new Date()).drafts.close();
  const db = new Database(from);
  db.prepare('INSERT INTO cart_state (head, line_nos) VALUES (?, ?)').run('{"cartId":"x"}', '[7]');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return readFileSync(from);
}
