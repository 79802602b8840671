import { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase } from '../../cloud-api/testing/test-database.ts';
import type { Product } from '../../src-shared/catalog/product.ts';
import { test as base, expect } from './fixtures.ts';
import { startTerminalHost, type TerminalHost } from './terminal-host.ts';

/** The back office of one merchant with one store, as its programs use it: over the network, signed in. */
export interface BackOffice {
  readonly cloudUrl: string;
  /** A new enrolment code for a till of the store. */
  readonly codeFor: (terminalName: string) => Promise<string>;
  /** Makes a product (`base` null) or changes the version that was read; answers with the new version. */
  readonly putProduct: (row: Product, base: number | null) => Promise<number>;
  /** Orders the till of that name about; answers with the code that opens it again, of a lock. */
  readonly order: (terminalName: string, command: object) => Promise<string | null>;
}

async function openBackOffice(cloud: TestCloud, merchant: string): Promise<BackOffice> {
  const place = await cloud.merchant(merchant);
  const { token } = await cloud.office(place.merchantId);
  const send = async (method: string, path: string, body?: object) => {
    const answer = await cloud.send(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }, token);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    cloudUrl: cloud.cloud.address,
    codeFor: async (terminalName) => (await cloud.code(place, terminalName)).code,
    putProduct: async (row, version) => {
      const answer = await send('PUT', `/v1/products/${encodeURIComponent(row.productId)}`, { base: version, row });
      return Number(answer['version']);
    },
    order: async (terminalName, command) => {
      const { items } = await send('GET', '/v1/terminals');
      const terminals = items as { readonly terminalId: string; readonly name: string }[]; // As the route says.
      const terminal = terminals.find(({ name }) => name === terminalName);
      const { unlockCode } = await send('POST', `/v1/terminals/${String(terminal?.terminalId)}/commands`, { command });
      return typeof unlockCode === 'string' ? unlockCode : null;
    },
  };
}

/**
 * A till of its own, which other tests do not find enrolled, and a cloud for it. Each file names its merchant (`test.use({ merchant })`): files
 * that name another share neither.
 */
export const test = base.extend<{ office: BackOffice }, { merchant: string; host: TerminalHost; cloud: TestCloud }>({
  merchant: ['Épicerie El Baraka', { scope: 'worker', option: true }],
  host: [
    // Playwright reads what a fixture needs from this pattern, and wants one even where nothing is.
    async ({ browserName: _ }, use) => {
      const host = await startTerminalHost();
      await use(host);
      await host.stop();
    },
    { scope: 'worker' },
  ],
  cloud: [
    async ({ browserName: _ }, use) => {
      const cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 10_000 });
      cloud.nowMs = Date.now();
      await use(cloud);
      await cloud.stop();
    },
    { scope: 'worker' },
  ],
  office: async ({ cloud, merchant }, use) => {
    await use(await openBackOffice(cloud, merchant));
  },
});

export { expect };
