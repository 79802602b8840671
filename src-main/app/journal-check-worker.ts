import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { damageOf } from '../ledger/damage-note.ts';
import { verifyFolder } from '../ledger/verify.ts';

/** The whole check of a folder's journal, on a thread and a read-only connection of its own. Answers with the damage, or null. */
const { root } = z.object({ root: z.string() }).parse(workerData);
const report = await verifyFolder(root, { quickCheck: true });
parentPort?.postMessage(report.fault === null ? null : damageOf(report.fault));
