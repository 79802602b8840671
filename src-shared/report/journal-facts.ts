import type { JournalFact } from '../contract/journal-api.ts';
import type { EntryBody } from '../ledger/bodies.ts';
import { type Approval, approvalSchema } from '../people/approval.ts';

/**
 * What a person is told of an entry beside its type, whose it is and when: a few members of its body, each under a label of its own. Everything
 * else stands in the entry itself, which the screen shows on request.
 */

export interface NamesOf {
  person(personId: string): string;
  till(tillId: string): string;
  /** For amounts of entries that name no currency. */
  readonly currency: string;
}

type Kind = 'text' | 'number' | 'money' | 'moment' | 'switch' | 'person' | 'till';

/** In the order in which they are told. A member that is not here is not told; the keys are those of the screen's labels. */
const MEMBERS: Readonly<Record<string, Kind>> = {
  receiptNumber: 'text',
  trainingNumber: 'text',
  number: 'number',
  zNumber: 'number',
  invoiceNumber: 'text',
  period: 'text',
  name: 'text',
  month: 'text',
  kind: 'text',
  purpose: 'text',
  on: 'switch',
  isSet: 'switch',
  printed: 'switch',
  personId: 'person',
  fromPersonId: 'person',
  toPersonId: 'person',
  approverId: 'person',
  requestedBy: 'person',
  openedBy: 'person',
  countedBy: 'person',
  roleId: 'text',
  fromRoleId: 'text',
  tillId: 'till',
  floatMinor: 'money',
  amountMinor: 'money',
  totalMinor: 'money',
  payableMinor: 'money',
  stampDutyMinor: 'money',
  changeMinor: 'money',
  varianceMinor: 'money',
  limitMinor: 'money',
  attempt: 'number',
  copy: 'number',
  entries: 'number',
  lineCount: 'number',
  businessDate: 'text',
  closedOn: 'text',
  title: 'text',
  printerId: 'text',
  accountId: 'text',
  customerId: 'text',
  subject: 'text',
  permission: 'text',
  reason: 'text',
  why: 'text',
  means: 'text',
  finding: 'text',
  programVersion: 'text',
  fromAt: 'moment',
  toAt: 'moment',
};

const MAX_TEXT_LENGTH = 200;

/** The keys under which a screen needs labels. */
export const JOURNAL_FACT_KEYS: readonly string[] = Object.keys(MEMBERS);

export function journalFacts({ body }: EntryBody, names: NamesOf): readonly JournalFact[] {
  const members = membersOf(body);
  const currency = typeof members['currency'] === 'string' ? members['currency'] : names.currency;
  return Object.entries(MEMBERS).flatMap(([key, kind]) => {
    const fact = factOf(key, kind, members[key], { ...names, currency });
    return fact === null ? [] : [fact];
  });
}

/** The body's own members, and those of its totals; of its lines, how many there are. */
function membersOf(body: EntryBody['body']): Readonly<Record<string, unknown>> {
  const own: Record<string, unknown> = { ...body };
  const { totals, figures, lines } = own;
  const sums = typeof figures === 'object' && figures !== null && 'totals' in figures ? figures.totals : totals;
  if (Array.isArray(lines)) own['lineCount'] = lines.length;
  return typeof sums === 'object' && sums !== null ? { ...sums, ...own } : own;
}

function factOf(key: string, kind: Kind, value: unknown, names: NamesOf): JournalFact | null {
  if (kind === 'switch') return typeof value === 'boolean' ? { key, kind, value } : null;
  if (typeof value === 'number' && kind === 'money') {
    // A ticket without stamp duty or change has nothing to say of them.
    return value === 0 && (key === 'stampDutyMinor' || key === 'changeMinor') ? null : { key, kind, value, currency: names.currency };
  }
  if (typeof value === 'number') return kind === 'number' || kind === 'text' ? { key, kind: 'number', value } : null;
  if (typeof value !== 'string') return null;
  if (kind === 'moment') return { key, kind, value };
  if (kind === 'money') return null;
  const text = kind === 'person' ? names.person(value) : kind === 'till' ? names.till(value) : value;
  return { key, kind: 'text', value: text.slice(0, MAX_TEXT_LENGTH) };
}

/** Every leave a colleague gave that is written into the entry: of the act itself, of its account, of what was done on the ticket before. */
export function approvalsOf({ body }: EntryBody): readonly Approval[] {
  const own: Readonly<Record<string, unknown>> = { ...body };
  const events: readonly unknown[] = Array.isArray(own['events']) ? own['events'] : [];
  const candidates = [own['approval'], own['accountApproval'], ...events.map((event) => (isObject(event) ? event['approval'] : null))];
  return candidates.flatMap((candidate) => {
    const parsed = approvalSchema.safeParse(candidate);
    return parsed.success ? [parsed.data] : [];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
