import { useTranslation } from 'react-i18next';
import type { PrintJob } from '../../../src-shared/contract/terminal-state.ts';

export interface JobWords {
  /** How the job stands. */
  readonly state: string;
  /** What is in its way and what to do about it; null when it needs nobody. */
  readonly hint: string | null;
}

/** Says of a print job how it stands. `printerFault` is what the printer itself suffers from, which is why a job waits. */
export function useJobWords(): (job: PrintJob, printerFault: string | null) => JobWords {
  const { t } = useTranslation('printing');
  return ({ state, fault }, printerFault) => {
    const cause = fault ?? (state === 'queued' || state === 'sending' ? printerFault : null);
    if (cause === 'print.given-up') return { state: t('states.givenUp'), hint: null };
    if (state === 'printed') return { state: t('states.printed'), hint: null };
    if (state === 'unconfirmed') return { state: t('states.unconfirmed'), hint: t('unconfirmedHint') };
    return { state: t(`states.${state}`), hint: cause === null ? null : `${t(`faults.${cause}`)} ${t(`remedies.${cause}`)}` };
  };
}

/** Whether the job waits for a person's word. */
export function asksPerson({ state, fault }: PrintJob): boolean {
  return state === 'unconfirmed' || (state === 'failed' && fault !== 'print.given-up');
}
