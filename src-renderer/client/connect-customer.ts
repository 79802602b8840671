import { CUSTOMER_PATH, type CustomerScreen, customerFrameSchema } from '../../src-shared/contract/customer-screen.ts';
import { terminalBridge } from './terminal-bridge.ts';

const RETRY_AFTER_MS = 1_000;

/** Hears what the customer is to see, null while there is no line to the terminal. Nothing is ever said the other way. */
export function connectCustomer(show: (screen: CustomerScreen | null) => void): void {
  const take = (frame: unknown) => {
    show(customerFrameSchema.parse(frame).screen);
  };
  const bridge = terminalBridge();
  if (bridge !== null) {
    bridge.onEvent(take);
    return;
  }
  const open = () => {
    const socket = new WebSocket(new URL(`${CUSTOMER_PATH}/screen`, location.href.replace(/^http/, 'ws')));
    socket.addEventListener('message', ({ data }) => {
      take(JSON.parse(String(data)));
    });
    socket.addEventListener('close', () => {
      show(null);
      setTimeout(open, RETRY_AFTER_MS);
    });
  };
  open();
}
