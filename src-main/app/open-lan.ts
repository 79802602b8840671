import { existsSync, readFileSync } from 'node:fs';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import { LAN_PORT } from '../lan/addresses.ts';
import { Lan, type LanWay } from '../lan/lan.ts';
import { type Learned, openLearned } from '../lan/learned.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { errorFields, type Log } from '../services/log.ts';
import { lanAnswers } from '../services/neighbours/answers.ts';
import { learnFrom } from '../services/neighbours/learn.ts';
import { settleGifts, settleTakings } from '../services/neighbours/take-over.ts';
import type { Till } from '../services/till.ts';
import type { DataFolder } from '../settings/data-folder.ts';
import { writeDurably } from '../settings/write-durably.ts';

export interface LanRoomOptions {
  readonly folder: DataFolder;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly now: () => Date;
  /** In place of the store's network: a test's. */
  readonly lanWay: LanWay | null;
  readonly till: () => Till | null;
  readonly settings: () => StoreSettings;
  readonly onChange: () => void;
}

/** The other tills of the store: asked and answered once the cloud has said which they are. Throws where the disk refuses even an empty file. */
export function openLanRoom(options: LanRoomOptions): { readonly lan: Lan; readonly learned: Learned } {
  const { folder, ledger, log, now, till, settings, onChange } = options;
  const learned = openLearned(folder.learned);
  const { on, multicast } = settings().lan;
  const lan = new Lan({
    ledger,
    way: on ? (options.lanWay ?? { host: null, port: LAN_PORT, multicast }) : null,
    bookFile: {
      read: () => (existsSync(folder.neighbours) ? readFileSync(folder.neighbours, 'utf8') : null),
      write: (text) => {
        writeDurably(folder.neighbours, text);
      },
    },
    addresses: () => settings().lan.addresses,
    answers: lanAnswers(till),
    heardThrough: (terminal) => learned.heardThrough(terminal),
    hear: (neighbour, { entries, through }) => {
      const open = till();
      if (open === null) return;
      learnFrom(open, neighbour, entries, through);
      settle(open, neighbour.terminal).catch((error: unknown) => {
        log.error('a hand-over could not be settled', errorFields(error));
      });
    },
    now,
    log,
    onChange,
  });
  return { lan, learned };
}

/** A neighbour is reached: what was cut off between the two tills is brought to its end. */
async function settle(till: Till, terminal: string): Promise<void> {
  await settleTakings(till, terminal);
  await settleGifts(till, terminal);
}
