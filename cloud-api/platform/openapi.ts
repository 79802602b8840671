import { z } from 'zod';
import { OFFICE_RIGHTS, type Route, type RouteAccess } from '../../src-shared/contract/route.ts';
import { problemList } from './problem.ts';

const PROBLEM_REF = '#/components/schemas/Problem';

type JsonObject = Readonly<Record<string, unknown>>;

/** The reference of every route, as OpenAPI 3.1. It is made from what the routes parse with, so it cannot say anything else. @throws Error for two routes at one address. */
export function openApiDocument(routes: readonly { readonly name: string; readonly route: Route }[], serverUrl: string | null): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const { name, route } of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    if (paths[path]?.[route.method.toLowerCase()] !== undefined) throw new Error(`Two routes are at ${route.method} ${route.path}`);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Contacto', version: '1', description: DESCRIPTION },
    servers: [{ url: serverUrl ?? '/' }],
    paths,
    components: { schemas: { Problem: problemSchema() }, responses: { Problem: problemResponse() }, securitySchemes: SECURITY_SCHEMES },
  };
}

const DESCRIPTION = [
  'What terminals and the back office ask of the cloud. Every refusal is a problem document (RFC 9457) with a stable `code`.',
  'Lists come in pages: give `next` of a page as `cursor` of the next request. The back office’s POST, PUT, PATCH and DELETE take an',
  '`Idempotency-Key`: sent again with the same key and body, a request is answered as it was the first time and nothing is done twice.',
].join(' ');

const SECURITY_SCHEMES = {
  terminal: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A terminal’s access token, from `/v1/terminal/token`.' },
  office: { type: 'http', scheme: 'bearer', description: `A person’s access token, or an API key. Rights: ${OFFICE_RIGHTS.join(', ')}.` },
} as const;

function operationOf(name: string, route: Route): JsonObject {
  const isOffice = route.access !== 'public' && route.access !== 'terminal';
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')];
  if (isOffice && route.method !== 'GET') parameters.push(IDEMPOTENCY_PARAMETER);
  return {
    operationId: operationIdOf(name, route),
    summary: route.summary,
    tags: [tagOf(route)],
    security: securityOf(route.access),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === null ? {} : { requestBody: { required: true, content: jsonOf(route.body, 'input') } }),
    responses: { 200: okResponse(route), default: { $ref: '#/components/responses/Problem' } },
  };
}

const IDEMPOTENCY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes the request count once, for ever. A UUID is a good one.',
  schema: { type: 'string', minLength: 8, maxLength: 255 },
};

/** `GET /v1/products/:productId` → `getProductsByProductId`: names of routes are unique within their module only. */
function operationIdOf(name: string, { path }: Route): string {
  const place = path
    .split('/')
    .filter((part) => part !== '' && part !== 'v1')
    .map((part) => part.replaceAll(/[^A-Za-z0-9]+/g, ' ').trim())
    .join(' ')
    .replaceAll(/ (\w)/g, (_match, letter: string) => letter.toUpperCase());
  return `${place}_${name}`;
}

/** `/v1/terminal/ledger/heads` → `terminal`. */
function tagOf({ path }: Route): string {
  return path.split('/').find((part) => part !== '' && part !== 'v1') ?? 'other';
}

function securityOf(access: RouteAccess): readonly JsonObject[] {
  if (access === 'public') return [];
  return [access === 'terminal' ? { terminal: [] } : { office: [access] }];
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): JsonObject[] {
  const { properties = {}, required = [] } = jsonSchemaOf(schema, 'input') as {
    properties?: Record<string, JsonObject>;
    required?: string[];
  }; // Parameters are objects.
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function okResponse(route: Route): JsonObject {
  if (route.response === 'stream') return { description: 'A stream.', content: { '*/*': {} } };
  return { description: 'Done.', content: jsonOf(route.response, 'output') };
}

function jsonOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  return { 'application/json': { schema: jsonSchemaOf(schema, io) } };
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  // What has no JSON of its own (a transformed value) is described as anything; the document's own dialect is JSON Schema 2020-12 already.
  const {
    $schema: _dialect,
    '~standard': _standard,
    ...described
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return described;
}

function problemSchema(): JsonObject {
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'code', 'requestId'],
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: {
        type: 'string',
        description: 'Stable: branch on this.',
        oneOf: problemList().map(({ code, status, title }) => ({ const: code, description: `${status}: ${title}` })),
      },
      requestId: { type: 'string', description: 'Names the request in the server’s log.' },
    },
  };
}

function problemResponse(): JsonObject {
  return { description: 'A refusal.', content: { 'application/problem+json': { schema: { $ref: PROBLEM_REF } } } };
}
