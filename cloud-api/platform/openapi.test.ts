import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TERMINAL_ROUTES } from '../../src-shared/contract/cloud-api.ts';
import { nothing, type Route } from '../../src-shared/contract/route.ts';
import { TestCloud } from '../testing/test-cloud.ts';
import { embeddedDatabase } from '../testing/test-database.ts';
import { openApiDocument } from './openapi.ts';

/** What OpenAPI 3.1 asks of the objects that are used here; anything else in them is an error. */
const jsonSchema = z.union([z.boolean(), z.record(z.string(), z.unknown())]);
const contentSchema = z.record(z.string().regex(/^[\w*]+\/[\w*+.-]+$/), z.strictObject({ schema: jsonSchema.optional() }));
const responseSchema = z.union([
  z.strictObject({ $ref: z.string() }),
  z.strictObject({ description: z.string().min(1), content: contentSchema.optional() }),
]);
const parameterSchema = z
  .strictObject({
    name: z.string().min(1),
    in: z.enum(['path', 'query', 'header']),
    required: z.boolean(),
    description: z.string().optional(),
    schema: jsonSchema,
  })
  .refine((parameter) => parameter.in !== 'path' || parameter.required, 'a parameter of the path is required');
const operationSchema = z.strictObject({
  operationId: z.string().regex(/^\w+$/),
  summary: z.string().min(1),
  tags: z.array(z.string().min(1)),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(parameterSchema).min(1).optional(),
  requestBody: z.strictObject({ required: z.literal(true), content: contentSchema }).optional(),
  responses: z.record(z.string().regex(/^(\d{3}|default)$/), responseSchema),
});
const documentSchema = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })),
  paths: z.record(
    z.string().startsWith('/'),
    z.record(z.enum(['get', 'post', 'put', 'patch', 'delete']).or(z.never()), operationSchema.optional()),
  ),
  components: z.strictObject({
    schemas: z.record(z.string(), jsonSchema),
    responses: z.record(z.string(), responseSchema),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.literal('http'), scheme: z.literal('bearer') })),
  }),
});
type Document = z.infer<typeof documentSchema>;

function operationsOf(document: Document) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => (operation === undefined ? [] : [{ path, method, operation }])),
  );
}

/** Every `$ref` of a document, wherever it stands. */
function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(refsIn)];
}

/** Of the refusal, if it is one. What answers without end is not waited for. */
async function codeOf(answer: Response): Promise<string> {
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') === true;
  if (isProblem) return z.object({ code: z.string() }).parse(await answer.json()).code;
  await answer.body?.cancel();
  return '';
}

function resolve(document: unknown, ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined), document);
}

describe('the reference', () => {
  let cloud: TestCloud;
  let document: Document;
  beforeAll(async () => {
    cloud = await TestCloud.start(embeddedDatabase());
    document = documentSchema.parse((await cloud.get('/openapi.json')).body);
  });
  afterAll(() => cloud.stop());

  test('holds every route that is served, and each answers where it says', async () => {
    const operations = operationsOf(document);
    const addresses = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(addresses).toEqual(expect.arrayContaining(Object.values(TERMINAL_ROUTES).map(({ method, path }) => `${method} ${path}`)));
    for (const { path, method } of operations) {
      const address = path.replaceAll(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000');
      const answer = await fetch(`${cloud.cloud.address}${address}`, { method: method.toUpperCase() });
      expect(await codeOf(answer), `${method} ${path}`).not.toMatch(/^(request\.unknown-address|request\.wrong-method|server\.failed)$/);
    }
  });

  test('refers to nothing that is not in it, and names each operation once', () => {
    for (const ref of refsIn(document).filter((one) => one.startsWith('#/components'))) expect(resolve(document, ref), ref).toBeDefined();
    const ids = operationsOf(document).map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has a parameter for each part of a path that varies, and a known scheme for each route that is not public', () => {
    for (const { path, operation } of operationsOf(document)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(described.toSorted(), path).toEqual(inPath.toSorted());
      for (const scheme of operation.security.flatMap((one) => Object.keys(one)))
        expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
    }
  });

  test('is a page that takes scripts from this server alone', async () => {
    const page = await fetch(`${cloud.cloud.address}/docs`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'(;|$)/);
    expect(html).not.toMatch(/<script>|\son\w+=|https?:\/\//);
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const file = await fetch(`${cloud.cloud.address}${address}`);
      expect(file.status, address).toBe(200);
      await file.body?.cancel();
    }
  });
});

test('two routes at one address are a mistake', () => {
  const route: Route = {
    method: 'GET',
    path: '/v1/x',
    access: 'public',
    summary: 'X.',
    params: nothing,
    query: nothing,
    body: null,
    response: nothing,
  };
  expect(() =>
    openApiDocument(
      [
        { name: 'one', route },
        { name: 'other', route },
      ],
      null,
    ),
  ).toThrow('GET /v1/x');
});

test('a route is described by what it parses with', () => {
  const route: Route = {
    method: 'PUT',
    path: '/v1/products/:productId',
    access: 'catalog.edit',
    summary: 'Changes a product.',
    params: z.object({ productId: z.uuid() }),
    query: z.object({ dry: z.enum(['true', 'false']).optional() }),
    body: z.strictObject({ name: z.string().min(1).max(200), price: z.int().transform(String) }),
    response: nothing,
  };
  const document = documentSchema.parse(openApiDocument([{ name: 'change', route }], 'https://shop.example'));
  expect(document.servers).toEqual([{ url: 'https://shop.example' }]);
  expect(document.paths['/v1/products/{productId}']?.['put']).toMatchObject({
    security: [{ office: ['catalog.edit'] }],
    parameters: [
      { name: 'productId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      { name: 'dry', in: 'query', required: false, schema: { enum: ['true', 'false'] } },
      { name: 'Idempotency-Key', in: 'header', required: false },
    ],
    requestBody: {
      content: {
        'application/json': {
          schema: {
            required: ['name', 'price'],
            additionalProperties: false,
            properties: { name: { type: 'string', minLength: 1, maxLength: 200 }, price: { type: 'integer' } },
          },
        },
      },
    },
  });
});
