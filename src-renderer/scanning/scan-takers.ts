import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';

/**
 * Where a scan goes, whichever scanner it came from. docs/adr/0021-where-a-scan-goes.md has the rule and its reasons:
 *
 * | what is on the screen, topmost first                  | what becomes of the scan                              |
 * |-------------------------------------------------------|-------------------------------------------------------|
 * | a part that takes codes, and says that it is its own  | that part has it, and nobody else                     |
 * | a part that takes codes, and says that it is not      | goes on to what lies below                            |
 * | a question that cannot be undone                      | refused, with a sound and words in the question       |
 * | any other overlay                                     | closes it, and goes on to what lies below             |
 * | nothing of these                                      | rung up on the ticket                                 |
 */
export interface ScannedCode {
  readonly text: string;
  /** The AIM identifier or the decoder's name; null where the scanner gave none. */
  readonly symbology: string | null;
  readonly source: RequestOf<'scan'>['source'];
}

/** A scan of which nothing could be made has no code; it still came. */
export type Scanned = ({ readonly kind: 'read' } & ScannedCode) | { readonly kind: 'unreadable' };

/** `pass`: whoever lies below may have it. */
export type ScanWord = 'mine' | 'refused' | 'pass';

export interface ScanEntry {
  /** Of the overlay it is in; 0 for the screen itself. */
  readonly layer: number;
  /** A guard stands at the edge of its overlay: it is asked after every taker inside. */
  readonly role: 'taker' | 'guard';
  readonly meet: (scanned: Scanned) => ScanWord;
}

const entries: ScanEntry[] = [];
const watchers = new Set<() => void>();

/** Puts an entry on the stack, above those of its layer that are there. Returns the function that takes it off. */
export function addScanEntry(entry: ScanEntry): () => void {
  entries.push(entry);
  tell();
  return () => {
    entries.splice(entries.indexOf(entry), 1);
    tell();
  };
}

/** `free`: nobody on the screen wanted it, so it is for the ticket. */
export function routeScan(scanned: Scanned): 'taken' | 'refused' | 'free' {
  for (const entry of topFirst()) {
    const word = entry.meet(scanned);
    if (word !== 'pass') return word === 'mine' ? 'taken' : 'refused';
  }
  return 'free';
}

/** Whether anything on the screen has a say in where a scan goes. */
export function hasScanEntries(): boolean {
  return entries.length > 0;
}

export function hasScanTakers(): boolean {
  return entries.some(({ role }) => role === 'taker');
}

/** Calls back when an entry came or went. Returns the function that stops it. */
export function watchScanEntries(act: () => void): () => void {
  watchers.add(act);
  return () => {
    watchers.delete(act);
  };
}

function tell(): void {
  for (const act of watchers) act();
}

/** The last one to come first, within each layer from the top: a snapshot, for an entry may go while it is asked. */
function topFirst(): readonly ScanEntry[] {
  const rank = ({ layer, role }: ScanEntry): number => layer * 2 + (role === 'taker' ? 1 : 0);
  return entries.toReversed().sort((a, b) => rank(b) - rank(a));
}
