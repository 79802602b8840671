import { deliverTyped } from '../ui/shortcut.tsx';
import { offerToLearner } from './stroke-learner.ts';
import { rememberField, textInputFor, typeInto } from './text-field-undo.ts';
import { expire, RESTING, type Scan, type Stroke, step, type WedgeState, waitMs } from './wedge-burst.ts';
import type { WedgePattern } from './wedge-patterns.ts';

function strokeOf(event: KeyboardEvent): Stroke {
  return {
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    meta: event.metaKey,
    repeat: event.repeat,
    inField: textInputFor(event.target, event.key) !== null,
    atMs: event.timeStamp,
  };
}

/**
 * Listens to every key before anything on the page does, and takes those that are a scanner's: they reach no field, no button and no
 * shortcut, whatever has the focus and whichever dialog is open. `patterns` is asked at each key: scanners are learnt while it runs. Returns
 * the function that stops it.
 */
export function watchWedge(page: Window, onScan: (scan: Scan) => void, patterns: () => readonly WedgePattern[] = () => []): () => void {
  let state: WedgeState = RESTING;
  let timer: number | undefined;
  /** What takes back the characters of the present burst that the page has seen, first to last. */
  let undo: (() => void)[] = [];

  const release = (text: string) => {
    if (text === '') return;
    const field = textInputFor(page.document.activeElement, text);
    if (field === null) undo.push(deliverTyped(text));
    else {
      undo.push(rememberField(field));
      typeInto(field, text);
    }
  };
  const onQuiet = () => {
    const quiet = expire(state, patterns());
    state = quiet.state;
    release(quiet.released);
    if (quiet.scan !== null) onScan(quiet.scan);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const stroke = strokeOf(event);
    if (offerToLearner(stroke)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    page.clearTimeout(timer);
    const taken = step(state, stroke, patterns());
    state = taken.state;
    release(taken.released);
    if (taken.scan !== null) {
      for (const takeBack of undo.reverse()) takeBack();
      undo = [];
      onScan(taken.scan);
    } else if (state.burst === null || state.burst.strokes.length <= 1) undo = [];
    if (taken.passes) {
      const field = textInputFor(event.target, event.key);
      if (field !== null && state.burst !== null) undo.push(rememberField(field));
    } else {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    const wait = waitMs(state, patterns());
    if (wait !== null) timer = page.setTimeout(onQuiet, wait);
  };

  page.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    page.clearTimeout(timer);
    page.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}
