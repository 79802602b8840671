import type { Statement } from '../contract/customers-api.ts';
import type { AccountSlip, LayawayOpened } from '../ledger/account-bodies.ts';
import type { ReceiptBlock, ReceiptDocument } from '../receipt/document.ts';
import type { ReceiptLabels } from '../receipt/labels.ts';
import { pairBlock, type ReceiptWords, receiptWords, textBlock } from '../receipt/receipt-words.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import type { Language } from '../text/localized-text.ts';
import { type AccountKind, readAccountId } from './account.ts';
import type { AccountLabels } from './account-labels.ts';
import { groupedGiftCode } from './gift-card-code.ts';

const RULE: ReceiptBlock = { kind: 'rule', style: 'single' };
const INDENT = '\u00A0\u00A0';

/** What papers of accounts are written with. */
export interface AccountPaperParts {
  readonly settings: StoreSettings;
  readonly receipt: ReceiptLabels;
  readonly account: AccountLabels;
}

/** What a slip says that its own record does not. */
export interface SlipFacts {
  readonly at: string;
  readonly cashierName: string;
  /** A few characters of the entry's signature. */
  readonly signature: string;
  /** Null where nobody in particular paid, or the customer has been erased. */
  readonly customerName: string | null;
  /** Of the account it was for, with it counted. */
  readonly balance: number;
  readonly giftCard: { readonly code: string; readonly expiresOn: string | null } | null;
}

/** The paper of money taken or handed out without goods. Of a gift card it is the card: its number stands on it to be scanned. */
export function slipPaper(slip: AccountSlip, facts: SlipFacts, parts: AccountPaperParts): ReceiptDocument {
  const words = receiptWords(slip.currency, slip.language, parts.settings, parts.receipt);
  const { account, settings } = parts;
  const blocks: ReceiptBlock[] = [
    ...headBlocks(account.purposes[slip.purpose], parts, words),
    pairBlock(`${account.slipNumber} ${words.code(slip.slipNumber)}`, words.dateTime(facts.at)),
    pairBlock(words.text(settings.till.name), `${words.labels.cashier} ${words.text(facts.cashierName)}`),
    ...customerBlocks(facts.customerName, account, words),
    RULE,
    ...slipFigures(slip, account, words),
    ...slip.tenders.map(({ tenderId, amountMinor }) => pairBlock(tenderName(tenderId, settings, words), words.amount(amountMinor))),
    ...(slip.totals.changeMinor === 0
      ? []
      : [pairBlock(words.labels.change, words.amount(slip.totals.changeMinor), { emphasis: 'strong' })]),
    RULE,
    ...balanceBlocks(slip, facts.balance, account, words),
    ...(slip.reason === null ? [] : [textBlock(`${account.reason} ${words.text(slip.reason)}`)]),
    ...(facts.giftCard === null ? [] : giftCardBlocks(facts.giftCard, account, words)),
    textBlock(`${account.signature} ${words.code(facts.signature)}`, { align: 'center' }),
  ];
  return { language: slip.language, direction: words.direction, title: slip.slipNumber, blocks };
}

function headBlocks(title: string, { settings }: AccountPaperParts, words: ReceiptWords): ReceiptBlock[] {
  return [
    textBlock(words.text(settings.shop.tradeName), { align: 'center', emphasis: 'strong', size: 2 }),
    textBlock(title, { align: 'center', emphasis: 'strong' }),
    RULE,
  ];
}

function customerBlocks(name: string | null, account: AccountLabels, words: ReceiptWords): ReceiptBlock[] {
  return name === null ? [] : [pairBlock(account.customer, words.text(name))];
}

function slipFigures({ totals }: AccountSlip, account: AccountLabels, words: ReceiptWords): ReceiptBlock[] {
  const label = totals.totalMinor < 0 ? account.handedBack : account.paidFor;
  const blocks = [pairBlock(label, words.amount(Math.abs(totals.totalMinor)), { emphasis: 'strong' })];
  if (totals.stampDutyMinor !== 0) blocks.push(pairBlock(words.labels.stampDuty, words.amount(totals.stampDutyMinor)));
  if (totals.roundingMinor !== 0) blocks.push(pairBlock(words.labels.rounding, words.amount(totals.roundingMinor)));
  if (totals.payableMinor !== totals.totalMinor) {
    blocks.push(pairBlock(words.labels.payable, words.amountWithCurrency(totals.payableMinor), { emphasis: 'strong' }));
  }
  return blocks;
}

function tenderName(tenderId: string, { tenders }: StoreSettings, words: ReceiptWords): string {
  return words.text(tenders.find((tender) => tender.tenderId === tenderId)?.name ?? tenderId);
}

function balanceBlocks(slip: AccountSlip, balance: number, account: AccountLabels, words: ReceiptWords): ReceiptBlock[] {
  const [movement] = slip.movements;
  if (movement === undefined) return [];
  const { kind } = readAccountId(movement.accountId);
  const owes = kind === 'on-account' && balance <= 0;
  const label = owes ? account.owed : kind === 'gift-card' ? account.cardBalance : account.newBalance;
  return [pairBlock(label, balanceText(kind, owes ? 0 - balance : balance, account, words), { emphasis: 'strong' })];
}

function balanceText(kind: AccountKind, balance: number, account: AccountLabels, words: ReceiptWords): string {
  return kind === 'points' ? `${words.count(balance)} ${account.points}` : words.amountWithCurrency(balance);
}

function giftCardBlocks(
  { code, expiresOn }: NonNullable<SlipFacts['giftCard']>,
  account: AccountLabels,
  words: ReceiptWords,
): ReceiptBlock[] {
  return [
    { kind: 'feed', lines: 1 },
    textBlock(account.cardNumber, { align: 'center' }),
    textBlock(words.code(groupedGiftCode(code)), { align: 'center', emphasis: 'strong' }),
    { kind: 'barcode', symbology: 'code-128', data: code },
    // The figures below the bars need a line of their own.
    { kind: 'feed', lines: 1 },
    { kind: 'qr', data: code },
    ...(expiresOn === null ? [] : [textBlock(`${account.validUntil} ${words.code(dayText(expiresOn))}`, { align: 'center' })]),
  ];
}

/** `2026-11-20` as `20/11/2026`, the order of all three languages here. */
function dayText(day: string): string {
  return day.split('-').reverse().join('/');
}

/** A statement of an account for a period: what it began with, each movement, what it ended with. */
export function statementPaper(statement: Statement, language: Language, parts: AccountPaperParts): ReceiptDocument {
  const { account, settings } = parts;
  const words = receiptWords(settings.currency, language, settings, parts.receipt);
  const { kind } = statement.account;
  const figure = (amount: number): string => (kind === 'points' ? words.count(amount) : words.amount(amount));
  const lines = statement.lines.flatMap((line) => [
    pairBlock(`${words.code(dayText(line.businessDate))} ${account.causes[line.cause]}`, figure(line.amount)),
    pairBlock(INDENT + words.code(line.document), figure(line.balance)),
  ]);
  return {
    language,
    direction: words.direction,
    title: account.statement,
    blocks: [
      ...headBlocks(`${account.statement}: ${account.kinds[kind]}`, parts, words),
      ...customerBlocks(statement.customerName, account, words),
      pairBlock(account.period, words.code(`${dayText(statement.from)} - ${dayText(statement.to)}`)),
      RULE,
      pairBlock(account.opening, figure(statement.opening), { emphasis: 'strong' }),
      ...(lines.length === 0 ? [textBlock(account.nothing)] : lines),
      RULE,
      pairBlock(account.closing, balanceText(kind, statement.closing, account, words), { emphasis: 'strong' }),
    ],
  };
}

/** What the customer takes home of goods put aside: what they are, what they cost, until when they are kept. */
export function layawayPaper(
  layaway: LayawayOpened,
  facts: { readonly at: string; readonly customerName: string | null },
  language: Language,
  parts: AccountPaperParts,
): ReceiptDocument {
  const { account } = parts;
  const words = receiptWords(layaway.currency, language, parts.settings, parts.receipt);
  return {
    language,
    direction: words.direction,
    title: layaway.number,
    blocks: [
      ...headBlocks(account.putAside, parts, words),
      pairBlock(words.code(layaway.number), words.dateTime(facts.at)),
      ...customerBlocks(facts.customerName, account, words),
      RULE,
      ...layaway.lines.flatMap((line) => [
        pairBlock(words.text(line.name), words.amount(line.totalMinor)),
        textBlock(`${INDENT}${words.quantity(line)} × ${words.amount(line.unitPriceMinor)}`),
      ]),
      RULE,
      pairBlock(account.total, words.amountWithCurrency(layaway.totalMinor), { emphasis: 'strong' }),
      pairBlock(account.dueOn, words.code(dayText(layaway.dueOn))),
    ],
  };
}
