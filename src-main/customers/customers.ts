import { existsSync, renameSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import Database from 'better-sqlite3';
import { type Customer, customerSchema } from '../../src-shared/customers/customer.ts';
import { isPhoneLike, phoneDigits, phoneKey, phoneQuery } from '../../src-shared/customers/phone.ts';
import { tokenise } from '../../src-shared/text/fold.ts';
import { CUSTOMERS_SCHEMA, CUSTOMERS_SCHEMA_VERSION, PULLED_CUSTOMERS } from './customers-schema.ts';
import { mergeCustomer, type PulledCustomer } from './merge-customer.ts';

const WRITE_WAIT_MS = 2_000;
/** A run of letters the index knows; a shorter part of a word is looked for among what the longer ones found, or row by row. */
const INDEXED_LETTERS = 3;
/** Words of a query that count; more are a paste by mistake. */
const MAX_QUERY_WORDS = 8;
const MAX_DUPLICATES = 5;

/**
 * Who the customers are: personal data, changed and erased at will, and so kept apart from the journal, which knows their ids. Written with
 * `synchronous=FULL`: a customer who was told that she is in the book is in it. All methods throw SQLite's error when the disk refuses.
 */
export interface Customers {
  find(customerId: string): Customer | null;
  /** Who is found under a part of a phone, of a name in any of its writings, or of an identifier; all words must be there. Those who came last come first. */
  search(query: string, limit: number): { readonly customers: readonly Customer[]; readonly more: boolean };
  /** Who has this phone, however it is written. */
  withPhone(phone: string): readonly Customer[];
  add(customer: Customer): void;
  replace(customer: Customer): void;
  /** Nothing of the customer is left in the file. */
  erase(customerId: string): void;
  /** Brings what the cloud says together with what is known here (`mergeCustomer`), all of it or nothing. Answers how many are others now. */
  merge(pulled: readonly PulledCustomer[]): number;
  /** She was here: she comes sooner in searches. */
  touch(customerId: string, nowIso: string): void;
  count(): number;
  close(): void;
}

export interface OpenedCustomers {
  readonly customers: Customers;
  /** Where a damaged file was put, for the person to be told; null when all was well. */
  readonly setAside: string | null;
}

/**
 * Opens `customers.db`. A file that is damaged, or of another version, is renamed beside it and an empty one takes its place: a till sells
 * without knowing names, and balances are in the journal. Throws only where not even an empty file can be made.
 */
export function openCustomers(path: string, now: Date): OpenedCustomers {
  try {
    const customers = openWhole(path);
    if (customers !== null) return { customers, setAside: null };
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|NOTADB|ERROR|MISMATCH)/.test(error.code)) throw error;
  }
  const aside = `${path}.damaged-${now.toISOString().replaceAll(':', '-')}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  const fresh = openWhole(path);
  if (fresh === null) throw new Error(`${path} could not be made anew`);
  return { customers: fresh, setAside: aside };
}

/** Null where the file is a whole database that is not ours to read. */
function openWhole(path: string): Customers | null {
  const db = new Database(path, { timeout: WRITE_WAIT_MS });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    // What is erased is overwritten, in the file as in the index.
    db.pragma('secure_delete = ON');
    if (db.pragma('user_version', { simple: true }) === 1) addPulledCustomers(db);
    const version = db.pragma('user_version', { simple: true });
    if (version === 0) {
      db.transaction(() => {
        db.exec(CUSTOMERS_SCHEMA);
        db.prepare("INSERT INTO customer_words (customer_words, rank) VALUES ('secure-delete', 1)").run();
        db.pragma(`user_version = ${CUSTOMERS_SCHEMA_VERSION}`);
      })();
    } else if (version !== CUSTOMERS_SCHEMA_VERSION || db.pragma('quick_check', { simple: true }) !== 'ok') {
      db.close();
      return null;
    }
    return customersOn(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function addPulledCustomers(db: Database.Database): void {
  db.transaction(() => {
    db.exec(PULLED_CUSTOMERS);
    db.pragma(`user_version = ${CUSTOMERS_SCHEMA_VERSION}`);
  })();
}

interface Row {
  readonly data: string;
}

function customersOn(db: Database.Database): Customers {
  const find = db.prepare<[string], Row>('SELECT data FROM customer WHERE customer_id = ?');
  const withPhone = db.prepare<[string], Row>(
    `SELECT data FROM customer WHERE phone_key = ? ORDER BY last_used DESC LIMIT ${MAX_DUPLICATES}`,
  );
  const touch = db.prepare<[string, string]>('UPDATE customer SET last_used = ? WHERE customer_id = ?');
  const count = db.prepare<[], number>('SELECT count(*) FROM customer').pluck();
  const writes = writesOn(db);
  const findCustomer = (customerId: string): Customer | null => {
    const row = find.get(customerId);
    return row === undefined ? null : customerOf(row);
  };
  return {
    ...writes,
    merge: mergeOn(db, findCustomer, writes),
    find: findCustomer,
    search: searchOn(db),
    withPhone: (phone) => {
      const key = phoneKey(phone);
      return key === null ? [] : withPhone.all(key).map(customerOf);
    },
    touch: (customerId, nowIso) => {
      touch.run(nowIso, customerId);
    },
    count: () => count.get() ?? 0,
    close: () => {
      db.close();
    },
  };
}

function writesOn(db: Database.Database): Pick<Customers, 'add' | 'replace' | 'erase'> {
  const numberOf = db.prepare<[string], number>('SELECT number FROM customer WHERE customer_id = ?').pluck();
  const insert = db.prepare<[string, string, string | null, string, string]>(
    'INSERT INTO customer (customer_id, name, phone_key, data, last_used) VALUES (?, ?, ?, ?, ?)',
  );
  const update = db.prepare<[string, string | null, string, string, number]>(
    'UPDATE customer SET name = ?, phone_key = ?, data = ?, last_used = ? WHERE number = ?',
  );
  const remove = db.prepare<[number]>('DELETE FROM customer WHERE number = ?');
  const addWords = db.prepare<[number, string]>('INSERT INTO customer_words (rowid, words) VALUES (?, ?)');
  const removeWords = db.prepare<[number]>('DELETE FROM customer_words WHERE rowid = ?');
  const forgetPulled = db.prepare<[string]>('DELETE FROM pulled_customer WHERE customer_id = ?');
  return {
    add: db.transaction((customer: Customer) => {
      const { customerId, name, phone, changedAt } = customer;
      const { lastInsertRowid } = insert.run(customerId, name, phoneKey(phone), JSON.stringify(customer), changedAt);
      addWords.run(Number(lastInsertRowid), wordsOf(customer));
    }),
    replace: db.transaction((customer: Customer) => {
      const number = numberOf.get(customer.customerId);
      if (number === undefined) throw new Error('There is no such customer to replace');
      update.run(customer.name, phoneKey(customer.phone), JSON.stringify(customer), customer.changedAt, number);
      removeWords.run(number);
      addWords.run(number, wordsOf(customer));
    }),
    erase: (customerId) => {
      db.transaction(() => {
        forgetPulled.run(customerId);
        const number = numberOf.get(customerId);
        if (number === undefined) return;
        remove.run(number);
        removeWords.run(number);
      })();
      // What was written of her is still in the log beside the file until it is moved and cut.
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
  };
}

function mergeOn(db: Database.Database, find: Customers['find'], { add, replace, erase }: ReturnType<typeof writesOn>): Customers['merge'] {
  const base = db.prepare<[string], Row>('SELECT data FROM pulled_customer WHERE customer_id = ?');
  const keep = db.prepare<[string, string]>('INSERT OR REPLACE INTO pulled_customer (customer_id, data) VALUES (?, ?)');
  const mergeOne = ({ customerId, customer, unsent }: PulledCustomer): boolean => {
    if (customer === null) return false;
    const local = find(customerId);
    const before = base.get(customerId);
    keep.run(customerId, JSON.stringify(customer));
    if (local === null) {
      add(customer);
      return true;
    }
    const merged = mergeCustomer(local, before === undefined ? null : customerOf(before), customer, unsent);
    if (isDeepStrictEqual(merged, local)) return false;
    replace(merged);
    return true;
  };
  const mergeAll = db.transaction((pulled: readonly PulledCustomer[]) => pulled.filter(mergeOne).length);
  return (pulled) => {
    const changed = mergeAll(pulled);
    // Whoever is erased anywhere is erased everywhere, whatever was changed of her meanwhile.
    const erased = pulled.filter(({ customerId, customer }) => customer === null && find(customerId) !== null);
    for (const { customerId } of erased) erase(customerId);
    return changed + erased.length;
  };
}

function searchOn(db: Database.Database): Customers['search'] {
  const recent = db.prepare<[number], Row>('SELECT data FROM customer ORDER BY last_used DESC, number DESC LIMIT ?');
  const matching = new Map<string, Database.Statement<(string | number)[], Row>>();
  const statement = (indexed: boolean, short: number): Database.Statement<(string | number)[], Row> => {
    const key = `${indexed} ${short}`;
    const known = matching.get(key);
    if (known !== undefined) return known;
    const conditions = [...(indexed ? ['customer_words MATCH ?'] : []), ...Array.from({ length: short }, () => 'instr(words, ?) > 0')];
    const made = db.prepare<(string | number)[], Row>(
      `SELECT data FROM customer_words JOIN customer ON customer.number = customer_words.rowid
       WHERE ${conditions.join(' AND ')} ORDER BY last_used DESC, number DESC LIMIT ?`,
    );
    matching.set(key, made);
    return made;
  };
  return (query, limit) => {
    const words = queryWords(query);
    const rows = words.length === 0 ? recent.all(limit + 1) : findWords(words, limit + 1);
    return { customers: rows.slice(0, limit).map(customerOf), more: rows.length > limit };
  };

  function findWords(words: readonly string[], limit: number): readonly Row[] {
    const indexed = words.filter((word) => word.length >= INDEXED_LETTERS);
    const short = words.filter((word) => word.length < INDEXED_LETTERS);
    const match = indexed.length === 0 ? [] : [indexed.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')];
    return statement(indexed.length > 0, short.length).all(...match, ...short, limit);
  }
}

/** The folded words that must each be somewhere in what is known of a customer. A phone is one word, however it is grouped. */
function queryWords(query: string): readonly string[] {
  const words = isPhoneLike(query) ? [phoneQuery(query)] : tokenise(query);
  return words.filter((word) => word !== '').slice(0, MAX_QUERY_WORDS);
}

function wordsOf({ name, phone, identifiers }: Customer): string {
  const identifierWords = identifiers.flatMap(({ value }) => [...tokenise(value), phoneDigits(value)]);
  return [...tokenise(name), phoneDigits(phone), ...identifierWords].join(' ');
}

function customerOf({ data }: Row): Customer {
  return customerSchema.parse(JSON.parse(data));
}
