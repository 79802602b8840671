import { create } from 'zustand';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';

/** What a person is about to take, before it becomes a tender of the ticket. */
export interface TenderDraft {
  /** As `cleanTyped` leaves it; null: what is left to pay, to the last centime. */
  readonly typed: string | null;
  readonly approvalCode: string;
  readonly lastFour: string;
  readonly reference: string;
  /** The number of a gift card as it was typed or scanned. */
  readonly giftCode: string;
  /** The account of the card of that number, once it is known, and what is on it. */
  readonly accountId: string | null;
  readonly mostMinor: number | null;
}

interface PayView {
  /** The way of paying chosen; null: the first the shop takes. */
  readonly tenderId: string | null;
  readonly draft: TenderDraft;
  /** `uncertain`: the till was asked to complete the sale and could not say whether it did. */
  readonly completing: 'no' | 'asked' | 'uncertain';
}

const EMPTY_DRAFT: TenderDraft = {
  typed: null,
  approvalCode: '',
  lastFour: '',
  reference: '',
  giftCode: '',
  accountId: null,
  mostMinor: null,
};
const RESTING: PayView = { tenderId: null, draft: EMPTY_DRAFT, completing: 'no' };

export const usePayView = create<PayView>(() => RESTING);

export function chooseTender(tenderId: string): void {
  usePayView.setState({ tenderId, draft: EMPTY_DRAFT });
}

export function changeDraft(change: Partial<TenderDraft>): void {
  usePayView.setState(({ draft }) => ({ draft: { ...draft, ...change } }));
}

export function clearDraft(): void {
  usePayView.setState({ draft: EMPTY_DRAFT });
}

export function setCompleting(completing: PayView['completing']): void {
  usePayView.setState({ completing });
}

/** For the next customer. */
export function resetPayView(): void {
  usePayView.setState(RESTING);
}

/** The way of paying that is chosen, among those the shop takes. */
export function chosenTender(tenders: readonly TenderType[], tenderId: string | null): TenderType | null {
  return tenders.find((tender) => tender.tenderId === tenderId) ?? tenders[0] ?? null;
}
