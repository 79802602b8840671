import { expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';

const HOUR_MS = 3_600_000;

/** Ours, which is set, and the one that nobody sets. */
function clocks() {
  const ours = { wallMs: Date.parse('2036-11-20T10:00:00Z'), monoMs: 5_000 };
  const server = new ServerClock({ now: () => new Date(ours.wallMs), mono: () => ours.monoMs });
  const pass = (ms: number): void => {
    ours.wallMs += ms;
    ours.monoMs += ms;
  };
  return { ours, server, pass };
}

test('what the cloud told of its clock holds while ours runs on', () => {
  const { server, pass } = clocks();
  expect(server.offsetMs).toBeNull();
  server.tell('2036-11-20T12:00:00Z');
  pass(48 * HOUR_MS);
  expect(server.offsetMs).toBe(2 * HOUR_MS);
});

test('a clock that was put right is not corrected a second time', () => {
  const { ours, server, pass } = clocks();
  server.tell('2026-11-20T10:00:00Z');
  pass(HOUR_MS);
  expect(server.offsetMs).toBeLessThan(-9 * 365 * 24 * HOUR_MS);
  ours.wallMs = Date.parse('2026-11-20T11:00:00Z');
  expect(server.offsetMs).toBeNull();
  server.tell('2026-11-20T11:00:00Z');
  expect(server.offsetMs).toBe(0);
});
