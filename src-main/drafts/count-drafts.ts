import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type CountDraft, countDraftSchema } from '../../src-shared/contract/till-api.ts';

const keptSchema = z.object({ countId: z.string(), draft: countDraftSchema });

/** What is typed of a till's count, until it is committed to the journal. One count at a time has a draft: the one worked on last. */
export interface CountDrafts {
  /** What was typed so far of a count; null where nothing was, or where it is of another count. */
  countDraft(countId: string): CountDraft | null;
  /** Null: the count is over. */
  keepCountDraft(countId: string, draft: CountDraft | null): void;
}

export function countDraftsOn(db: Database.Database): CountDrafts {
  const get = db.prepare<[], { readonly value: string }>(`SELECT value FROM kept WHERE name = 'count'`);
  const put = db.prepare<[string]>(
    `INSERT INTO kept (name, value) VALUES ('count', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );
  const remove = db.prepare(`DELETE FROM kept WHERE name = 'count'`);
  const kept = (): z.infer<typeof keptSchema> | null => {
    const row = get.get();
    return row === undefined ? null : keptSchema.parse(JSON.parse(row.value));
  };
  return {
    countDraft: (countId) => {
      const found = kept();
      return found?.countId === countId ? found.draft : null;
    },
    keepCountDraft: (countId, draft) => {
      if (draft !== null) put.run(JSON.stringify({ countId, draft }));
      else if (kept()?.countId === countId) remove.run();
    },
  };
}
