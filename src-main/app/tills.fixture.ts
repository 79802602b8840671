import type { Neighbours } from '../../src-shared/contract/cloud-api.ts';
import type { Till } from '../services/till.ts';
import { ReturnsShop } from './returns-shop.fixture.ts';

const STORE = '0197a000-0000-7000-8000-000000000001';

/** Some tills of one store, real ones, that talk to each other by TLS on the loopback address. None has a cloud. */
export class Tills {
  readonly shops: readonly ReturnsShop[];

  private constructor(shops: readonly ReturnsShop[]) {
    this.shops = shops;
  }

  /** Opens them with the demo shop, each under letters of its own (`A1`, `B1` …), and makes them known to each other. */
  static async open(count: number): Promise<Tills> {
    const shops: ReturnsShop[] = [];
    for (let n = 0; n < count; n += 1) shops.push(await ReturnsShop.open());
    const tills = new Tills(shops);
    for (const [n, { test }] of shops.entries()) {
      const { till } = test.till.settings;
      test.till.settings = { ...test.till.settings, till: { ...till, receiptPrefix: `${String.fromCodePoint(65 + n)}1` } };
    }
    await tills.know(tills.book());
    return tills;
  }

  shop(n: number): ReturnsShop {
    const shop = this.shops[n];
    if (shop === undefined) throw new Error(`there is no till ${String(n)}`);
    return shop;
  }

  till(n: number): Till {
    return this.shop(n).test.till;
  }

  terminal(n: number): string {
    return this.till(n).ledger.terminal;
  }

  /** As the cloud would name them: `Caisse 1`, `Caisse 2` … */
  book(): Neighbours {
    const terminals = this.shops.map(({ test: { till } }, n) => ({
      terminal: till.ledger.terminal,
      name: `Caisse ${String(n + 1)}`,
      state: 'active' as const,
      keys: [{ keyId: till.ledger.keyId, publicKeySpki: till.ledger.publicKeySpki }],
    }));
    return { storeId: STORE, terminals };
  }

  /** Tells every till who the others are, and where; resolves when each has looked for them. */
  async know(book: Neighbours): Promise<void> {
    for (const { test } of this.shops) test.till.lan.know(book);
    for (const { test } of this.shops) await test.till.lan.started();
    await this.look();
  }

  async look(): Promise<void> {
    const addresses = this.shops.map(({ test }) => `127.0.0.1:${String(test.till.lan.port ?? 1)}`);
    for (const { test } of this.shops) {
      const others = addresses.filter((address) => address !== `127.0.0.1:${String(test.till.lan.port)}`);
      test.till.settings = { ...test.till.settings, lan: { on: true, multicast: false, addresses: others } };
      await test.till.lan.look();
    }
  }

  /** The program of a till ends and starts again, with its cashier at the counter. */
  async restart(n: number): Promise<void> {
    const { test } = this.shop(n);
    const prefix = test.till.settings.till;
    await test.close();
    const started = await test.start();
    if (!started.ok) throw new Error(started.error.code);
    test.till.settings = { ...test.till.settings, till: prefix };
    await test.must('person.sign-in', { personId: 'amina' });
    await test.till.lan.started();
    await this.look();
  }

  async end(): Promise<void> {
    for (const shop of this.shops) await shop.end();
  }
}
