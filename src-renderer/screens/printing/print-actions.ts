import type { RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import { playSound } from '../../app/sounds.ts';
import { call } from '../../state/terminal-store.ts';
import { sayMessage } from '../sell/sell-view.ts';

/** A person's word on a job. The queue tells what became of it. */
export async function resolveJob(jobId: string, word: RequestOf<'print.resolve'>['word']): Promise<void> {
  const answer = await call('print.resolve', { jobId, word });
  if (answer.ok) return;
  playSound('refused');
  sayMessage({ kind: 'refused', refusal: answer.error });
}
