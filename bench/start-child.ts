/** A terminal as a shell starts it; says `ready` when it can find what is scanned, and at the end what memory it holds. For bench/start.ts. */
import { startTerminal } from '../src-main/app/terminal.ts';
import { plainProtector } from '../src-main/ledger/identity.ts';

const SETTLE_MS = 500;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const started = await startTerminal({ root: process.argv[2] ?? '', protector: plainProtector, log: silent });
const till = started.ok ? started.value.till() : null;
if (!started.ok || till === null) throw new Error('the terminal did not start');
till.catalog.lookup('6130000000008');
process.stdout.write('ready\n');
till.catalog.search('article 12', { language: 'fr', limit: 20 });
await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
process.stdout.write(`resident ${process.memoryUsage.rss()}\n`);
await started.value.close();
