import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { CartOutcome } from '../../src-shared/contract/terminal-api.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { sanitiseName } from '../../src-shared/text/sanitise-name.ts';
import { changeTicket } from './ticket.ts';
import { signedIn, type Till } from './till.ts';

export interface AdHocItem {
  readonly name: string;
  readonly unitPriceMinor: number;
  readonly quantityMilli: number;
  readonly taxGroupId: string | null;
  readonly code: string | null;
}

/** Rings up what the catalog does not hold, by name and price. Its tax is the settings' own where nobody names a group. */
export function addAdHoc(till: Till, item: AdHocItem): Result<CartOutcome, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const name = sanitiseName(item.name).text;
  if (name === '') return fail(refusal('request.invalid', { reason: 'payload', where: 'name' }));
  return changeTicket(till, {
    kind: 'line.add',
    merge: false,
    quantityMilli: item.quantityMilli,
    item: {
      productId: null,
      code: item.code,
      sku: null,
      name: { [person.value.language]: name },
      unit: 'piece',
      unitPriceMinor: item.unitPriceMinor,
      priceIncludesTax: till.settings.pricesIncludeTax,
      taxGroupId: item.taxGroupId ?? till.settings.defaultTaxGroupId,
      labelPriceMinor: null,
    },
  });
}
