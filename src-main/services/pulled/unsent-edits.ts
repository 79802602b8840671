import { CUSTOMER_FIELDS } from '../../../src-shared/customers/customer.ts';
import type { EntryBody, EntryType } from '../../../src-shared/ledger/bodies.ts';
import { unsealedEntrySchema } from '../../../src-shared/ledger/entry.ts';
import { readBody } from '../../../src-shared/ledger/read-body.ts';
import type { CustomerField } from '../../customers/merge-customer.ts';
import type { Ledger, OutboxEntry } from '../../ledger/ledger.ts';

/** Who acts when a change of the back office comes into force at a till. */
export const CLOUD_ACTOR = 'cloud';

/** The entries that tell of an edit which the cloud may also make. */
const EDITS = [
  'settings.changed',
  'person.created',
  'person.changed',
  'person.deactivated',
  'customer.created',
  'customer.changed',
  'customer.erased',
] as const satisfies readonly EntryType[];
const EDIT_BYTES = EDITS.map((type) => Buffer.from(`"type":"${type}"`));
/** Entries read at a time. */
const READ_ENTRIES = 500;

/** What was edited at this till and the cloud has not acknowledged: a pull leaves it alone. */
export interface UnsentEdits {
  /** Settings and roles. */
  readonly settings: boolean;
  readonly people: ReadonlySet<string>;
  readonly customers: ReadonlyMap<string, ReadonlySet<CustomerField>>;
  readonly erasedCustomers: ReadonlySet<string>;
}

type EditLedger = Pick<Ledger, 'acknowledged' | 'entriesAfter' | 'lastActOf'>;

/** Reads them out of the ledger: above the acknowledged entry, by somebody at this till. Nearly always there are none, which is seen at once. */
export function unsentEdits(ledger: EditLedger): UnsentEdits {
  const edits = {
    settings: false,
    people: new Set<string>(),
    customers: new Map<string, Set<CustomerField>>(),
    erasedCustomers: new Set<string>(),
  };
  if (!hasUnsent(ledger)) return edits;
  for (const entry of unsentEntries(ledger)) {
    const body = editOf(entry);
    switch (body?.type) {
      case 'settings.changed':
        edits.settings = true;
        break;
      case 'person.created':
      case 'person.changed':
      case 'person.deactivated':
        edits.people.add(body.body.personId);
        break;
      case 'customer.created':
      case 'customer.changed': {
        const { customerId, fields } = body.body;
        const known = edits.customers.get(customerId) ?? [];
        edits.customers.set(customerId, new Set([...known, ...(body.type === 'customer.created' ? CUSTOMER_FIELDS : fields)]));
        break;
      }
      case 'customer.erased':
        edits.erasedCustomers.add(body.body.customerId);
        break;
      default:
        break;
    }
  }
  return edits;
}

function hasUnsent(ledger: EditLedger): boolean {
  const { epoch, seq } = ledger.acknowledged();
  return EDITS.some((type) => {
    const last = ledger.lastActOf(type);
    return last !== null && (last.epoch > epoch || (last.epoch === epoch && last.seq > seq));
  });
}

function* unsentEntries(ledger: EditLedger): Generator<OutboxEntry> {
  let entries = ledger.entriesAfter(ledger.acknowledged(), READ_ENTRIES);
  for (let last = entries.at(-1); last !== undefined; last = entries.at(-1)) {
    yield* entries;
    entries = ledger.entriesAfter(last, READ_ENTRIES);
  }
}

/** Null for an entry of another kind, or of the cloud's own making. */
function editOf({ bytes }: OutboxEntry): EntryBody | null {
  const held = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!EDIT_BYTES.some((type) => held.includes(type))) return null;
  const entry = unsealedEntrySchema.safeParse(JSON.parse(held.toString('utf8')));
  if (!entry.success || entry.data.actor === CLOUD_ACTOR) return null;
  const body = readBody(entry.data);
  return body.ok ? body.value : null;
}
