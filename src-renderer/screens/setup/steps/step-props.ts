import type { ShopDraft } from '../shop-draft.ts';
import type { DraftField } from '../shop-settings.ts';

export interface StepProps {
  readonly draft: ShopDraft;
  /** Fields that cannot stand yet, once the person has wanted to go on. */
  readonly wrong: readonly DraftField[];
  readonly onEnter: () => void;
}
