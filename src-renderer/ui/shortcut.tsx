import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';

/**
 * Keys that act wherever the focus is: F-keys, Esc, Del, Enter, + and −. Each overlay is a layer; only the keys of the topmost layer act, so
 * that F12 behind an open question does nothing. Within a layer the key registered last acts. Scans never come here: the scanner intake
 * takes their keys before anyone.
 */
interface Registration {
  readonly key: string;
  readonly layer: number;
  readonly inFields: boolean;
  readonly act: () => void;
}

const registrations = new Set<Registration>();
const openLayers = new Set<number>([0]);

/** Keys that mean something to the control that has the focus; they act as shortcuts only when no control wants them. */
const KEYS_OF_FIELDS = new Set(['Delete', 'Shift+Delete', '+', '-', 'Ctrl+z']);
const CONTROLS_OF_ENTER = 'button, a[href], textarea, [role="option"], [role="tab"], [role="row"]';

/** `F3`, `Ctrl+z`, `Shift+Delete`. Shift is part of the character where there is one: `+` is `+` wherever it lies on the keyboard. */
function nameOf({ key, ctrlKey, shiftKey }: KeyboardEvent): string {
  return `${ctrlKey ? 'Ctrl+' : ''}${shiftKey && key.length > 1 ? 'Shift+' : ''}${key}`;
}

function belongsToControl(name: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (name === 'Enter') return target.closest(CONTROLS_OF_ENTER) !== null;
  if (!KEYS_OF_FIELDS.has(name)) return false;
  if (target instanceof HTMLTextAreaElement) return true;
  // The figure of a number pad is edited with Backspace: Del there is the line's.
  return target instanceof HTMLInputElement && (target.dataset['numberPad'] === undefined || name === 'Ctrl+z');
}

function topLayer(): number {
  return Math.max(...openLayers);
}

/** Does what the key is registered for. Returns whether anything was. */
function pressShortcut(key: string, inField: boolean): boolean {
  const candidates = [...registrations].filter((entry) => entry.key === key && entry.layer === topLayer() && (entry.inFields || !inField));
  const chosen = candidates.at(-1);
  chosen?.act();
  return chosen !== undefined;
}

/** Takes text that was typed while no field had the focus. Returns what takes it back, should it turn out to have been a scan. */
type TakeTyped = (text: string) => () => void;

const typedTakers: { readonly layer: number; readonly take: TakeTyped }[] = [];

/**
 * Hands on what was typed outside every field: a single + or − to its shortcut, all else to the part of the screen that wants it, such as the
 * search box or an open pad. Returns what takes it back.
 */
export function deliverTyped(text: string): () => void {
  if (pressShortcut(text, false)) return () => undefined;
  const taker = typedTakers.findLast((entry) => entry.layer === topLayer());
  return taker?.take(text) ?? (() => undefined);
}

/** Receives what is typed while no field has the focus. The part of the screen that came last gets it. */
export function useTypedText(take: TakeTyped, isEnabled = true): void {
  const layer = useContext(LayerContext);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    if (!isEnabled) return undefined;
    const entry = { layer, take: (text: string) => latest.current(text) };
    typedTakers.push(entry);
    return () => {
      typedTakers.splice(typedTakers.indexOf(entry), 1);
    };
  }, [layer, isEnabled]);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.metaKey || event.isComposing) return;
  const name = nameOf(event);
  // A held Enter is one step, never the next one too: after taking money comes completing, and after that the next customer.
  if (event.repeat && name === 'Enter') return;
  if (pressShortcut(name, belongsToControl(name, event.target))) event.preventDefault();
}

const LayerContext = createContext(0);

/** The layer of keys a component is in: 0 on the screen itself, more in the overlays above it. */
export function useShortcutLayer(): number {
  return useContext(LayerContext);
}

interface ShortcutOptions {
  /** When false the key does nothing here and is left to whoever else wants it. */
  readonly isEnabled?: boolean;
  /** Acts even where the focused control has a meaning of its own for the key. */
  readonly inFields?: boolean;
}

/** Acts on a key (its `KeyboardEvent.key`, with `Ctrl+` or `Shift+` in front) for as long as the component is on the screen. */
export function useShortcut(key: string, act: () => void, { isEnabled = true, inFields = false }: ShortcutOptions = {}): void {
  const layer = useContext(LayerContext);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!isEnabled) return undefined;
    const entry: Registration = { key, layer, inFields, act: () => latest.current() };
    registrations.add(entry);
    if (registrations.size === 1) window.addEventListener('keydown', onKeyDown);
    return () => {
      registrations.delete(entry);
      if (registrations.size === 0) window.removeEventListener('keydown', onKeyDown);
    };
  }, [key, layer, inFields, isEnabled]);
}

/** Wraps the content of an overlay: while it is on the screen the keys of what lies below it rest. */
export function ShortcutLayer({ children }: { readonly children: ReactNode }) {
  const layer = useContext(LayerContext) + 1;
  useEffect(() => {
    openLayers.add(layer);
    return () => {
      openLayers.delete(layer);
    };
  }, [layer]);
  return <LayerContext value={layer}>{children}</LayerContext>;
}
