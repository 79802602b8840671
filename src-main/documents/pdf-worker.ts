import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { pdfJobSchema, renderPdfJob } from './pdf-job.ts';

/** Makes PDFs on a thread of its own: an invoice of a thousand lines takes about a second, and no scan waits for it. */
const { fontsFolder } = z.object({ fontsFolder: z.string() }).parse(workerData);
const requestSchema = z.object({ id: z.int(), job: pdfJobSchema });

parentPort?.on('message', (message: unknown) => {
  const { id, job } = requestSchema.parse(message);
  renderPdfJob(job, fontsFolder).then(
    (bytes) => parentPort?.postMessage({ id, bytes }),
    (error: unknown) => parentPort?.postMessage({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
