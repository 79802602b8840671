/**
 * Keys are printed on the buttons while a keyboard is in use: from the start where there is a mouse (a PC has a keyboard too), and from the
 * first key pressed on a tablet. A scanner's keys do not count: the scanner intake takes them before they come here.
 */
export function followKeyboard(page: Window): void {
  const show = () => {
    page.document.documentElement.dataset['keyboard'] = '';
  };
  if (page.matchMedia('(hover: hover) and (pointer: fine)').matches) {
    show();
    return;
  }
  const onKey = (event: KeyboardEvent) => {
    // An on-screen keyboard has no F-keys to show hints for, and names no physical key.
    if (event.code === '' || event.key === 'Unidentified') return;
    show();
    page.removeEventListener('keydown', onKey);
  };
  page.addEventListener('keydown', onKey);
}
