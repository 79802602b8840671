import type { ChainFault } from '../../src-shared/ledger/check-chain.ts';
import type { TotalsFault } from '../../src-shared/ledger/totals.ts';
import type { Position } from './position.ts';

/** What a check of a ledger or of an archive can find. */
export type LedgerFaultCode =
  | ChainFault
  | TotalsFault
  /** SQLite's own check of the file. */
  | 'file'
  | 'empty'
  | 'not-a-ledger'
  | 'older-schema'
  | 'newer-schema'
  | 'altered-schema'
  /** The columns beside the signed bytes say something else. */
  | 'columns'
  /** The body is not of the shape its type and version promise. */
  | 'bad-body'
  /** The first entry of an epoch does not tie it to the one before. */
  | 'epoch-link'
  | 'checkpoint'
  | 'acknowledged'
  | 'mark-ahead'
  | 'mark-other'
  | 'identity'
  | 'projection-missing'
  | 'projection-differs'
  | 'projection-extra'
  | 'print-job-orphan'
  | 'not-an-archive'
  | 'archive-header'
  | 'archive-line'
  | 'archive-cut'
  | 'archive-count'
  | 'archive-digest'
  | 'archive-seal';

/** The first thing found wrong, and the entry it concerns; epoch and seq are 0 when it concerns none. */
export interface LedgerFault extends Position {
  readonly code: LedgerFaultCode;
  /** What differs, for the technician; empty when the code says it all. */
  readonly detail: string;
}

const WORDS: Readonly<Record<LedgerFaultCode, string>> = {
  hash: 'its bytes are not the ones that were hashed: it was changed after it was written',
  unreadable: 'its bytes are no entry',
  'not-canonical': 'its bytes are not in canonical form',
  terminal: 'it belongs to another terminal',
  epoch: 'its epoch does not follow the one before',
  'seq-gap': 'it does not follow the entry before it: entries are missing, doubled or out of order',
  prev: 'it is chained to another entry than the one before it',
  'time-backwards': 'it is dated before the entry before it',
  'unknown-key': 'it is signed by a key that was not introduced',
  signature: 'its signature is not valid: it was not written by this terminal',
  'receipt-number': 'its receipt number does not follow the one before',
  perpetual: 'its perpetual totals do not go on from the ones before',
  overflow: 'its totals go beyond what can be counted',
  file: 'the database file is damaged',
  empty: 'the ledger holds no entry',
  'not-a-ledger': 'the file is no ledger',
  'older-schema': 'the ledger has an older schema; open it with the terminal first',
  'newer-schema': 'the ledger was written by a newer program',
  'altered-schema': 'its tables are not those of its version',
  columns: 'the columns beside its signed bytes say something else',
  'bad-body': 'its body is not of the shape its type and version promise',
  'epoch-link': 'it does not tie its epoch to the one before',
  checkpoint: 'the checkpoint taken at it does not agree with the entries',
  acknowledged: 'the acknowledged place is not one of this ledger',
  'mark-ahead': 'the high-water mark is ahead of it: entries after it are lost',
  'mark-other': 'the high-water mark was taken at another entry of this number',
  identity: 'the last epoch is not signed by the key of this folder',
  'projection-missing': 'the rows derived from it are missing',
  'projection-differs': 'the rows derived from it were changed',
  'projection-extra': 'there are rows that no entry stands for',
  'print-job-orphan': 'there is a print job of a sale that does not exist',
  'not-an-archive': 'the file is no archive of this kind',
  'archive-header': 'the header of the archive cannot be read',
  'archive-line': 'its line in the archive cannot be read',
  'archive-cut': 'the archive ends before its seal: it was cut short',
  'archive-count': 'the archive does not hold what its seal says',
  'archive-digest': 'the archive was changed after it was sealed',
  'archive-seal': 'the seal of the archive is not valid',
};

/** The fault in one English sentence, naming the entry. For the technician's command line and the log. */
export function faultInWords({ code, epoch, seq, detail }: LedgerFault): string {
  const where = seq === 0 ? '' : `entry ${seq} of epoch ${epoch}: `;
  return `${where}${WORDS[code]}${detail === '' ? '' : ` (${detail})`}`;
}
