import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { verifyFolder } from '../ledger/verify.ts';

/** The whole check of a folder's journal because somebody asked for it: says how far it is, and then what it found. */
const TELL_EVERY_MS = 200;
const { root } = z.object({ root: z.string() }).parse(workerData);
let toldAtMs = 0;

const { fault, totals } = await verifyFolder(root, {
  quickCheck: true,
  onProgress: (checked) => {
    if (performance.now() - toldAtMs < TELL_EVERY_MS) return;
    toldAtMs = performance.now();
    parentPort?.postMessage({ checked });
  },
});
parentPort?.postMessage({ done: { checked: totals.entries, fault } });
