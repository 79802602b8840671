import type { Stroke } from './wedge-burst.ts';

/** Takes a key before anybody else; false leaves it to the page. */
export type StrokeLearner = (stroke: Stroke) => boolean;

const learners: StrokeLearner[] = [];

/** While a scanner is being learnt its keys are no scans: they go to whoever learns them. Returns the function that ends it. */
export function learnStrokes(learner: StrokeLearner): () => void {
  learners.push(learner);
  return () => {
    learners.splice(learners.indexOf(learner), 1);
  };
}

/** Whether the key was taken. */
export function offerToLearner(stroke: Stroke): boolean {
  return learners.at(-1)?.(stroke) ?? false;
}
