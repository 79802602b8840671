import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { CALL_CHANNEL, EVENT_CHANNEL, type TerminalBridge } from '../src-shared/contract/bridge.ts';

/**
 * All that a page sees of the program: calls of the contract and its events, as plain data. No channel name, no Electron object and no Node
 * object reaches the page; the router in main refuses every operation that is not in the contract.
 */
const bridge: TerminalBridge = {
  call: (operation, payload) => ipcRenderer.invoke(CALL_CHANNEL, operation, payload),
  onEvent(listener) {
    // The event object would hand the page its sender: only the data goes on.
    const relay = (_event: IpcRendererEvent, event: unknown) => {
      listener(event);
    };
    ipcRenderer.on(EVENT_CHANNEL, relay);
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, relay);
    };
  },
};

contextBridge.exposeInMainWorld('contacto', bridge);
