import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the process tells Prometheus. Labels are routes and codes, never ids: their number has a bound. */
export interface Metrics {
  readonly contentType: string;
  read(): Promise<string>;
  observeRequest(route: string, status: number, seconds: number): void;
  entriesTaken(count: number): void;
  deadLetters(count: number): void;
  setProjectionBacklog(entries: number): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'contacto_http_request_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const entries = new Counter({ name: 'contacto_entries_taken_total', help: 'Ledger entries stored.', registers });
  const dead = new Counter({ name: 'contacto_dead_letters_total', help: 'Entries held that could not be interpreted.', registers });
  const backlog = new Gauge({ name: 'contacto_projection_backlog', help: 'Entries stored and not yet interpreted.', registers });
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    observeRequest: (route, status, seconds) => {
      requests.observe({ route, status: String(status) }, seconds);
    },
    entriesTaken: (count) => {
      entries.inc(count);
    },
    deadLetters: (count) => {
      dead.inc(count);
    },
    setProjectionBacklog: (count) => {
      backlog.set(count);
    },
  };
}
