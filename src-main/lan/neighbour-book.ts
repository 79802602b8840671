import { type Neighbours, neighboursSchema } from '../../src-shared/contract/cloud-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';

/** The tills of the store as the cloud last named them: the one thing that decides whom this till talks to. */
export type NeighbourBook = Readonly<Neighbours>;
export type KnownTerminal = Readonly<Neighbours['terminals'][number]>;

/** Null in, null out: a till that was never told has no neighbours. */
export function readBook(text: string | null): Result<NeighbourBook | null, { readonly detail: string }> {
  if (text === null) return ok(null);
  try {
    const parsed = neighboursSchema.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : fail({ detail: parsed.error.issues[0]?.path.join('.') ?? '' });
  } catch (error) {
    return fail({ detail: error instanceof Error ? error.message : String(error) });
  }
}

export function bookText(book: NeighbourBook): string {
  return `${JSON.stringify(book, null, 2)}\n`;
}
