import { z } from 'zod';
import { create } from 'zustand';
import { type Language, languageSchema } from '../../../src-shared/text/localized-text.ts';
import { type Preset, presetOf } from './presets.ts';

/** A shop half set up is kept in this browser: the set-up can be left and gone on with. */
const STORAGE_KEY = 'contacto.setup';
export const STEPS = ['country', 'shop', 'till', 'people'] as const;
export type StepName = (typeof STEPS)[number];
export const MAX_PEOPLE = 20;

const draftSchema = z.object({
  /** The one the person chose, before there is a shop that could keep it. */
  language: languageSchema,
  step: z.enum(STEPS),
  presetId: z.string(),
  currency: z.string(),
  pricesIncludeTax: z.boolean(),
  defaultTaxGroupId: z.string(),
  /** Typed, in per cent; empty: no tax. Only where the country's taxes are not known. */
  taxPercent: z.string(),
  stampDuty: z.boolean(),
  roundsCash: z.boolean(),
  name: z.string(),
  address: z.string(),
  phone: z.string(),
  identifiers: z.record(z.string(), z.string()),
  tillName: z.string(),
  receiptPrefix: z.string(),
  printer: z.enum(['none', 'virtual', 'network']),
  printerHost: z.string(),
  people: z
    .array(z.object({ name: z.string(), language: languageSchema }))
    .min(1)
    .max(MAX_PEOPLE),
});
export type ShopDraft = z.infer<typeof draftSchema>;

interface SetupView {
  /** Null: no shop has been begun. */
  readonly draft: ShopDraft | null;
  /** Whether the person is at it, or left it for later. */
  readonly isOpen: boolean;
}

/** What an older version or a curious hand left there is no reason not to begin anew. */
function readStored(): ShopDraft | null {
  try {
    const parsed = draftSchema.safeParse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function keep(draft: ShopDraft | null): void {
  try {
    if (draft === null) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, JSON.stringify(draft));
  } catch {
    // A browser that stores nothing loses a set-up that is left; one that is finished does not need it.
  }
}

export const useSetupView = create<SetupView>(() => ({ draft: readStored(), isOpen: false }));

/** What of a draft a country decides. Algeria's duty is off until the shop turns it on: sources disagree on when it is owed. */
export function presetPart({ presetId, settings }: Preset): Partial<ShopDraft> {
  const { currency, pricesIncludeTax, defaultTaxGroupId, cashRoundingMinor } = settings;
  return {
    presetId,
    currency: currency === 'XXX' ? '' : currency,
    pricesIncludeTax,
    defaultTaxGroupId,
    stampDuty: false,
    roundsCash: cashRoundingMinor !== null,
  };
}

export function newDraft(presetId: string, names: { readonly till: string }, language: Language): ShopDraft {
  return {
    language,
    step: 'country',
    presetId,
    currency: '',
    pricesIncludeTax: true,
    defaultTaxGroupId: '',
    taxPercent: '',
    stampDuty: false,
    roundsCash: false,
    name: '',
    address: '',
    phone: '',
    identifiers: {},
    tillName: names.till,
    receiptPrefix: 'C1',
    printer: 'virtual',
    printerHost: '',
    people: [{ name: '', language }],
    ...presetPart(presetOf(presetId)),
  };
}

/** Begins a shop, or goes on with the one begun. */
export function openDraft(begin: () => ShopDraft): void {
  useSetupView.setState(({ draft }) => ({ draft: draft ?? begin(), isOpen: true }));
}

export function changeDraft(change: Partial<ShopDraft>): void {
  useSetupView.setState(({ draft }) => {
    if (draft === null) return {};
    const next = { ...draft, ...change };
    keep(next);
    return { draft: next };
  });
}

export function leaveDraft(): void {
  useSetupView.setState({ isOpen: false });
}

/** The shop stands: nothing is left to go on with. */
export function dropDraft(): void {
  keep(null);
  useSetupView.setState({ draft: null, isOpen: false });
}
