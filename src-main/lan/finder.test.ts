import { createSocket } from 'node:dgram';
import { afterEach, expect, test } from 'vitest';
import { Finder } from './finder.ts';

const MULTICAST_DNS = '224.0.0.251';
const PROBE_MS = 2_000;
const FOUND_MS = 20_000;

/** Whether a multicast packet comes back on this machine: in a container or on a locked network it may not. */
async function hasMulticast(): Promise<boolean> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    return await new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(false), PROBE_MS).unref();
      socket.on('error', () => resolve(false));
      socket.on('message', () => resolve(true));
      socket.bind(0, () => {
        try {
          socket.addMembership(MULTICAST_DNS);
          socket.send('probe', socket.address().port, MULTICAST_DNS, (error) => {
            if (error !== null) resolve(false);
          });
        } catch {
          resolve(false);
        }
      });
    });
  } finally {
    socket.close();
  }
}

const isThere = await hasMulticast();
const silent = { info: () => undefined, warn: () => undefined };
let finders: Finder[] = [];
afterEach(async () => {
  await Promise.all(finders.map((finder) => finder.stop()));
  finders = [];
});

function finder(terminal: string, port: number, storeId: string): Finder {
  const made = new Finder({ storeId, terminal, port, log: silent, onFound: () => undefined });
  finders.push(made);
  return made;
}

// Where multicast does not work this says nothing, and the typed addresses of the other tests are the proof that is left.
test.skipIf(!isThere)('tills of one store find each other by multicast, and those of another store are not among them', async () => {
  const [store, other] = [`store-${String(process.pid)}`, `other-${String(process.pid)}`];
  const first = finder(`${store}-1`, 4_001, store);
  const stranger = finder(`${other}-1`, 4_003, other);
  const second = finder(`${store}-2`, 4_002, store);
  const portsOf = (each: Finder) => [...new Set(each.addresses().map(({ port }) => port))];
  await expect.poll(() => portsOf(first), { timeout: FOUND_MS }).toEqual([4_002]);
  await expect.poll(() => portsOf(second), { timeout: FOUND_MS }).toEqual([4_001]);
  expect(portsOf(stranger)).toEqual([]);
  expect(first.isWorking).toBe(true);
});
