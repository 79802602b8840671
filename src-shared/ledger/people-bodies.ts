import { z } from 'zod';
import { approvalSchema } from '../people/approval.ts';
import { permissionSchema } from '../people/permissions.ts';
import { languageSchema } from '../text/localized-text.ts';
import { noteSchema } from '../text/note.ts';

const idSchema = z.string().min(1).max(64);
const approval = approvalSchema.nullable();

/** Of a person the journal knows the id and the role. Her name stays outside, where it can be corrected and erased (Law 18-07). */
const personOfV1 = z.object({ personId: idSchema, roleId: idSchema, language: languageSchema, approval });

/** Why somebody who tried to sign in or to approve was not believed. */
const disbeliefSchema = z.enum(['pin.wrong', 'badge.unknown']);

/** What the journal tells of people: who came, went and was given which rights, who was not let in, and who allowed what to whom. */
export const PEOPLE_BODIES = {
  'person.created': { 1: personOfV1 },
  'person.changed': { 1: personOfV1.extend({ fromRoleId: idSchema, renamed: z.boolean() }) },
  'person.deactivated': { 1: z.object({ personId: idSchema, approval }) },
  'pin.changed': { 1: z.object({ personId: idSchema, isSet: z.boolean(), approval }) },
  'badge.changed': { 1: z.object({ personId: idSchema, isSet: z.boolean(), approval }) },
  'person.locked': { 1: z.object({ personId: idSchema, tillId: idSchema }) },
  'person.unlocked': { 1: z.object({ personId: idSchema, approval }) },
  /** PINs and badges could not be read at a start and were put aside: until they are given anew a touch signs in. */
  'credentials.lost': { 1: z.object({ tillId: idSchema }) },
  /** `personId` null: a badge that is nobody's. */
  'sign-in.failed': { 1: z.object({ personId: idSchema.nullable(), tillId: idSchema, why: disbeliefSchema }) },
  'approval.granted': {
    1: z.object({
      approval: approvalSchema,
      /** What it was asked for, as the screen showed it. */
      subject: z.record(z.string(), z.union([z.string(), z.number()])),
      /** How the approver showed who she was; `name`: by a touch on her name alone, having no PIN. */
      means: z.enum(['pin', 'badge', 'name']),
    }),
  },
  'approval.refused': {
    1: z.object({
      permission: permissionSchema,
      requestedBy: idSchema,
      /** Null: a badge that is nobody's. */
      approverId: idSchema.nullable(),
      reason: noteSchema,
      why: z.enum([...disbeliefSchema.options, 'approval.not-allowed', 'approval.own']),
    }),
  },
} as const;
