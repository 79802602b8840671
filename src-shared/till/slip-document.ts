import type { TillMovement } from '../ledger/till-bodies.ts';
import type { ReceiptBlock, ReceiptDocument } from '../receipt/document.ts';
import { pairBlock, receiptWords, textBlock } from '../receipt/receipt-words.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import type { PaperFacts } from './report-document.ts';

const RULE: ReceiptBlock = { kind: 'rule', style: 'single' };
/** Lines of white paper to sign on. */
const SIGNING_LINES = 3;

/** The slip of money put in the drawer or taken out of it: signed by whoever gave or took it, and kept in the drawer. */
export function buildSlip(movement: TillMovement, tillName: string, facts: PaperFacts, settings: StoreSettings): ReceiptDocument {
  const words = receiptWords(movement.currency, facts.language, settings, facts.labels.receipt);
  const labels = facts.labels.paper;
  const title = `${labels[movement.kind]} ${words.code(`${movement.number}`)}`;
  return {
    language: facts.language,
    direction: words.direction,
    title,
    blocks: [
      textBlock(words.text(settings.shop.tradeName), { align: 'center', emphasis: 'strong' }),
      textBlock(title, { align: 'center', emphasis: 'strong', size: 2 }),
      RULE,
      pairBlock(words.text(tillName), words.dateTime(facts.at)),
      pairBlock(words.labels.cashier, words.text(facts.nameOf(facts.actor))),
      ...(movement.approval === null ? [] : [pairBlock(labels.approvedBy, words.text(facts.nameOf(movement.approval.approvedBy)))]),
      pairBlock(labels.amount, words.amountWithCurrency(movement.amountMinor), { emphasis: 'strong', size: 2 }),
      textBlock(`${labels.reason} : ${words.text(movement.reason)}`),
      RULE,
      textBlock(labels.signatureOfPerson),
      { kind: 'feed', lines: SIGNING_LINES },
      textBlock(`${words.labels.signature} ${words.code(facts.signature.slice(0, 8))}`, { align: 'center' }),
    ],
  };
}
