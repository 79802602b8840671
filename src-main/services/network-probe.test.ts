import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type NetworkProbe, startNetworkProbe } from './network-probe.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });
const PATIENT = { timeout: 20_000 };

let server: Server;
let url: string;
let answer: (path: string) => number | null;
let probe: NetworkProbe | null;
let changes: number;

beforeEach(async () => {
  [probe, changes] = [null, 0];
  answer = () => 200;
  server = createServer((request, response) => {
    const status = answer(request.url ?? '');
    if (status === null) return;
    response.writeHead(status, status === 302 ? { Location: 'http://127.0.0.1:1/portal' } : {});
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  probe?.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function start(cloudUrl: string | null): NetworkProbe {
  probe = startNetworkProbe({
    cloudUrl: () => cloudUrl,
    onChange: () => {
      changes += 1;
    },
  });
  return probe;
}

test('without a cloud nothing is sent anywhere, and nothing is missing', async () => {
  let asked = 0;
  answer = () => {
    asked += 1;
    return 200;
  };
  const probing = start(null);
  expect(probing.state()).toBe('not-set-up');
  await new Promise((resolve) => setImmediate(resolve));
  expect(probing.state()).toBe('not-set-up');
  expect([asked, changes]).toEqual([0, 0]);
});

test('a cloud that answers its health check is online, and the change is told', async () => {
  const paths: string[] = [];
  answer = (path) => {
    paths.push(path);
    return 200;
  };
  const probing = start(`${url}/`);
  expect(probing.state()).toBe('offline');
  await vi.waitFor(() => {
    expect(probing.state()).toBe('online');
  }, PATIENT);
  expect(paths).toEqual(['/health']);
  expect(changes).toBe(1);
});

test('a cloud in trouble, a captive portal and a dead address are offline, never an error', async () => {
  for (const status of [500, 401, 302]) {
    let asked = 0;
    answer = () => {
      asked += 1;
      return status;
    };
    const probing = start(url);
    await vi.waitFor(() => {
      expect(asked).toBe(1);
    }, PATIENT);
    // The answer is on its way back: a probe that took it for good would say so within this.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(probing.state()).toBe('offline');
    probing.stop();
  }
  expect(changes).toBe(0);
});
