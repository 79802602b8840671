import { useEffect, useState } from 'react';
import { type Heard, type LearnProblem, type LearnResult, learnScanner, readSample } from '../../../scanning/learn-scanner.ts';
import { learnStrokes } from '../../../scanning/stroke-learner.ts';
import type { Stroke } from '../../../scanning/wedge-burst.ts';
import { LESSON_CODES } from './lesson-codes.ts';

/** A scan is over when no key has come for so long. */
const OVER_MS = 500;
/** More keys than this are no scan of ours. */
const MAX_STROKES = 200;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock']);
/** With these a person leaves the lesson or moves about, as long as no scan is under way. */
const KEYS_OF_PERSON = new Set(['Escape', 'Tab', 'Enter', ' ', 'F1', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

export interface Lesson {
  /** Which of the codes is to be scanned; beyond the last, all were. */
  readonly at: number;
  /** What went wrong with the last scan, and what came of it. */
  readonly garbled: { readonly problem: LearnProblem; readonly text: string } | null;
  /** Null until every code was scanned. */
  readonly result: LearnResult | null;
}

interface Progress {
  readonly heards: readonly Heard[];
  readonly garbled: Lesson['garbled'];
}

const NOTHING: Progress = { heards: [], garbled: null };

function hear({ heards }: Progress, strokes: readonly Stroke[]): Progress {
  const code = LESSON_CODES[heards.length];
  if (code === undefined) return { heards, garbled: null };
  const reading = readSample({ expected: code.text, strokes });
  return reading.kind === 'heard' ? { heards: [...heards, reading.heard], garbled: null } : { heards, garbled: reading };
}

/** Listens to a scanner until it is learnt. `again` begins anew. While it listens, scans are rung up nowhere. */
export function useLesson(): Lesson & { readonly again: () => void } {
  const [progress, setProgress] = useState<Progress>(NOTHING);
  useEffect(() => {
    let strokes: Stroke[] = [];
    let timer: number | undefined;
    const end = () => {
      const heard = strokes;
      strokes = [];
      // A single key is a person's finger on a button, and not the half of a scan.
      if (heard.length > 1) setProgress((before) => hear(before, heard));
    };
    const stop = learnStrokes((stroke) => {
      if (MODIFIERS.has(stroke.key)) return false;
      if (strokes.length === 0 && KEYS_OF_PERSON.has(stroke.key)) return false;
      if (strokes.length < MAX_STROKES) strokes.push(stroke);
      window.clearTimeout(timer);
      timer = window.setTimeout(end, OVER_MS);
      return true;
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, []);
  const { heards, garbled } = progress;
  return {
    at: heards.length,
    garbled,
    result: heards.length < LESSON_CODES.length ? null : learnScanner(heards),
    again: () => {
      setProgress(NOTHING);
    },
  };
}
