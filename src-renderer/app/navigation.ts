import { create } from 'zustand';

/** Which of the selling screens is shown, and what lies over it. Set-up and sign-in are not here: the terminal's state decides those. */
export type SellingScreen = 'sell' | 'pay' | 'return' | 'till' | 'count' | 'closures' | 'journal' | 'day-report' | 'devices' | 'people';
export type Overlay =
  | 'held'
  | 'help'
  | 'printing'
  | 'customer-display'
  | 'receipt'
  | 'preferences'
  | 'drawer'
  | 'till-menu'
  | 'sync'
  | 'labels'
  | 'customers'
  | 'gift-cards'
  | 'layaways'
  | 'training';

interface Navigation {
  readonly screen: SellingScreen;
  readonly overlay: Overlay | null;
}

export const useNavigation = create<Navigation>(() => ({ screen: 'sell', overlay: null }));

export function showScreen(screen: SellingScreen): void {
  useNavigation.setState({ screen, overlay: null });
}

let firstScreen: SellingScreen = 'sell';

/** What the next person to sign in sees first, once: a new till's devices, before it sells. */
export function showAfterSignIn(screen: SellingScreen): void {
  firstScreen = screen;
}

/** Somebody has signed in. */
export function showFirstScreen(): void {
  showScreen(firstScreen);
  firstScreen = 'sell';
}

export function openOverlay(overlay: Overlay): void {
  useNavigation.setState({ overlay });
}

export function closeOverlay(): void {
  useNavigation.setState({ overlay: null });
}
