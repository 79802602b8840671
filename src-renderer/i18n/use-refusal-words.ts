import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../src-shared/contract/refusal.ts';
import { formatAmount } from '../../src-shared/money/format.ts';
import { isolateByContent } from '../../src-shared/text/bidi.ts';
import { type MoneyFormat, useMoneyFormat } from '../ui/money-format.tsx';

/**
 * Amounts as people read them, and everything set apart from the line it stands in. A limit below zero is one of money given back: the words
 * around it say so, its sign does not.
 */
function sayable(params: Refusal['params'], format: MoneyFormat): Record<string, string> {
  const entries = Object.entries(params).map(([name, value]) => {
    const isAmount = name.endsWith('Minor') && typeof value === 'number';
    return [name, isolateByContent(isAmount ? formatAmount(Math.abs(value), { ...format, withCurrency: true }) : String(value))];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Says why something was not done, in the person's language. */
export function useRefusalWords(): (refusal: Refusal) => string {
  const { t } = useTranslation(['refusal', 'printing', 'start']);
  const format = useMoneyFormat();
  return ({ code, params }) => {
    const words = sayable(params, format);
    const { fault, reason, problem } = params;
    if (typeof fault === 'string') words['fault'] = t(`printing:faults.${fault}`);
    if (code === 'printing.logo-unusable' && typeof problem === 'string') words['problem'] = t(`printing:logo.${problem}`);
    // A set-up that fails at opening what it made says so in the words of a start that fails.
    if (code === 'setup.failed' && typeof reason === 'string') words['detail'] = t(`start:${reason}`, words);
    return t(`refusal:${code}`, words);
  };
}
