import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { openReadable } from '../ledger/database.ts';
import { ledgerFolder } from '../ledger/ledger-folder.ts';
import { openProductFinder } from './product-finder.ts';
import { readActors, readJournal } from './read-journal.ts';
import { readSales } from './read-sales.ts';
import { type Question, questionSchema } from './report-questions.ts';

/**
 * Reads the ledger for people, on a thread and a read-only connection of its own. Every answer is taken from one snapshot, and the connection
 * is let go with it, so that none keeps the write-ahead log from being folded back.
 */
const { root } = z.object({ root: z.string() }).parse(workerData);

function answer(question: Question): unknown {
  const db = openReadable(ledgerFolder(root).database);
  try {
    db.exec('BEGIN');
    if (question.kind === 'journal') return readJournal(db, question);
    if (question.kind === 'actors') return { actors: readActors(db) };
    const products = openProductFinder(root);
    try {
      return readSales(db, products, question);
    } finally {
      products.close();
    }
  } finally {
    db.close();
  }
}

parentPort?.on('message', (message: unknown) => {
  const { id, question } = questionSchema.parse(message);
  try {
    parentPort?.postMessage({ id, answer: answer(question) });
  } catch (error) {
    parentPort?.postMessage({ id, fault: error instanceof Error ? error.message : String(error) });
  }
});
