import type { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';
import { ENTRY_BODIES, type EntryBody, type EntryType } from './bodies.ts';
import type { Entry } from './entry.ts';

/** Why an entry cannot be interpreted. It stays in the journal and in the chain all the same: accepting is not interpreting. */
export interface UnreadBody {
  readonly code: 'unknown-type' | 'unknown-version' | 'bad-body';
  readonly type: string;
  readonly v: number;
  /** Where and what the schema refused; empty unless the body is bad. */
  readonly detail: string;
}

/** Every released version of a type's body, and how each is brought to the next: `upCasts[1]` makes a version 2 of a version 1. */
export interface BodyVersions {
  readonly schemas: Readonly<Record<number, z.ZodType>>;
  readonly upCasts: Readonly<Record<number, (body: unknown) => unknown>>;
}

/** Steps from an old version to the next, by type. None has been needed yet: every type is at its first version. */
const UP_CASTS: Partial<Record<EntryType, BodyVersions['upCasts']>> = {};

/** The body of an entry of any released version, as the newest version has it. What cannot be read is a value, not an exception. */
export function readBody(entry: Pick<Entry, 'type' | 'v' | 'body'>): Result<EntryBody, UnreadBody> {
  if (!isEntryType(entry.type)) return fail({ code: 'unknown-type', type: entry.type, v: entry.v, detail: '' });
  const read = readVersioned(entry, { schemas: ENTRY_BODIES[entry.type], upCasts: UP_CASTS[entry.type] ?? {} });
  if (!read.ok) return read;
  // The schema of this type and version has just accepted it: the union's members cannot be matched up by the compiler.
  return ok({ type: entry.type, v: read.value.v, body: read.value.body } as EntryBody);
}

/** @throws Error when a step between two released versions is missing: that is a fault of the program, not of the entry. */
export function readVersioned(
  entry: Pick<Entry, 'type' | 'v' | 'body'>,
  versions: BodyVersions,
): Result<{ readonly v: number; readonly body: unknown }, UnreadBody> {
  const schema = versions.schemas[entry.v];
  if (schema === undefined) return fail({ code: 'unknown-version', type: entry.type, v: entry.v, detail: '' });
  const parsed = schema.safeParse(entry.body);
  if (!parsed.success) return fail({ code: 'bad-body', type: entry.type, v: entry.v, detail: firstIssue(parsed.error) });
  let body: unknown = parsed.data;
  let v = entry.v;
  for (; versions.schemas[v + 1] !== undefined; v += 1) {
    const step = versions.upCasts[v];
    if (step === undefined) throw new Error(`No way from version ${v} to ${v + 1} of ${entry.type}`);
    body = step(body);
  }
  return ok({ v, body });
}

function isEntryType(type: string): type is EntryType {
  return Object.hasOwn(ENTRY_BODIES, type);
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
}
