import { createRequire } from 'node:module';

const SERVICE = 'contacto-cloud';

export interface Tracing {
  /** Sends what has not been sent. */
  stop(): Promise<void>;
}

/**
 * Traces requests and queries to a collector (OTLP over HTTP, `OTEL_EXPORTER_OTLP_ENDPOINT`). Everything of it is loaded here, so that a
 * process without a collector pays nothing.
 */
export async function startTracing(url: string): Promise<Tracing> {
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }, { registerInstrumentations }, http, pg] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/instrumentation'),
    import('@opentelemetry/instrumentation-http'),
    import('@opentelemetry/instrumentation-pg'),
  ]);
  const exporter = new OTLPTraceExporter({ url: new URL('v1/traces', url.endsWith('/') ? url : `${url}/`).href });
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': process.env['OTEL_SERVICE_NAME'] ?? SERVICE }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  provider.register();
  const requests = new http.HttpInstrumentation({
    // Named by its route, never by its address: an address may hold an id.
    applyCustomAttributesOnSpan: (span, request, response) => {
      const route = routeOf(response);
      if (route === null) return;
      span.setAttribute('http.route', route);
      span.updateName(`${request.method ?? ''} ${route}`);
    },
  });
  // Values of queries stay out of traces: the instrumentation sends the texts alone unless it is told otherwise.
  const unregister = registerInstrumentations({ tracerProvider: provider, instrumentations: [requests, new pg.PgInstrumentation()] });
  // Both are loaded already, as modules; asked for once more, the instrumentation gets hold of what they share.
  const require = createRequire(import.meta.url);
  for (const name of ['node:http', 'node:https', 'pg']) require(name);
  return {
    stop: async () => {
      unregister();
      await provider.shutdown();
    },
  };
}

/** As `app.ts` has noted it on the answer. */
function routeOf(response: object): string | null {
  const locals: unknown = 'locals' in response ? response.locals : null;
  if (typeof locals !== 'object' || locals === null || !('route' in locals)) return null;
  return typeof locals.route === 'string' ? locals.route : null;
}
