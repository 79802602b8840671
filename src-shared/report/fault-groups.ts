/** What a broken journal means to a manager: several kinds of wrong have one meaning, and one thing to do. */
export const FAULT_GROUPS = {
  changed: ['hash', 'columns', 'unreadable', 'not-canonical', 'bad-body'],
  forged: ['signature', 'unknown-key', 'identity'],
  order: ['seq-gap', 'prev', 'epoch', 'epoch-link', 'terminal', 'time-backwards'],
  sums: ['receipt-number', 'perpetual', 'overflow', 'checkpoint', 'acknowledged'],
  rows: ['projection-missing', 'projection-differs', 'projection-extra', 'print-job-orphan'],
  lost: ['mark-ahead', 'mark-other'],
  file: ['file', 'empty', 'not-a-ledger', 'older-schema', 'newer-schema', 'altered-schema'],
} as const satisfies Record<string, readonly string[]>;

export type FaultGroup = keyof typeof FAULT_GROUPS;

/** A code that is not here is one of the file's: whatever it was, it cannot be read as a journal. */
export function faultGroup(code: string): FaultGroup {
  const groups = Object.entries(FAULT_GROUPS) as readonly (readonly [FaultGroup, readonly string[]])[];
  return groups.find(([, codes]) => codes.includes(code))?.[0] ?? 'file';
}
