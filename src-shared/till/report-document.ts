import type { PeriodClosed, TillClosed } from '../ledger/till-bodies.ts';
import type { ReceiptBlock, ReceiptDocument } from '../receipt/document.ts';
import type { ReceiptLabels } from '../receipt/labels.ts';
import { pairBlock, type ReceiptWords, receiptWords, textBlock } from '../receipt/receipt-words.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import type { Language } from '../text/localized-text.ts';
import type { TillFigures } from './figures.ts';
import type { TillPaperLabels } from './till-paper-labels.ts';
import { CASH_POOL } from './variance.ts';
import { labelOfZ } from './z-label.ts';

const RULE: ReceiptBlock = { kind: 'rule', style: 'single' };
const DOUBLE_RULE: ReceiptBlock = { kind: 'rule', style: 'double' };
/** As many characters of the entry's signature as on a receipt. */
const SIGNATURE_CHARACTERS = 8;

/** What a report's paper says beside the figures: of the entry it was made with. */
export interface PaperFacts {
  /** ISO 8601. */
  readonly at: string;
  readonly terminal: string;
  readonly signature: string;
  /** 1 the original. */
  readonly copy: number;
  readonly language: Language;
  readonly labels: { readonly receipt: ReceiptLabels; readonly paper: TillPaperLabels };
  /** Names stay outside the journal. */
  readonly nameOf: (personId: string) => string;
  readonly actor: string;
}

/** An open session as X shows it. */
export interface XReport {
  readonly tillId: string;
  readonly tillName: string;
  readonly currency: string;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly figures: TillFigures;
}

interface Paper {
  readonly words: ReceiptWords;
  readonly labels: TillPaperLabels;
  readonly settings: StoreSettings;
  readonly facts: PaperFacts;
}

function paperOf(currency: string, facts: PaperFacts, settings: StoreSettings): Paper {
  return { words: receiptWords(currency, facts.language, settings, facts.labels.receipt), labels: facts.labels.paper, settings, facts };
}

/** The figures of an open session: it says that nothing is final. */
export function buildXDocument(x: XReport, facts: PaperFacts, settings: StoreSettings): ReceiptDocument {
  const paper = paperOf(x.currency, facts, settings);
  const { words, labels } = paper;
  return documentOf(paper, `${labels.x} ${words.text(x.tillName)}`, [
    textBlock(labels.notFinal, { align: 'center', emphasis: 'strong' }),
    pairBlock(labels.openedAt, words.dateTime(x.openedAt)),
    pairBlock(labels.openedBy, words.text(facts.nameOf(x.openedBy))),
    pairBlock(labels.printedAt, words.dateTime(facts.at)),
    RULE,
    ...figureBlocks(x.figures, paper),
    ...cashBlocks(x.figures, paper),
  ]);
}

/** The Z of a closed session. Nothing on it is worked out anew: every figure is one of its entry. */
export function buildZDocument(z: TillClosed, facts: PaperFacts, settings: StoreSettings): ReceiptDocument {
  const paper = paperOf(z.currency, facts, settings);
  const { words, labels } = paper;
  const title = `${labels.z} ${words.code(labelOfZ(z))}`;
  return documentOf(paper, title, [
    pairBlock(words.text(z.tillName), words.code(z.tillId)),
    pairBlock(labels.openedAt, words.dateTime(z.openedAt)),
    pairBlock(labels.openedBy, words.text(facts.nameOf(z.openedBy))),
    pairBlock(labels.closedAt, words.dateTime(facts.at)),
    pairBlock(labels.closedBy, words.text(facts.nameOf(facts.actor))),
    pairBlock(labels.businessDay, words.code(z.openedOn === z.closedOn ? z.closedOn : `${z.openedOn} – ${z.closedOn}`)),
    ...rangeBlocks(z, paper),
    RULE,
    ...figureBlocks(z.figures, paper),
    ...cashBlocks(z.figures, paper),
    ...countBlocks(z, paper),
    ...heldBlocks(z, paper),
    ...perpetualBlocks(z.perpetual, paper),
  ]);
}

/** The grand totals of a day, a month or a year. */
export function buildPeriodDocument(closed: PeriodClosed, facts: PaperFacts, settings: StoreSettings): ReceiptDocument {
  const paper = paperOf(closed.currency, facts, settings);
  const { words, labels } = paper;
  const title = `${labels[closed.period]} ${words.code(closed.name)}`;
  return documentOf(paper, title, [
    pairBlock(labels.closedAt, words.dateTime(facts.at)),
    pairBlock(labels.closedBy, words.text(facts.nameOf(facts.actor))),
    ...rangeBlocks(closed, paper),
    pairBlock(labels.sessions, words.count(closed.sessions.count)),
    ...(closed.parts > 0 ? [pairBlock(labels.parts, words.count(closed.parts))] : []),
    ...(closed.sessions.varianceMinor === 0 ? [] : [pairBlock(labels.varianceTotal, signed(closed.sessions.varianceMinor, paper))]),
    RULE,
    ...figureBlocks(closed.figures, paper),
    ...movementBlocks(closed.figures, paper),
    ...perpetualBlocks(closed.perpetual, paper),
  ]);
}

function documentOf({ words, labels, settings, facts }: Paper, title: string, blocks: readonly ReceiptBlock[]): ReceiptDocument {
  const { shop } = settings;
  const copy: readonly ReceiptBlock[] =
    facts.copy > 1
      ? [textBlock(`${labels.duplicate} ${words.code(`${facts.copy - 1}`)}`, { align: 'center', emphasis: 'strong', size: 2 })]
      : [];
  return {
    language: facts.language,
    direction: words.direction,
    title,
    blocks: [
      textBlock(words.text(shop.tradeName), { align: 'center', emphasis: 'strong' }),
      ...shop.identifiers.map(({ label, value }) => textBlock(words.labelled(label, value), { align: 'center' })),
      textBlock(title, { align: 'center', emphasis: 'strong', size: 2 }),
      ...copy,
      RULE,
      ...blocks,
      RULE,
      textBlock(`${words.labels.signature} ${words.code(facts.signature.slice(0, SIGNATURE_CHARACTERS))}`, { align: 'center' }),
      textBlock(words.code(facts.terminal), { align: 'center' }),
      ...copy,
    ],
  };
}

type Range = Pick<TillClosed, 'firstEntry' | 'lastEntry' | 'firstReceiptNumber' | 'lastReceiptNumber'>;

function rangeBlocks({ firstEntry, lastEntry, firstReceiptNumber, lastReceiptNumber }: Range, paper: Paper): readonly ReceiptBlock[] {
  const { words, labels } = paper;
  const place = ({ epoch, seq }: Range['firstEntry']): string => `${epoch}/${seq}`;
  const receipts =
    firstReceiptNumber === null || lastReceiptNumber === null ? labels.none : words.code(`${firstReceiptNumber} – ${lastReceiptNumber}`);
  return [pairBlock(labels.entries, words.code(`${place(firstEntry)} – ${place(lastEntry)}`)), pairBlock(labels.receipts, receipts)];
}

/** Counts, totals, taxes and ways to pay. */
function figureBlocks({ counts, totals, taxes, tenders, accounts }: TillFigures, paper: Paper): readonly ReceiptBlock[] {
  const { words, labels } = paper;
  const { labels: receipt } = words;
  const counted = (label: string, count: number): ReceiptBlock => pairBlock(label, words.count(count));
  const sum = (label: string, amountMinor: number): ReceiptBlock => pairBlock(label, words.amount(amountMinor));
  return [
    pairBlock(`${labels.sales} (${words.count(counts.sales)})`, words.amount(totals.salesMinor)),
    pairBlock(`${labels.returns} (${words.count(counts.returns)})`, words.amount(totals.returnsMinor)),
    counted(labels.voidedTickets, counts.voidedTickets),
    counted(labels.voidedSales, counts.voidedSales),
    counted(labels.duplicates, counts.duplicates),
    counted(labels.drawerOpenings, counts.drawerOpenings),
    RULE,
    ...(totals.discountMinor === 0 ? [] : [sum(receipt.discounts, -totals.discountMinor)]),
    sum(receipt.exclusive, totals.exclusiveMinor),
    ...taxes.map((tax) => {
      const name = tax.taxId === null ? receipt.exempt : words.code(`${tax.taxId} ${words.rate(tax.ratePpm)}`);
      return pairBlock(`${name} ${receipt.taxOn} ${words.amount(tax.baseMinor)}`, words.amount(tax.taxMinor));
    }),
    pairBlock(receipt.total, words.amount(totals.totalMinor), { emphasis: 'strong' }),
    sum(receipt.stampDuty, totals.stampDutyMinor),
    sum(receipt.rounding, totals.roundingMinor),
    DOUBLE_RULE,
    textBlock(labels.tenders, { emphasis: 'strong' }),
    ...tenders.map((row) => pairBlock(`${tenderName(row.tenderId, paper)} (${words.count(row.count)})`, words.amount(row.amountMinor))),
    pairBlock(receipt.payable, words.amountWithCurrency(totals.payableMinor), { emphasis: 'strong' }),
    DOUBLE_RULE,
    ...accountBlocks(accounts, paper),
  ];
}

/** Money for customers' accounts: no turnover, and in the drawer all the same. */
function accountBlocks(accounts: TillFigures['accounts'], paper: Paper): readonly ReceiptBlock[] {
  if (accounts.length === 0) return [];
  const { words, labels } = paper;
  const rows = accounts.map((row) =>
    pairBlock(`${tenderName(row.tenderId, paper)} (${words.count(row.count)})`, words.amount(row.amountMinor)),
  );
  return [textBlock(labels.accounts, { emphasis: 'strong' }), ...rows, RULE];
}

function tenderName(tenderId: string, { words, settings }: Paper): string {
  return words.text(settings.tenders.find((tender) => tender.tenderId === tenderId)?.name ?? tenderId);
}

function movementBlocks({ movements }: TillFigures, { words, labels }: Paper): readonly ReceiptBlock[] {
  return movements.map(({ kind, count, amountMinor }) => pairBlock(`${labels[kind]} (${words.count(count)})`, words.amount(amountMinor)));
}

function cashBlocks(figures: TillFigures, paper: Paper): readonly ReceiptBlock[] {
  const { words, labels } = paper;
  const takenMinor = figures.tenders.reduce((sum, row) => (row.kind === 'cash' ? sum + row.amountMinor : sum), 0);
  const accountsMinor = figures.accounts.reduce((sum, row) => (row.kind === 'cash' ? sum + row.amountMinor : sum), 0);
  return [
    pairBlock(labels.float, words.amount(figures.cash.floatMinor)),
    pairBlock(labels.cash, words.amount(takenMinor)),
    ...movementBlocks(figures, paper),
    ...(accountsMinor === 0 ? [] : [pairBlock(labels.accounts, words.amount(accountsMinor))]),
    pairBlock(labels.expected, words.amount(figures.cash.expectedMinor), { emphasis: 'strong' }),
  ];
}

function countBlocks(z: TillClosed, paper: Paper): readonly ReceiptBlock[] {
  const { words, labels, facts } = paper;
  const { cash, others } = z.count;
  const blocks: ReceiptBlock[] = [RULE, textBlock(labels.count, { emphasis: 'strong' })];
  blocks.push(pairBlock(labels.countedBy, words.text(facts.nameOf(z.countedBy))));
  if (z.attempts > 1) blocks.push(pairBlock(labels.attempts, words.count(z.attempts)));
  for (const { valueMinor, count } of cash.count.pieces) {
    blocks.push(pairBlock(`${words.amount(valueMinor)} × ${words.count(count)}`, words.amount(valueMinor * count)));
  }
  if (cash.count.looseMinor !== 0) blocks.push(pairBlock(labels.loose, words.amount(cash.count.looseMinor)));
  const pools = [
    { pool: CASH_POOL, name: labels.cash, ...cash },
    ...others
      .filter((row) => row.countedMinor !== 0 || row.expectedMinor !== 0)
      .map((row) => ({ pool: row.tenderId, name: tenderName(row.tenderId, paper), ...row })),
  ];
  for (const { pool, name, countedMinor, expectedMinor } of pools) {
    blocks.push(textBlock(name, { emphasis: 'strong' }));
    blocks.push(pairBlock(labels.expected, words.amount(expectedMinor)));
    blocks.push(pairBlock(labels.counted, words.amount(countedMinor)));
    blocks.push(pairBlock(labels.variance, signed(countedMinor - expectedMinor, paper), { emphasis: 'strong' }));
    const reason = z.reasons.find((given) => given.pool === pool);
    if (reason !== undefined) blocks.push(textBlock(`${labels.reason} : ${words.text(reason.reason)}`));
  }
  if (z.approval !== null) blocks.push(pairBlock(labels.approvedBy, words.text(facts.nameOf(z.approval.approvedBy))));
  return blocks;
}

/** A difference is read by its sign: one that is over says so too. */
function signed(amountMinor: number, { words }: Paper): string {
  return words.code(`${amountMinor > 0 ? '+' : ''}${words.amount(amountMinor)}`);
}

function heldBlocks({ heldTickets }: TillClosed, { words, labels }: Paper): readonly ReceiptBlock[] {
  return [
    ...(heldTickets.carriedOver === 0 ? [] : [pairBlock(labels.heldCarried, words.count(heldTickets.carriedOver))]),
    ...(heldTickets.voided === 0 ? [] : [pairBlock(labels.heldVoided, words.count(heldTickets.voided))]),
  ];
}

function perpetualBlocks(perpetual: TillClosed['perpetual'], { words, labels }: Paper): readonly ReceiptBlock[] {
  return [
    RULE,
    textBlock(labels.perpetual, { emphasis: 'strong' }),
    pairBlock(labels.perpetualSigned, words.amount(perpetual.signedMinor)),
    pairBlock(labels.perpetualAbsolute, words.amount(perpetual.absoluteMinor)),
    pairBlock(labels.perpetualTickets, words.count(perpetual.tickets)),
  ];
}
