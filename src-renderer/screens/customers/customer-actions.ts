import { playSound } from '../../app/sounds.ts';
import { commandCart } from '../../state/terminal-store.ts';
import { sayMessage } from '../sell/sell-view.ts';

/** Makes the open ticket a customer's, or (null) nobody's. What is refused is said on the sell screen. True when it was done. */
export async function putOnTicket(customerId: string | null): Promise<boolean> {
  const answer = await commandCart(() => ({ kind: 'cart.customer', customerId }));
  playSound(answer.ok ? 'taken' : 'refused');
  sayMessage(answer.ok ? null : { kind: 'refused', refusal: answer.error });
  return answer.ok;
}

/** Hands a text over as a file, by the browser's own download. */
export function saveAsFile(fileName: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
