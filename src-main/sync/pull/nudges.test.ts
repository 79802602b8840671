import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import { CloudClient } from '../cloud-client.ts';
import { type Nudge, NudgeListener } from './nudges.ts';

const WAIT = { timeout: 20_000, interval: 5 };
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server of nudges: each connection is answered by the next of what the test gives, then by silence. */
async function listen(answers: ((response: ServerResponse) => void)[], silenceMs?: number) {
  let connections = 0;
  const server = createServer((_request, response) => {
    answers[connections]?.(response);
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const heard: Nudge[] = [];
  const refused: string[] = [];
  const listener = new NudgeListener({
    client: new CloudClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    tokens: { token: () => Promise.resolve(ok('token')), refused: (token) => refused.push(token) },
    random: () => 0.001,
    onNudge: (nudge) => heard.push(nudge),
    ...(silenceMs === undefined ? {} : { silenceMs }),
  });
  ends.push(() => listener.stop());
  return { heard, refused, connections: () => connections };
}

const events = (text: string) => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(text);
};

test('what the cloud says is heard, in pieces too; comments and words of a later version are not', async () => {
  const { heard } = await listen([
    (response) => {
      events(': alive\n\nevent: chan')(response);
      response.write('ges\ndata: {}\n\nevent: party\ndata: {}\n\nevent: commands\ndata: {}\n\n');
    },
  ]);
  await expect.poll(() => heard, WAIT).toEqual(['changes', 'commands']);
});

test('it connects again when the line ends, is refused, or says something endless', async () => {
  const { heard, refused, connections } = await listen([
    (response) => response.destroy(),
    (response) => response.writeHead(401).end('{"code":"token.invalid"}'),
    (response) => response.writeHead(503).end(),
    events(`event: changes\ndata: ${'x'.repeat(200_000)}`),
    (response) => {
      events('event: changes\ndata: {}\n\n')(response);
      response.end();
    },
    events('event: commands\ndata: {}\n\n'),
  ]);
  await expect.poll(() => heard, WAIT).toEqual(['changes', 'commands']);
  expect(connections()).toBe(6);
  expect(refused).toEqual(['token']);
});

test('a line that has fallen silent is opened anew', async () => {
  const { heard } = await listen([events(': alive\n\n'), events('event: changes\ndata: {}\n\n')], 50);
  await expect.poll(() => heard.length, WAIT).toBeGreaterThan(0);
});
