import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';

/** As much of JSON Schema as is needed to make a value of it. */
interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly default?: unknown;
}

/** What members of these names are given, such as `storeId`. */
export type SampleMembers = Readonly<Record<string, unknown>>;

/**
 * Something a schema takes, with what `ids` says wherever a member of that name is asked for, and where it may be given.
 * Null when none was found: the caller then has to give one of its own.
 */
export function sampleOf(schema: z.ZodType, ids: SampleMembers): { readonly value: unknown } | null {
  const value = sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, '', ids);
  return schema.safeParse(value).success ? { value } : null;
}

function sample(schema: JsonSchema, name: string, ids: SampleMembers): unknown {
  const [first] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (first !== undefined) return sample(first, name, ids);
  if (Object.hasOwn(ids, name) && schema.type !== 'object') return ids[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'object') return sampleObject(schema, ids);
  if (schema.type === 'array')
    return Array.from({ length: schema.minItems ?? 1 }, () => sample(schema.items ?? {}, name.replace(/s$/, ''), ids));
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
  if (schema.type === 'null') return null;
  return sampleText(schema);
}

function sampleObject({ properties = {}, required = [], propertyNames, additionalProperties }: JsonSchema, ids: SampleMembers) {
  // What may be left out is given where it names something: a foreign id is tried wherever one fits.
  const members = Object.entries(properties).filter(([name]) => required.includes(name) || Object.hasOwn(ids, name));
  const others =
    typeof additionalProperties === 'object'
      ? (propertyNames?.enum ?? []).map((name) => [String(name), additionalProperties] as const)
      : [];
  return Object.fromEntries([...members, ...others].map(([name, member]) => [name, sample(member, name, ids)]));
}

function sampleText({ format, pattern, minLength = 1, maxLength = 200 }: JsonSchema): string {
  if (format === 'uuid') return uuidv7();
  if (format === 'date-time') return '2026-01-05T08:00:00Z';
  if (format === 'date') return '2026-01-05';
  if (format === 'email') return 'somebody@example.test';
  if (format === 'uri') return 'https://example.test/';
  const digits = /^\^\[0-9a-f\]\{(\d+)\}\$$/.exec(pattern ?? '')?.[1];
  if (digits !== undefined) return 'a'.repeat(Number(digits));
  return 'x'.repeat(Math.min(maxLength, Math.max(minLength, 12)));
}
