import type { WritableDb } from './database.ts';

/** One run of the program on this ledger. */
export interface Session {
  readonly openedAt: string;
  readonly bootId: string;
  readonly programVersion: string;
}

export interface SessionTable {
  /** Whether the run before ended by closing the ledger; true when there was none. */
  wasClosed(): boolean;
  begin(session: Session): void;
  end(): void;
}

export function prepareSession(db: WritableDb): SessionTable {
  const closed = db.prepare<[], number>('SELECT closed FROM session').pluck();
  const begin = db.prepare<[string, string, string]>('INSERT OR REPLACE INTO session VALUES (1, ?, ?, ?, 0)');
  const end = db.prepare<[]>('UPDATE session SET closed = 1');
  return {
    wasClosed: () => closed.get() !== 0,
    begin: ({ openedAt, bootId, programVersion }) => {
      begin.run(openedAt, bootId, programVersion);
    },
    end: () => {
      end.run();
    },
  };
}
