import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { minorDigitsOf } from '../../../src-shared/money/currency.ts';
import { formatAmount } from '../../../src-shared/money/format.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import styles from './day-report.module.css';
import type { ReportRow } from './report-rows.ts';

interface ReportChartProps {
  readonly name: string;
  /** What the bars stand for, under the axis. */
  readonly axis: string;
  readonly rows: readonly ReportRow[];
}

const CHART_HEIGHT = 260;
const AXIS_WIDTH = 88;
/** A chart of more bars than this is read by nobody; the table has them all. */
const MAX_BARS = 31;

/** In the colour of text: the colour of a bar is too faint to be read. */
function legendText(name: string | undefined) {
  return <span className={styles.legend}>{name}</span>;
}

/**
 * Two bars to a place: what was sold, filled, and what was sold before, hollow, so that the two are told apart on a grey paper too. Time goes
 * from left to right in every language.
 */
export function ReportChart({ name, axis, rows }: ReportChartProps) {
  const { t } = useTranslation('day-report');
  const format = useMoneyFormat();
  const unit = 10 ** (minorDigitsOf(format.currency) ?? 2);
  const short = (minor: number): string => formatAmount(Math.round(minor / unit) * unit, { ...format, shownDecimals: 0 });
  const whole = (value: unknown): string => (typeof value === 'number' ? formatAmount(value, { ...format, withCurrency: true }) : '');
  return (
    <div className={styles.chart} dir="ltr" role="img" aria-label={t('chart', { name })}>
      <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
        <BarChart data={rows.slice(0, MAX_BARS)} margin={{ top: 8, right: 8, bottom: 24, left: 8 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis
            dataKey="label"
            tick={{ fill: 'var(--text)' }}
            label={{ value: axis, position: 'insideBottom', offset: -16, fill: 'var(--text-quiet)' }}
          />
          <YAxis
            width={AXIS_WIDTH}
            tickFormatter={short}
            tick={{ fill: 'var(--text)' }}
            label={{ value: t('columns.amount'), angle: -90, position: 'insideLeft', fill: 'var(--text-quiet)' }}
          />
          <Tooltip
            formatter={whole}
            itemStyle={{ color: 'var(--text)' }}
            contentStyle={{ background: 'var(--surface-panel)', color: 'var(--text)' }}
            cursor={{ fill: 'var(--surface-marked)' }}
          />
          <Legend position="top" formatter={legendText} />
          <Bar dataKey="nowMinor" name={t('series.now')} fill="var(--accent)" isAnimationActive={false} />
          <Bar
            dataKey="beforeMinor"
            name={t('series.before')}
            fill="var(--surface-sunken)"
            stroke="var(--border-strong)"
            strokeDasharray="4 2"
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
