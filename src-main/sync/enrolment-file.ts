import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { enrolmentSchema } from '../../src-shared/contract/cloud-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { replaceFile } from './durable-file.ts';

const storedEnrolmentSchema = z.strictObject({
  format: z.literal(1),
  cloudUrl: z.url(),
  /** The terminal that was enrolled: a folder whose journal is another’s is not. */
  terminal: z.string().min(1).max(64),
  ...enrolmentSchema.omit({ serverTime: true }).shape,
});
/** Where this terminal belongs in the cloud. `serverEpoch` is that of the last answer: another one means that the server has lost entries. */
export type StoredEnrolment = Readonly<z.infer<typeof storedEnrolmentSchema>>;

/** Null: never enrolled. Fails when the file is damaged; enrolling again mends it. */
export function readEnrolment(path: string): Result<StoredEnrolment | null, { readonly detail: string }> {
  if (!existsSync(path)) return ok(null);
  try {
    const parsed = storedEnrolmentSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? ok(parsed.data) : fail({ detail: parsed.error.issues[0]?.path.join('.') ?? '' });
  } catch (error) {
    return fail({ detail: error instanceof Error ? error.message : String(error) });
  }
}

/** Throws the system's error. A crash leaves the old file or the new one. */
export function writeEnrolment(path: string, enrolment: StoredEnrolment): void {
  replaceFile(path, `${JSON.stringify(enrolment, null, 2)}\n`);
}
