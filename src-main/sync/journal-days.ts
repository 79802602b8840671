import { parseEntry } from '../../src-shared/ledger/check-chain.ts';
import { type DigestEntry, digestDayOf, digestWindow } from '../../src-shared/ledger/digest.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import type { OutboxEntry, OutboxPlace, SyncLedger } from './sync-ledger.ts';

type Journal = Pick<SyncLedger, 'entriesAfter' | 'epochEnds'>;

/** Entries taken apart between two turns of the event loop: some milliseconds' work. */
const PAGE = 20;
/** In these an entry says who acted and when: the first two members of its canonical JSON. */
const HEAD_BYTES = 512;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** For a part of an entry, which may end within a character. */
const lenient = new TextDecoder();

/** The day the journal begins on, as a digest counts it; null before its first entry. */
export function firstDayOf(journal: Journal): string | null {
  const [first] = journal.entriesAfter({ epoch: 1, seq: 0 }, 1);
  const entry = first === undefined ? null : digestEntryOf(first);
  return entry === null ? null : digestDayOf(entry);
}

/**
 * The journal's entries of a day. Times only rise within an epoch: where the day begins is found by halving, and no more is read than the days
 * around it, however long the journal is.
 */
export async function digestEntriesOf(journal: Journal, day: string): Promise<readonly DigestEntry[]> {
  const found: DigestEntry[] = [];
  for (const end of journal.epochEnds()) {
    const { from, before } = digestWindow(day);
    let after = placeBefore(journal, end, from);
    for (let isOver = false; !isOver; ) {
      const page = journal.entriesAfter(after, PAGE);
      for (const stored of page) {
        isOver ||= stored.epoch !== end.epoch || timeIn(stored) >= before;
        const entry = isOver ? null : digestEntryOf(stored);
        if (entry !== null && digestDayOf(entry) === day) found.push(entry);
      }
      after = page.at(-1) ?? after;
      isOver ||= page.length < PAGE;
      await new Promise(setImmediate);
    }
  }
  return found;
}

/** The last place of an epoch whose entry is older than `from`. */
function placeBefore(journal: Journal, end: OutboxPlace, from: string): OutboxPlace {
  let [older, newer] = [0, end.seq + 1];
  while (newer - older > 1) {
    const middle = Math.floor((older + newer) / 2);
    const [entry] = journal.entriesAfter({ epoch: end.epoch, seq: middle - 1 }, 1);
    if (entry !== undefined && timeIn(entry) < from) older = middle;
    else newer = middle;
  }
  return { epoch: end.epoch, seq: older };
}

function digestEntryOf({ bytes, hash, sig }: OutboxEntry): DigestEntry | null {
  const parsed = parseEntry({ bytes, hash, sig }, { text: (raw) => utf8.decode(raw) });
  if (!parsed.ok) return null;
  const read = readBody(parsed.value);
  const { epoch, seq, at } = parsed.value;
  return { epoch, seq, at, hash, read: read.ok ? read.value : null };
}

/** The entry's time, without taking it apart: every entry this journal has taken in says it there. */
function timeIn({ bytes }: OutboxEntry): string {
  return /"at":"([^"]{10,40})"/.exec(lenient.decode(bytes.subarray(0, HEAD_BYTES)))?.[1] ?? '';
}
