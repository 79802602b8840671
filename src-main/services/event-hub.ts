import type { TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import { errorFields, type Log } from './log.ts';

export type EventListener = (event: TerminalEvent) => void;

/** Tells every connected screen what changed. A listener that throws is logged and does not keep the others from hearing. */
export interface EventHub {
  emit(event: TerminalEvent): void;
  /** Returns the function that stops listening. */
  listen(listener: EventListener): () => void;
  /** Whether anybody listens: spares the work of an event nobody hears. */
  readonly heard: boolean;
}

/** The same hub, with somebody inside the program hearing what the screens are told. Whether a screen listens stays as it is. */
export function overheard(hub: EventHub, listener: EventListener): EventHub {
  return {
    emit(event) {
      hub.emit(event);
      listener(event);
    },
    listen: (screen) => hub.listen(screen),
    get heard() {
      return hub.heard;
    },
  };
}

export function createEventHub(log: Log): EventHub {
  const listeners = new Set<EventListener>();
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          log.error('a listener of terminal events failed', errorFields(error));
        }
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    get heard() {
      return listeners.size > 0;
    },
  };
}
