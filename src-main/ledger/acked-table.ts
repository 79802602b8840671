import type { ReadableDb, WritableDb } from './database.ts';

/** The last entry the cloud is known to hold, and how many entries there are up to it. */
export interface Acked {
  readonly position: number;
  readonly entries: number;
}

const NOTHING_ACKED: Acked = { position: 0, entries: 0 };

export interface AckedReads {
  read(): Acked;
}

export function prepareAckedReads(db: ReadableDb): AckedReads {
  const read = db.prepare<[], Acked>('SELECT position, entries FROM acked');
  return { read: () => read.get() ?? NOTHING_ACKED };
}

export interface AckedWrites {
  replace(acked: Acked): void;
}

export function prepareAckedWrites(db: WritableDb): AckedWrites {
  const replace = db.prepare<[number, number]>('UPDATE acked SET position = ?, entries = ?');
  return {
    replace: (acked) => {
      replace.run(acked.position, acked.entries);
    },
  };
}
