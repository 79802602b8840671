import type { PricedLine } from '../sale/priced-cart.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import { type Language, type LocalizedText, textIn } from '../text/localized-text.ts';
import { tillName } from './build-receipt.ts';
import type { ReceiptBlock, ReceiptDocument } from './document.ts';
import type { ReceiptLabels } from './labels.ts';
import type { PaperLabels } from './paper-labels.ts';
import { isolatedText } from './printable-text.ts';
import { pairBlock, type ReceiptWords, receiptWords, textBlock } from './receipt-words.ts';

export interface OrderFacts {
  /** What the customer is called by: the number of the receipt. */
  readonly number: string;
  /** Time of the sale, ISO 8601. */
  readonly at: string;
  readonly cashierName: string;
  readonly note: string | null;
}

const RULE: ReceiptBlock = { kind: 'rule', style: 'single' };
const DOUBLE_RULE: ReceiptBlock = { kind: 'rule', style: 'double' };
/** Who prepares an order may read one script only; English is said when there is nothing else. */
const KITCHEN_LANGUAGES: readonly Language[] = ['fr', 'ar'];

/**
 * What is to be prepared, for the people who prepare it: no prices, quantities large enough to be read across a room, each name in French
 * and in Arabic where the catalog has both, and every note. `lines` are those of the categories this printer serves, in their order.
 */
export function buildOrder(
  lines: readonly PricedLine[],
  facts: OrderFacts,
  language: Language,
  settings: StoreSettings,
  labels: { readonly receipt: ReceiptLabels; readonly paper: PaperLabels },
): ReceiptDocument {
  const words = receiptWords(settings.currency, language, settings, labels.receipt);
  const blocks: ReceiptBlock[] = [
    textBlock(labels.paper.order, { align: 'center', emphasis: 'strong' }),
    textBlock(words.code(facts.number), { align: 'center', emphasis: 'strong', size: 2 }),
    pairBlock(tillName(settings.till.name, labels.receipt.till, words), words.dateTime(facts.at)),
    pairBlock(labels.receipt.cashier, words.text(facts.cashierName)),
    DOUBLE_RULE,
    ...lines.flatMap((line, index) => [...(index === 0 ? [] : [RULE]), ...orderLine(line, words)]),
    DOUBLE_RULE,
    ...(facts.note === null ? [] : [textBlock(`${labels.paper.note} ${words.text(facts.note)}`, { emphasis: 'strong' })]),
    pairBlock(labels.paper.pieces, words.count(lines.length)),
  ];
  return { language, direction: words.direction, title: facts.number, blocks };
}

function orderLine(line: PricedLine, words: ReceiptWords): readonly ReceiptBlock[] {
  const [first = words.text(line.name), ...others] = namesOf(line.name).map((name) => isolatedText(name, words.direction));
  return [
    textBlock(`${words.quantity(line)} × ${first}`, { emphasis: 'strong', size: 2 }),
    ...others.map((name) => textBlock(name, { emphasis: 'strong', size: 2 })),
    ...(line.note === null ? [] : [textBlock(words.text(line.note), { emphasis: 'strong' })]),
  ];
}

/** The names in the kitchen's languages, one that is the same in both said once. */
function namesOf(name: LocalizedText): readonly string[] {
  const names = KITCHEN_LANGUAGES.flatMap((language) => {
    const said = name[language];
    return said === undefined || said.trim() === '' ? [] : [said];
  });
  return names.length > 0 ? [...new Set(names)] : [textIn(name, 'en')];
}
