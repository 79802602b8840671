import {
  Banknote,
  CreditCard,
  Gift,
  HandCoins,
  Landmark,
  NotebookPen,
  PiggyBank,
  ReceiptText,
  Smartphone,
  Star,
  Ticket,
  Wallet,
} from 'lucide-react';
import type { TenderKind } from '../../../src-shared/sale/cart.ts';
import type { IconDrawing } from '../../ui/icon.tsx';

export const TENDER_ICONS: Readonly<Record<TenderKind, IconDrawing>> = {
  cash: Banknote,
  card: CreditCard,
  cheque: ReceiptText,
  transfer: Landmark,
  mobile: Smartphone,
  voucher: Ticket,
  other: Wallet,
  'store-credit': PiggyBank,
  'gift-card': Gift,
  'on-account': NotebookPen,
  deposit: HandCoins,
  points: Star,
};
