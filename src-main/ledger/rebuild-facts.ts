import { openSeal } from '../../src-shared/ledger/check-chain.ts';
import { FACT_TABLES, factsOf } from '../../src-shared/ledger/facts.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import type { WritableDb } from './database.ts';
import { nodeDigest } from './entry-crypto.ts';
import { prepareEntryReads } from './entry-table.ts';
import { prepareInsertFacts } from './fact-tables.ts';

const BATCH_ENTRIES = 100;

/**
 * Derives every row of facts from its entry anew, inside a transaction of the caller's: a table that a migration has just made knows nothing
 * yet of what was written before it. An entry that is damaged leaves none, which the check after it finds.
 */
export function rebuildFacts(db: WritableDb): void {
  for (const table of Object.keys(FACT_TABLES)) db.exec(`DELETE FROM ${table}`);
  const entries = prepareEntryReads(db);
  const insert = prepareInsertFacts(db);
  let position = 0;
  for (let batch = entries.after(position, BATCH_ENTRIES); batch.length > 0; batch = entries.after(position, BATCH_ENTRIES)) {
    for (const row of batch) {
      position = row.position;
      const opened = openSeal(row, nodeDigest);
      const read = opened.ok ? readBody(opened.value) : opened;
      if (opened.ok && read.ok) insert(position, factsOf(opened.value, read.value));
    }
  }
}
