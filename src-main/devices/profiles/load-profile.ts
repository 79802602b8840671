import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { lineOfJsonPath } from './json-line.ts';
import { type PrinterProfile, printerProfileSchema } from './printer-profile.ts';

const MAX_PROBLEMS_TOLD = 5;

export interface ProfileProblem {
  readonly code: 'profile.missing' | 'profile.unreadable' | 'profile.invalid';
  readonly file: string;
  /** Where in the file and what about it, for the technician who wrote it. */
  readonly findings: readonly string[];
}

/**
 * The profile of that name from the first of the folders that holds it, so that a shop's own file stands before the program's. A file that
 * is not right is refused and not skipped: the printer would then print by another one, and nobody would know why.
 */
export function loadPrinterProfile(folders: readonly string[], profileId: string): Result<PrinterProfile, ProfileProblem> {
  const idCheck = printerProfileSchema.shape.profileId.safeParse(profileId);
  if (!idCheck.success) return fail({ code: 'profile.missing', file: profileId, findings: ['not the name of a profile'] });
  for (const folder of folders) {
    const file = join(folder, `${profileId}.json`);
    const text = readIfThere(file);
    if (text !== null) return text.ok ? parsePrinterProfile(text.value, profileId, file) : text;
  }
  return fail({ code: 'profile.missing', file: `${profileId}.json`, findings: [`not in ${folders.join(', ')}`] });
}

function readIfThere(file: string): Result<string, ProfileProblem> | null {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    return fail({ code: 'profile.unreadable', file, findings: [String(error)] });
  }
}

function parsePrinterProfile(text: string, profileId: string, file: string): Result<PrinterProfile, ProfileProblem> {
  let json: unknown;
  const plain = text.replace(/^\uFEFF/, '');
  try {
    json = JSON.parse(plain);
  } catch (error) {
    return fail({ code: 'profile.invalid', file, findings: [`not JSON: ${error instanceof Error ? error.message : String(error)}`] });
  }
  const parsed = printerProfileSchema.safeParse(json);
  if (!parsed.success) {
    const findings = parsed.error.issues.slice(0, MAX_PROBLEMS_TOLD).map((issue) => findingOf(issue, plain));
    return fail({ code: 'profile.invalid', file, findings });
  }
  if (parsed.data.profileId !== profileId) {
    return fail({
      code: 'profile.invalid',
      file,
      findings: [
        `line ${lineOfJsonPath(plain, ['profileId'])}, profileId: is "${parsed.data.profileId}", the file is named "${profileId}"`,
      ],
    });
  }
  return ok(parsed.data);
}

function findingOf(issue: z.core.$ZodIssue, text: string): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return `line ${lineOfJsonPath(text, path)}, ${issue.path.join('.') || '(top)'}: ${issue.message}`;
}
