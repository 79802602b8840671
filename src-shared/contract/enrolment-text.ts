import { z } from 'zod';

/** What a QR code of an enrolment holds: where to, and the code. One scan fills both. */
const SCHEME = 'contacto:';
const MAX_LENGTH = 500;

export interface EnrolmentText {
  readonly cloudUrl: string;
  readonly code: string;
}

const partsSchema = z.object({ url: z.url({ protocol: /^https?$/ }).max(200), code: z.string().min(4).max(64) });

/** Such as `contacto:enrol?url=https%3A%2F%2Fcloud.example&code=7KQ2M-X9TVB`. */
export function enrolmentText({ cloudUrl, code }: EnrolmentText): string {
  return `${SCHEME}enrol?url=${encodeURIComponent(cloudUrl)}&code=${encodeURIComponent(code)}`;
}

/** Null for any other text: what a scanner reads may be a tin of tomatoes. */
export function readEnrolmentText(text: string): EnrolmentText | null {
  const [head, query, ...rest] = text.length > MAX_LENGTH ? [] : text.trim().split('?');
  if (head?.toLowerCase() !== `${SCHEME}enrol` || query === undefined || rest.length > 0) return null;
  const parsed = partsSchema.safeParse(Object.fromEntries(query.split('&').map(partOf)));
  return parsed.success ? { cloudUrl: parsed.data.url, code: parsed.data.code } : null;
}

function partOf(part: string): readonly [string, string | undefined] {
  const [name = '', value = ''] = part.split('=');
  try {
    return [name, decodeURIComponent(value)];
  } catch {
    return [name, undefined];
  }
}
