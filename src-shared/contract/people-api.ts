import { z } from 'zod';
import { MAX_BADGE_LENGTH } from '../people/credential-facts.ts';
import { permissionSchema } from '../people/permissions.ts';
import { personSchema } from '../people/person.ts';
import { roleSchema } from '../people/roles.ts';
import { accessSchema } from '../settings/access.ts';
import { noteSchema } from '../text/note.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { refusalSchema } from './refusal.ts';
import { terminalStateSchema } from './terminal-state.ts';

const idSchema = wellFormedSchema.min(1).max(64);
/** As typed. Main says what is wrong with it, so that a screen can say it in words; nothing longer than this is looked at. */
const typedPinSchema = z.string().max(64);
const badgeCodeSchema = z.string().min(1).max(MAX_BADGE_LENGTH);

/** How somebody shows who she is: her name and, where she has one, her PIN; or her badge, which names her by itself. */
const proofSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), personId: idSchema, pin: typedPinSchema.nullable() }),
  z.object({ kind: z.literal('badge'), code: badgeCodeSchema }),
]);
export type Proof = z.infer<typeof proofSchema>;

/** Who may do what at this till, and how people show who they are. Answers carry no secret; a screen learns no more than `hasPin`. */
export const PEOPLE_API = {
  /** `pin` is left out for a person who has none. Refused as `pin.needed`, `pin.wrong`, `pin.wait`, `pin.locked`, `badge.needed` … */
  'person.sign-in': { request: z.object({ personId: idSchema, pin: typedPinSchema.nullable().optional() }), response: terminalStateSchema },
  'person.badge': { request: z.object({ code: badgeCodeSchema }), response: terminalStateSchema },
  /** A screen that has seen somebody says so now and then; one that has seen nobody for the time allowed has her signed out. */
  'person.here': { request: z.object({ screenId: idSchema }), response: z.object({}) },
  'person.idle': { request: z.object({ screenId: idSchema }), response: terminalStateSchema },
  /** Adds a person (`personId` null) or changes one. `active` false: she works here no more, and her PIN and badge are forgotten. */
  'people.save': { request: z.object({ person: personSchema.extend({ personId: idSchema.nullable() }) }), response: terminalStateSchema },
  /** One's own with the PIN of now, anybody's with `people.manage`. `pin` null takes it away. */
  'people.pin': {
    request: z.object({ personId: idSchema, pin: typedPinSchema.nullable(), currentPin: typedPinSchema.nullable() }),
    response: terminalStateSchema,
  },
  'people.badge': { request: z.object({ personId: idSchema, code: badgeCodeSchema.nullable() }), response: terminalStateSchema },
  'people.unlock': { request: z.object({ personId: idSchema }), response: terminalStateSchema },
  /** Adds a role or changes one; of a built-in one only the permissions and the limit, and nothing of the manager's. */
  'roles.save': { request: z.object({ role: roleSchema }), response: terminalStateSchema },
  /** A built-in role becomes again what it was; any other goes, once nobody has it. */
  'roles.remove': { request: z.object({ roleId: idSchema }), response: terminalStateSchema },
  'access.save': { request: z.object({ access: accessSchema }), response: terminalStateSchema },
  /** A colleague allows what the person signed in was refused (`permission.needed`, its `params` are the `subject`): once, for two minutes. */
  'approval.give': {
    request: z.object({ permission: permissionSchema, subject: refusalSchema.shape.params, proof: proofSchema, reason: noteSchema }),
    response: z.object({ approvedBy: z.string() }),
  },
} as const;
