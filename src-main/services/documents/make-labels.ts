import type { Product } from '../../../src-shared/catalog/product.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import { buildShelfLabel, buildWeightLabel, type LabelFailure, type LabelSetting } from '../../../src-shared/label/build-label.ts';
import { contentOfName } from '../../../src-shared/label/content-of-name.ts';
import type { Label } from '../../../src-shared/label/label.ts';
import { extendedMinor } from '../../../src-shared/money/extend.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { businessDateOf } from '../../../src-shared/sale/complete-sale.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import type { CounterScale } from '../read-scale.ts';
import { signedIn, type Till } from '../till.ts';
import { typedWeightRefusal } from '../typed-weight.ts';

export type LabelRequest = RequestOf<'label.preview'>;

/** One label with what the journal is to know of it. */
export interface MadeLabel {
  readonly label: Label;
  readonly copies: number;
  readonly productId: string;
  readonly priceMinor: number;
}

/** What a scanned or typed code is of, for a label and for nothing else. */
export function labelProduct(till: Till, code: string): Result<{ readonly product: Product }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const product = till.catalog.lookup(code);
  return product === null ? fail(refusal('product.unknown')) : ok({ product });
}

/** The labels that were asked for, none of them printed yet. The first that cannot be made refuses them all. */
export function makeLabels(till: Till, scale: CounterScale | null, request: LabelRequest): Result<readonly MadeLabel[], Refusal> {
  const { content } = request;
  const setting = settingOf(till, request);
  if (content.template === 'weight') {
    const made = weightLabel(till, scale, content, setting);
    return made.ok ? ok([made.value]) : made;
  }
  const labels: MadeLabel[] = [];
  for (const { productId, copies } of content.items) {
    const product = till.catalog.productById(productId);
    if (product === null) return fail(refusal('product.unknown'));
    const inPackage = content.withUnitPrice ? contentOf(product) : null;
    const label = buildShelfLabel(product, { content: inPackage, withCode: content.withCode }, setting);
    if (!label.ok) return fail(refusalOf(label.error, product, setting));
    labels.push({ label: label.value, copies, productId, priceMinor: product.unitPriceMinor ?? 0 });
  }
  return ok(labels);
}

/** Of the names of a product the first that tells it: the Arabic one may leave it out. */
function contentOf({ name }: Product): ReturnType<typeof contentOfName> {
  return (
    Object.values(name)
      .map(contentOfName)
      .find((content) => content !== null) ?? null
  );
}

function weightLabel(
  till: Till,
  scale: CounterScale | null,
  content: Extract<LabelRequest['content'], { template: 'weight' }>,
  setting: LabelSetting,
): Result<MadeLabel, Refusal> {
  const product = till.catalog.productById(content.productId);
  if (product === null) return fail(refusal('product.unknown'));
  const refused = content.readingId === null ? typedWeightRefusal(till, scale, product.unit) : null;
  if (refused !== null) return fail(refused);
  const weightMilliKg = content.readingId === null ? content.weightMilliKg : (scale?.offered(content.readingId) ?? null);
  if (weightMilliKg === null || weightMilliKg <= 0) return fail(refusal('label.weight-needed'));
  const patterns = till.labelPatterns.filter(({ kind }) => kind !== 'count');
  const pattern = content.pattern === null ? patterns[0] : patterns.find(({ text }) => text === content.pattern);
  if (pattern === undefined) return fail(refusal('label.no-pattern'));
  const label = buildWeightLabel(product, weightMilliKg, pattern, setting);
  if (!label.ok) return fail(refusalOf(label.error, product, setting));
  const price = extendedMinor(product.unitPriceMinor ?? 0, weightMilliKg);
  return ok({ label: label.value, copies: content.copies, productId: product.productId, priceMinor: price.ok ? price.value : 0 });
}

function refusalOf(failure: LabelFailure, product: Product, setting: LabelSetting): Refusal {
  const name = textIn(product.name, setting.language);
  return failure.code === 'label.not-possible'
    ? refusal('label.not-possible', { pattern: failure.pattern, reason: failure.reason })
    : refusal(failure.code, { name });
}

function settingOf(till: Till, { language, size }: LabelRequest): LabelSetting {
  const { currency, digits, shownDecimals, timeZone } = till.settings;
  const words = till.labelPress.words(language);
  return { language, currency, digits, shownDecimals, words, size, date: businessDateOf(till.now().toISOString(), timeZone) };
}
