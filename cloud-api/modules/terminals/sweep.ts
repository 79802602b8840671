import type { Database } from '../../platform/database.ts';

/** A code that was never used tells nobody anything after this; one that was says who enrolled what, and stays. */
const UNUSED_CODE_DAYS = 30;

/** Deletes used assertions past their time, which refuse themselves by then, and codes that expired unused long ago. */
export async function sweepTerminals(database: Database, now: Date): Promise<void> {
  await database.all.deleteFrom('used_assertion').where('expires_at', '<', daysBefore(now, ASSERTION_DAYS)).execute();
  await database.all
    .deleteFrom('enrolment_code')
    .where('used_at', 'is', null)
    .where('expires_at', '<', daysBefore(now, UNUSED_CODE_DAYS))
    .execute();
}

/** An assertion is believed for a day beyond its time, for a terminal's clock may be wrong (`service.ts`); one day more costs nothing. */
const ASSERTION_DAYS = 2;

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
