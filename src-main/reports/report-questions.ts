import { z } from 'zod';
import { journalFilterSchema } from '../../src-shared/contract/journal-api.ts';
import { salesReportSchema, spanSchema } from '../../src-shared/report/sales-report.ts';

/** What is asked of the thread that reads, and what it answers with. */
const instantSchema = z.iso.datetime();

const salesQuestionSchema = z.object({
  kind: z.literal('sales'),
  span: spanSchema,
  from: z.iso.date(),
  to: z.iso.date(),
  timeZone: z.string(),
  currency: z.string(),
});
export type SalesQuestion = z.infer<typeof salesQuestionSchema>;

const journalQuestionSchema = z.object({
  kind: z.literal('journal'),
  filter: journalFilterSchema.omit({ from: true, to: true }),
  /** Instants: from the one on, and before the other; null where there is no bound. */
  fromAt: instantSchema.nullable(),
  beforeAt: instantSchema.nullable(),
  /** Only entries before this place; null: from the newest. */
  before: z.int().nullable(),
  limit: z.int(),
});
export type JournalQuestion = z.infer<typeof journalQuestionSchema>;

/** People who ever acted, by id. */
const actorsQuestionSchema = z.object({ kind: z.literal('actors') });

export const questionSchema = z.object({
  id: z.int(),
  question: z.discriminatedUnion('kind', [salesQuestionSchema, journalQuestionSchema, actorsQuestionSchema]),
});
export type Question = z.infer<typeof questionSchema>['question'];

export const salesAnswerSchema = salesReportSchema;
export const journalAnswerSchema = z.object({ positions: z.array(z.int()), next: z.int().nullable() });
export type JournalAnswer = z.infer<typeof journalAnswerSchema>;
export const actorsAnswerSchema = z.object({ actors: z.array(z.string()) });

export const reportAnswerSchema = z.union([z.object({ id: z.int(), answer: z.unknown() }), z.object({ id: z.int(), fault: z.string() })]);
