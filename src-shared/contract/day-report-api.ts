import { z } from 'zod';
import { salesReportSchema, spanSchema } from '../report/sales-report.ts';

const request = z.object({ span: spanSchema, day: z.iso.date() });

/** What was sold on a day, in a week or in a month. Read on a thread of its own. */
export const DAY_REPORT_API = {
  'sales-report.show': { request, response: z.object({ report: salesReportSchema, compared: salesReportSchema }) },
  'sales-report.csv': { request, response: z.object({ fileName: z.string(), csv: z.string() }) },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;
