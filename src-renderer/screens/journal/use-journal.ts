import { useCallback, useEffect, useRef, useState } from 'react';
import type { JournalFilter, JournalRow } from '../../../src-shared/contract/journal-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { call } from '../../state/terminal-store.ts';

const PAGE = 50;

export const NO_FILTER: JournalFilter = { types: null, personId: null, from: null, to: null, receiptNumber: null };

interface JournalPage {
  readonly rows: readonly JournalRow[];
  readonly next: number | null;
}

export interface JournalReading {
  /** Null while the first page is read. */
  readonly page: JournalPage | null;
  readonly refusal: Refusal | null;
  readonly show: (filter: JournalFilter) => Promise<void>;
  /** Appends the page after the last shown. */
  readonly more: () => Promise<void>;
}

/** The journal as it is read, page by page. An answer to a question that is no longer asked is let go. */
export function useJournal(): JournalReading {
  const [page, setPage] = useState<JournalPage | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const asked = useRef(NO_FILTER);
  const show = useCallback(async (filter: JournalFilter): Promise<void> => {
    asked.current = filter;
    const answer = await call('journal.list', { filter, before: null, limit: PAGE });
    if (asked.current !== filter) return;
    setRefusal(answer.ok ? null : answer.error);
    setPage(answer.ok ? answer.value : { rows: [], next: null });
  }, []);
  useEffect(() => {
    void show(NO_FILTER);
  }, [show]);
  const next = page?.next ?? null;
  const more = useCallback(async (): Promise<void> => {
    if (next === null) return;
    const filter = asked.current;
    const answer = await call('journal.list', { filter, before: next, limit: PAGE });
    if (asked.current !== filter) return;
    if (!answer.ok) setRefusal(answer.error);
    else setPage((before) => ({ rows: [...(before?.rows ?? []), ...answer.value.rows], next: answer.value.next }));
  }, [next]);
  return { page, refusal, show, more };
}
